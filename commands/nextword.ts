import { vocabularySizeOf } from '../src/domain/listed-tokens.js';
import { answeredBy } from '../src/domain/model-name.js';
import { isNeutral, type SamplingSettings } from '../src/domain/sampling-settings.js';
import type { SampledToken } from '../src/domain/token.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { countDraws } from '../src/lesson/asking/sharpen.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import { checkChosen, temperatureHere } from '../src/lesson/options/as-set.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import {
  candidatesOption,
  minPOption,
  modelOption,
  promptOption,
  seedOption,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/options.js';
import { parseSettings, settingsForm } from '../src/lesson/options/settings-form.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { optionWords } from '../src/lesson/options/words.js';
import { keepDistribution, keepRecord } from '../src/lesson/record/record.js';
import { addCounted } from '../src/lesson/rows/counted.js';
import { endsText, mayEndText } from '../src/lesson/text/token-label.js';
import { LISTED_CANDIDATES } from '../src/lesson/writing/write-text.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { explainNextword } from './nextword/explain.js';
import { nextwordInFull } from './nextword/in-full.js';
import { addChosen, addDrawn, canBeAdded, continuedText, undo } from './nextword/path.js';
import { type NextwordResult, nextwordResult, samplingOf } from './nextword/result.js';
import { OFFERED_TEMPERATURES, viewNextword } from './nextword/view.js';
import { nextwordWords } from './nextword/words.js';

const DEFAULT_CANDIDATES = 8;

/** With one entry each, and those for settings and other commands, a menu is full. */
const MAX_CANDIDATES = 10;

