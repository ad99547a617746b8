import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { askWhatFollows } from '../src/lesson/asking/what-follows.js';
import { explainAction } from '../src/lesson/explain.js';
import { type Look, lookAction } from '../src/lesson/looks.js';
import {
  candidatesOption,
  chosenModel,
  minPOption,
  modelOption,
  roundTemperature,
  suggestModels,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/sampling-options.js';
import type { Services } from '../src/services.js';
import { changeForm, parseSettings } from './sampling/form.js';
import { loadSampling, replay, type SamplingSettings, storedSampling } from './sampling/run.js';
import { presentSampling } from './sampling/view.js';

const DEFAULT_CANDIDATES = 7;

/** Shown where no cut is asked for, since a command about cuts should show one. */
const EXAMPLE_TOP_P = 0.9;

const LESSON = {
  idea: 'A model gives **every** token some probability, also thousands that make no sense here. Each is rare, but together they are drawn now and then, and one bad token can spoil a text. So servers cut the tail off before they draw. **Top-k** keeps a number of tokens, **top-p** as many as are needed for a sum, **min-p** those that are not too far below the best. What is left is scaled up to 100%.',
  example:
    'Four tokens have 50%, 25%, 12.5% and 12.5%. Top-k 2 keeps two. Top-p 0.8 adds 50 + 25 = 75, not yet 80, + 12.5 = 87.5, and keeps three. Min-p 0.3 keeps those from 0.3 × 50% = 15% on: two. Of two that are left, 50% and 25% become 67% and 33%.',
  next: '`/sampling prompt:Once upon a time temperature:1.5 min_p:0.1`, and then **Change…** to compare it with top-p. `/temperature` shows what happens before the cut.',
};

export const sampling = defineCommand({
  name: 'sampling',
  description: 'See how temperature, top-k, top-p and min-p cut a distribution before the draw',
  options: {
    prompt: { type: 'string', description: 'The text to continue', required: true, maxLength: 6000 },
    temperature: temperatureOption,
    top_k: topKOption,
    top_p: topPOption,
    min_p: minPOption,
    candidates: candidatesOption(DEFAULT_CANDIDATES, 10),
    model: modelOption,
  },
  run: async ({ options, ...context }, services) => {
    const { prompt, temperature = 1, top_k: topK, top_p: topP, min_p: minP } = options;
    return shape(
      { prompt, model: await chosenModel(options.model, context.channel, services) },
      { temperature: roundTemperature(temperature), topK, topP, minP },
      options.candidates ?? DEFAULT_CANDIDATES,
      context,
      services,
    );
  },
  autocomplete: { model: suggestModels },
  actions: {
    change: { respond: 'update', form: changeForm, run: change },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction((look, context, services) => shape(look, { temperature: 1 }, DEFAULT_CANDIDATES, context, services)),
  },
});

async function shape(
  look: Look,
  asked: SamplingSettings,
  candidates: number,
  context: RunContext,
  services: Services,
): Promise<Reply> {
  const isExample = asked.temperature > 0 && (asked.topK ?? asked.topP ?? asked.minP) === undefined;
  const settings = isExample ? { ...asked, topP: EXAMPLE_TOP_P } : asked;
  const recordId = await askWhatFollows(look, replay, context, services);
  const order = await findDrawOrder(settings, look.model, context.signal, services);
  const runId = await storedSampling.create(services, { ...settings, order, recordId, candidates, isExample });
  return presentSampling(await loadSampling(runId, services), runId, context.signal, services);
}

/** Cuts the same distribution in another way. */
async function change({ runId, fields, signal }: Press, services: Services): Promise<Reply> {
  const settings = parseSettings(fields);
  const { record } = await loadSampling(runId, services);
  const order = await findDrawOrder(settings, record.model, signal, services);
  await storedSampling.change(services, runId, ({ recordId, candidates }) => ({
    ...settings,
    order,
    recordId,
    candidates,
    isExample: false,
  }));
  return presentSampling(await loadSampling(runId, services), runId, signal, services);
}
