import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, type GoOnEntry, text } from '../../src/discord/reply.js';
import { readModelName } from '../../src/domain/model-name.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { abilities } from './abilities.js';
import { capabilityLines, failureLines } from './capability-lines.js';
import { commandLines, judge } from './command-lines.js';
import type { ModelResult, ShownEndpoint } from './result.js';
import { modelWords } from './words.js';

/** What a model can do, which commands work with it, what the channel uses, and the buttons that change it. */
export function viewModel(result: ModelResult, place: Place): View {
  const { found, shown, endpoint, endpoints = [], moreModels, commands } = result;
  const { locale, isLate } = place;
  const words = modelWords(locale);
  const notes = [
    ...(isLate ? [`-# ${lessonWords(locale).late}`] : []),
    ...(result.passedOver === undefined || shown !== result.defaultModel
      ? []
      : [words.passedOver(result.passedOver.map(({ model }) => model))]),
    ...(moreModels > 0 ? [words.moreModels(moreModels)] : []),
  ];
  const common = {
    asked: words.asked(lessonWords(locale).model(shown, endpoint)),
    notes,
    buttons: buttonsOf(result, place),
    goOn: othersOf(result, place),
  };
  const places = endpoints.length === 0 ? [] : [text(endpointLines(endpoints, endpoint.label, locale))];
  const failing = result.failing && failingWords(endpoint.label, result.failing, locale);
  if ('why' in found) {
    const sentence = `${failing ?? words.cannotBeTold(sentenceOf(found.why, locale))} ${statusOf(result, locale)}`;
    return layOut({ ...common, body: places, tone: 'error', sentence, smallPrint: plain(endpoint.label) }, place);
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
        ...(failing === undefined || endpoints.length > 0 ? [] : [text(failing)]),
        ...places,
      ],
      sentence: `${words.summary(works, all)} ${statusOf(result, locale)}`,
      smallPrint: words.smallPrint(endpoint.label, capabilities.probedAt),
    },
    place,
  );
}

/** Each of several endpoints in a line: how many models it has, and what is known of them. */
function endpointLines(endpoints: readonly ShownEndpoint[], shown: string, locale: string): string {
  const words = modelWords(locale);
  const lines = endpoints.map(({ label, models, names, failure, failing, known }) => {
    if (failing !== undefined) return `- ${failingWords(label, failing, locale)}`;
    if (failure !== undefined) return words.endpointFails(label, sentenceOf(failure, locale));
    const lists = known.map(({ model, completions, chat, vocabularySize }) =>
      words.lists(model, Math.max(completions.listed, chat.listed), vocabularySize),
    );
    return words.endpointHas(label, { isShown: label === shown, models, names, lists: lists.slice(0, MAX_KNOWN) });
  });
  return [words.endpoints, ...lines].join('\n');
}

function failingWords(label: string, failing: NonNullable<ModelResult['failing']>, locale: string): string {
  const { failures, why, triesAt } = failing;
  return modelWords(locale).failing(label, { failures, why: sentenceOf(why, locale), triesAt });
}

/** Of the models of one endpoint. */
const MAX_KNOWN = 2;

/** Each of several endpoints, with what its models can do as far as that was found out, and why others were passed over. */
function othersInFull({ endpoints = [], passedOver = [] }: ModelResult, locale: string): Block[] {
  const words = modelWords(locale);
  const known = endpoints.map(({ label, models, names, failure, known: all }) => {
    const lines = all.map((one) => words.knownOf(one.model, abilities(one, words)));
    const head =
      failure === undefined
        ? words.endpointHas(label, { isShown: false, models, names, lists: [] })
        : words.endpointFails(label, sentenceOf(failure, locale));
    return [head, ...lines].join('\n');
  });
  const left = passedOver.map(({ model, why }) => words.passedOverBecause(model, sentenceOf(why, locale)));
  return [
    ...(known.length === 0 ? [] : [text([words.endpoints, ...known].join('\n'))]),
    ...(left.length === 0 ? [] : [text(left.join('\n'))]),
  ];
}

/** What **Details** has of a model: all that was found out. */
export function modelInFull(result: ModelResult, locale: string): Block[] {
  const { found, shown, commands } = result;
  const words = modelWords(locale);
  const others = othersInFull(result, locale);
  if ('why' in found) return [text(sentenceOf(found.why, locale)), ...others];
  const { capabilities } = found;
  return [
    text(words.inFull(shown, capabilities.probedAt, capabilities.server)),
    text([...capabilityLines(capabilities, words), ...failureLines(capabilities, locale)].join('\n')),
    text(commandLines(judge(capabilities, commands), words, { variants: 'all' }).join('\n')),
    ...others,
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

function othersOf(
  { others, channelModel, defaultModel, endpoint, endpoints = [] }: ModelResult,
  { runId, locale }: Place,
): GoOnEntry[] {
  const words = modelWords(locale);
  const roleOf = (name: string) => {
    if (name === channelModel) return words.setHere;
    if (name === defaultModel) return words.isDefault;
    if (endpoints.length === 0) return words.another;
    const labels = endpoints.map(({ label }) => label);
    const at = readModelName(name, labels).endpoint ?? labels[0] ?? '';
    return at === endpoint.label ? words.another : words.atEndpoint(at);
  };
  return others.map((name) => ({
    action: 'look',
    runId,
    choice: name,
    label: words.look(name),
    description: roleOf(name),
  }));
}