export const nextword = defineCommand({
  name: 'nextword',
  description: (locale) => nextwordWords(locale).description,
  options: {
    prompt: promptOption,
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    min_p: minPOption,
    seed: seedOption((locale) => optionWords(locale).seed),
    candidates: candidatesOption(DEFAULT_CANDIDATES, MAX_CANDIDATES),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: [
    'temperature',
    'sampling',
    'dice',
    'generate',
    'guess',
    'surprise',
    'probability',
    'beam',
    'options',
    'attention',
    'compare',
    'training',
  ],
  link: (locale) => nextwordWords(locale).link,
  explain: (result, { locale }) => explainNextword(result, locale),
  result: { version: 1, schema: nextwordResult },
  ask: async (options, context, services) =>
    chart(
      {
        prompt: options.prompt,
        temperature: roundTemperature(options.temperature ?? temperatureHere(1, context)),
        topP: roundCut(options.top_p),
        topK: options.top_k,
        minP: roundCut(options.min_p),
        seed: options.seed,
        candidates: options.candidates ?? DEFAULT_CANDIDATES,
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  from: {
    takes: ({ asQuestion }) => asQuestion === undefined,
    ask({ prompt, model, sampling = {} }, context, services) {
      const { temperature = temperatureHere(1, context), ...settings } = sampling;
      return chart({ ...settings, prompt, model, temperature, candidates: DEFAULT_CANDIDATES }, context, services);
    },
  },
  view: viewNextword,
  subject(result) {
    const { distribution, endpoint, model } = result;
    const asked = { prompt: continuedText(result), candidates: LISTED_CANDIDATES };
    return {
      prompt: asked.prompt,
      model,
      sampling: { ...samplingOf(result), seed: result.seed },
      inFull: (locale) => nextwordInFull(result, locale),
      record: () => keepRecord({ kind: 'next-token', asked, answer: distribution }, endpoint),
      movesOn: true,
    };
  },
  autocomplete: { model: suggestModels },
  actions: {
    add: { kind: 'move', move: add },
    roll: { kind: 'move', move: roll },
    sharpen: { kind: 'move', move: sharpen },
    undo: { kind: 'move', move: (result, press, services) => chartNext(undo(result), press, services) },
    temperature: { kind: 'move', move: changeTemperature },
    settings: {
      kind: 'move',
      form: ({ runId, value, choice = '', locale }) =>
        settingsForm({ action: 'settings', runId, value }, choice, locale),
      move: (result, press, services) => drawWith(result, parseSettings(press.fields), press, services),
    },
  },
});

/** Charts what comes after a prompt. */
async function chart(
  asked: Omit<NextwordResult, 'path' | 'last' | 'endpoint' | 'distribution' | 'order'>,
  context: AskContext,
  services: Services,
): Promise<NextwordResult> {
  const finding = findDrawOrder(asked, asked.model, context.signal, services);
  const charted = await chartNext({ ...asked, path: [] }, context, services);
  return { ...charted, order: await finding };
}

/** The same with the distribution that follows its text. */
async function chartNext(
  asked: Omit<NextwordResult, 'endpoint' | 'distribution'>,
  { signal }: Pick<AskContext, 'signal'>,
  { model }: Services,
): Promise<NextwordResult> {
  const request = { prompt: continuedText(asked), model: asked.model, candidates: LISTED_CANDIDATES, signal };
  const distribution = keepDistribution(await model.nextToken(request));
  return { ...asked, counted: undefined, endpoint: answeredBy(distribution.request, model.endpoint), distribution };
}

/** Adds what was chosen in the menu, or the most likely token. */
function add(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const [best] = result.distribution.candidates;
  const chosen = press.choice === undefined ? best : result.distribution.candidates[Number(press.choice)];
  if (chosen === undefined) throw new UserError('no-token-to-add');
  if (canBeAdded(chosen)) return chartNext(addChosen(result, chosen), press, services);
  if (chosen !== best || (endsText(best) && !mayEndText(best))) throw new UserError('no-token-to-add');
  // A part of a character cannot stand alone in a text: the server goes on, greedily, until the character is whole. And
  // of what looks like a control token only the server knows whether the text ends with it.
  return draw(result, { temperature: 0 }, press, services, 'chosen');
}

/** Draws as it is set; no two draws have the same seed, so that a text does not favour one rank. */
function roll(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const { draws = 0, seed } = result;
  const sampling = { ...samplingOf(result), seed: laterSeed(seed, draws) };
  return draw({ ...result, draws: draws + 1 }, sampling, press, services);
}

async function draw(
  result: NextwordResult,
  sampling: SamplingSettings,
  press: AskPress,
  services: Services,
  how: 'chosen' | 'drawn' = 'drawn',
): Promise<NextwordResult> {
  const { model } = result;
  const request = { prompt: continuedText(result), model, ...sampling, signal: press.signal };
  const drawn: readonly SampledToken[] = await services.model.draw(request);
  const isOwn =
    isNeutral(sampling, vocabularySizeOf(result.distribution)) ||
    (await services.model.scale(model, press.signal).catch(() => 'unknown')) === 'raw';
  const after = addDrawn(result, drawn, isOwn, how);
  return after.path === result.path ? after : chartNext(after, press, services);
}

/** Lets the model draw, and counts what is not listed. */
async function sharpen(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const { distribution: listed, model, temperature, seed, counted } = result;
  const drawsBefore = counted?.find((one) => one.temperature === temperature)?.draws ?? 0;
  const asked = { prompt: continuedText(result), model, listed };
  const more = await countDraws(asked, temperature, laterSeed(seed, drawsBefore), press, services);
  return { ...result, counted: addCounted(counted, more), last: undefined };
}

function changeTemperature(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const temperature = OFFERED_TEMPERATURES.find((offered) => String(offered) === press.choice);
  if (temperature === undefined) throw new UserError('not-a-temperature-of-the-menu');
  return drawWith(result, { ...samplingOf(result), seed: result.seed, temperature }, press, services);
}

/** The same chart with other settings. */
async function drawWith(
  result: NextwordResult,
  settings: SamplingSettings,
  press: AskPress,
  services: Services,
): Promise<NextwordResult> {
  checkChosen(settings.temperature, press);
  const draws = settings.seed === result.seed ? result.draws : undefined;
  const order = await findDrawOrder(settings, result.model, press.signal, services);
  return { ...result, ...settings, draws, order, last: undefined };
}
