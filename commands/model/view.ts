import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, type GoOnEntry, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { abilities } from './abilities.js';
import { capabilityLines, failureLines } from './capability-lines.js';
import { commandLines, judge } from './command-lines.js';
import type { ModelResult } from './result.js';
import { modelWords } from './words.js';

/** What a model can do, which commands work with it, what the channel uses, and the buttons that change it. */
export function viewModel(result: ModelResult, place: Place): View {
  const { found, shown, endpoint, moreModels, commands } = result;
  const { locale, isLate } = place;
  const words = modelWords(locale);
  const notes = [
    ...(isLate ? [`-# ${lessonWords(locale).late}`] : []),
    ...(moreModels > 0 ? [words.moreModels(moreModels)] : []),
  ];
  const common = {
    asked: words.asked(lessonWords(locale).model(shown, endpoint)),
    notes,
    buttons: buttonsOf(result, place),
    goOn: othersOf(result, place),
  };
  if ('why' in found) {
    const sentence = `${words.cannotBeTold(sentenceOf(found.why, locale))} ${statusOf(result, locale)}`;
    return layOut({ ...common, tone: 'error', sentence, smallPrint: plain(endpoint.label) }, place);
  }
  const { capabilities } = found;
  const judged = judge(capabilities, commands);
  const can = abilities(capabilities, words);
  const [works, all] = worksOf(judged);
  // Where all work, **Details** alone lists them.
  const lines = commandLines(judged, words, { variants: 'failing' }).slice(works === all ? 1 : 0);
  return layOut(
    {
      ...common,
      body: [
        ...(can.length === 0 ? [] : [text(words.can(can))]),
        ...(lines.length === 0 ? [] : [text(lines.join('\n'))]),
      ],
      sentence: `${words.summary(works, all)} ${statusOf(result, locale)}`,
      smallPrint: words.smallPrint(endpoint.label, capabilities.probedAt),
    },
    place,
  );
}

/** What **Details** has of a model: all that was found out. */
export function modelInFull({ found, shown, commands }: ModelResult, locale: string): Block[] {
  const words = modelWords(locale);
  if ('why' in found) return [text(sentenceOf(found.why, locale))];
  const { capabilities } = found;
  return [
    text(words.inFull(shown, capabilities.probedAt, capabilities.server)),
    text([...capabilityLines(capabilities, words), ...failureLines(capabilities, locale)].join('\n')),
    text(commandLines(judge(capabilities, commands), words, { variants: 'all' }).join('\n')),
  ];
}

function worksOf(judged: ReturnType<typeof judge>): [works: number, all: number] {
  const own = judged.filter(({ variant }) => variant === undefined);
  return [own.filter(({ isMet }) => isMet).length, own.length];
}

/** Which model the channel uses, and who set it. */
function statusOf({ shown, channelModel, defaultModel, change }: ModelResult, locale: string): string {
  const words = modelWords(locale);
  const setBy = change !== undefined && change.model === channelModel ? change.by : undefined;
  const used = channelModel ?? defaultModel;
  return words.status(used, { isShown: used === shown, isDefault: channelModel === undefined, setBy });
}

function buttonsOf(
  { shown, found, channelModel, defaultModel }: ModelResult,
  { runId, revision, locale }: Place,
): Button[] {
  const words = modelWords(locale);
  const value = String(revision);
  const isUsed = shown === (channelModel ?? defaultModel);
  return [
    ...('why' in found
      ? []
      : [{ action: 'use', runId, value, label: words.use, style: 'primary' as const, disabled: isUsed }]),
    ...(channelModel === undefined ? [] : [{ action: 'reset', runId, value, label: words.reset }]),
    { action: 'again', runId, label: words.again },
  ];
}

function othersOf({ others, channelModel, defaultModel }: ModelResult, { runId, locale }: Place): GoOnEntry[] {
  const words = modelWords(locale);
  const roleOf = (name: string) => {
    if (name === channelModel) return words.setHere;
    return name === defaultModel ? words.isDefault : words.another;
  };
  return others.map((name) => ({
    action: 'look',
    runId,
    choice: name,
    label: words.look(name),
    description: roleOf(name),
  }));
}
