import { menu, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { row, type View, type ViewBlock } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { capabilityLines, failureLines } from './capability-lines.js';
import { commandLines } from './command-lines.js';
import type { ModelResult } from './result.js';
import { modelWords } from './words.js';

/** What the endpoint can do for a model, what the channel uses, and the buttons that change it. */
export function viewModel(result: ModelResult, place: Place): View {
  const { locale } = place;
  const { found, shown, endpoint, channelModel, defaultModel, change, moreModels, commands } = result;
  const words = modelWords(locale);
  const setBy = change !== undefined && change.model === channelModel ? change.by : undefined;
  const status = [
    ...(place.isLate ? [`-# ${words.late}`] : []),
    words.status(channelModel, defaultModel, setBy),
    ...(moreModels > 0 ? [words.moreModels(moreModels)] : []),
  ].join('\n');
  if ('why' in found) {
    const why = words.cannotBeTold(shown, sentenceOf(found.why, locale));
    return { tone: 'error', blocks: [text(why), text(status), ...steps(result, place)] };
  }
  const { capabilities } = found;
  const { probedAt, server } = capabilities;
  return {
    blocks: [
      text(words.title(lessonWords(locale).model(shown, endpoint), probedAt, server)),
      text([...capabilityLines(capabilities, words), ...failureLines(capabilities, locale)].join('\n')),
      text(commandLines(capabilities, commands, words).join('\n')),
      text(status),
      ...steps(result, place),
    ],
  };
}

function steps(result: ModelResult, { runId, revision, locale }: Place): ViewBlock[] {
  const { shown, found, channelModel, defaultModel, others } = result;
  const words = modelWords(locale);
  const value = String(revision);
  const isUsed = shown === (channelModel ?? defaultModel);
  const roleOf = (name: string) => {
    if (name === channelModel) return words.setHere;
    return name === defaultModel ? words.isDefault : undefined;
  };
  return [
    row(
      ...('why' in found
        ? []
        : [{ action: 'use', runId, value, label: words.use, style: 'primary' as const, disabled: isUsed }]),
      ...(channelModel === undefined ? [] : [{ action: 'reset', runId, value, label: words.reset }]),
      { action: 'again', runId, label: words.again },
    ),
    ...(others.length === 0
      ? []
      : [
          menu({
            action: 'look',
            runId,
            placeholder: words.look,
            choices: others.map((name) => ({ label: name, value: name, description: roleOf(name) })),
          }),
        ]),
  ];
}
