import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { askNextToken, subjectOfRecord } from '../src/lesson/asking/next-token.js';
import { countDraws } from '../src/lesson/asking/sharpen.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import {
  candidatesOption,
  minPOption,
  modelOption,
  promptOption,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/options.js';
import { parseSettings, readSettings, settingsForm } from '../src/lesson/options/settings-form.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { addCounted } from '../src/lesson/rows/counted.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { type SamplingResult, type SamplingSettings, samplingResult, settingsOf } from './sampling/result.js';
import { explainSampling, samplingInFull, viewSampling, WITH_CUT } from './sampling/view.js';
import { samplingWords } from './sampling/words.js';

const DEFAULT_CANDIDATES = 6;

/** Shown where no cut is asked for, since a command about cuts should show one. */
const EXAMPLE_TOP_P = 0.9;

export const sampling = defineCommand({
  name: 'sampling',
  description: (locale) => samplingWords(locale).description,
  options: {
    prompt: promptOption,
    temperature: temperatureOption,
    top_k: topKOption,
    top_p: topPOption,
    min_p: minPOption,
    candidates: candidatesOption(DEFAULT_CANDIDATES, 10),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['nextword', 'temperature', 'dice', 'generate', 'compare', 'surprise'],
  link: (locale) => samplingWords(locale).link,
  explain: (result, { locale }) => explainSampling(result, locale),
  result: { version: 1, schema: samplingResult },
  async ask(options, context, services) {
    const { prompt, temperature = 1, top_k: topK, candidates } = options;
    const model = await chosenModel(options.model, context.channel, services);
    const cuts = { topK, topP: roundCut(options.top_p), minP: roundCut(options.min_p) };
    const settings = { temperature: roundTemperature(temperature), ...cuts };
    return shape({ prompt, model }, settings, candidates ?? DEFAULT_CANDIDATES, context, services);
  },
  from: {
    ask(subject, context, services) {
      const { temperature = 1, ...settings } = subject.sampling ?? {};
      return shape(subject, { ...settings, temperature }, DEFAULT_CANDIDATES, context, services);
    },
  },
  view: viewSampling,
  subject: (result, part) => {
    const { temperature, seed } = result;
    const chosen = result.isExample && part !== WITH_CUT ? { temperature, seed } : settingsOf(result);
    return subjectOfRecord(result.record, chosen, (locale) => samplingInFull(result, locale));
  },
  autocomplete: { model: suggestModels },
  actions: {
    change: {
      kind: 'add',
      form: ({ runId, value = '', locale }) => settingsForm({ action: 'change', runId }, value, locale, ['seed']),
      ask: (result, press, services) => cutAnew(result, parseSettings(press.fields), press, services),
    },
    sharpen: { kind: 'add', ask: sharpen },
    offer: {
      kind: 'add',
      ask: (result, press, services) => cutAnew(result, readSettings(press.choice ?? ''), press, services),
    },
  },
});

/** Lets the model draw with nothing cut, and counts what is not listed. */
async function sharpen(
  { record, temperature, seed, counted }: SamplingResult,
  press: AskPress,
  services: Services,
): Promise<(latest: SamplingResult) => SamplingResult> {
  const { asked, model, answer: listed } = record;
  const drawn = counted?.find((one) => one.temperature === temperature)?.draws ?? 0;
  const more = await countDraws({ ...asked, model, listed }, temperature, laterSeed(seed, drawn), press, services);
  return (latest) => ({ ...latest, counted: addCounted(latest.counted, more) });
}

/** The same distribution with other settings; the seed is the reply's. */
async function cutAnew(
  { record }: SamplingResult,
  settings: SamplingSettings,
  { signal }: AskPress,
  services: Services,
): Promise<(latest: SamplingResult) => SamplingResult> {
  const order = await findDrawOrder(settings, record.model, signal, services);
  return ({ candidates, seed, counted }) => ({
    ...settings,
    seed,
    order,
    record,
    candidates,
    counted,
    isExample: false,
  });
}

async function shape(
  subject: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  asked: SamplingSettings,
  candidates: number,
  context: AskContext,
  services: Services,
): Promise<SamplingResult> {
  const isExample = asked.temperature > 0 && (asked.topK ?? asked.topP ?? asked.minP) === undefined;
  const settings = isExample ? { ...asked, topP: EXAMPLE_TOP_P } : asked;
  const record = await askNextToken(subject, context, services);
  const order = await findDrawOrder(settings, subject.model, context.signal, services);
  return { ...settings, order, record, candidates, isExample };
}
