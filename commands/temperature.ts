import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { askWhatFollows } from '../src/lesson/asking/what-follows.js';
import { explainAction } from '../src/lesson/explain.js';
import { type Look, lookAction } from '../src/lesson/looks.js';
import { parseTemperatures } from '../src/lesson/options/parse-temperatures.js';
import { candidatesOption, chosenModel, modelOption, suggestModels } from '../src/lesson/options/sampling-options.js';
import type { Services } from '../src/services.js';
import { presentSweep } from './temperature/animation.js';
import { loadTemperature, replay, storedTemperature } from './temperature/run.js';
import { presentTemperatures } from './temperature/view.js';

const DEFAULT_TEMPERATURES = [0.2, 0.7, 1, 1.5, 2];
const DEFAULT_CANDIDATES = 7;

const LESSON = {
  idea: 'A model gives every token a score z. **Temperature** divides all scores by T before they become probabilities. Below 1 the gaps between the scores grow, so the likely tokens win more often; close to 0 that is nearly greedy. Above 1 the gaps shrink, so all tokens come closer to equal, and the text turns to gibberish. The model itself computes the same at any temperature.',
  example:
    'Two tokens have 80% and 20%: one is 4 times as likely as the other. At T = 0.5 the ratio is 4² = 16, so 16/17 = 94% and 1/17 = 6%. At T = 2 it is √4 = 2, so 67% and 33%. At any T it is 4 to the power of 1/T.',
  next: '`/sampling prompt:The capital of France is temperature:1.5 top_p:0.9` heats the tail up and then cuts it off. `/generate prompt:Once upon a time temperature:1.8` shows what becomes of a text.',
};

export const temperature = defineCommand({
  name: 'temperature',
  description: 'See one distribution at several temperatures side by side, and watch it change',
  options: {
    prompt: { type: 'string', description: 'The text to continue', required: true, maxLength: 6000 },
    temperatures: {
      type: 'string',
      description: `2 to 5 numbers from 0 to 2 (default: ${DEFAULT_TEMPERATURES.join(', ')})`,
      maxLength: 100,
    },
    candidates: candidatesOption(DEFAULT_CANDIDATES, 10),
    model: modelOption,
  },
  run: async ({ options, ...context }, services) =>
    compare(
      { prompt: options.prompt, model: await chosenModel(options.model, context.channel, services) },
      {
        temperatures:
          options.temperatures === undefined ? DEFAULT_TEMPERATURES : parseTemperatures(options.temperatures),
        candidates: options.candidates ?? DEFAULT_CANDIDATES,
      },
      context,
      services,
    ),
  autocomplete: { model: suggestModels },
  actions: {
    animate: { respond: 'reply', run: animate },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction((look, context, services) =>
      compare(look, { temperatures: DEFAULT_TEMPERATURES, candidates: DEFAULT_CANDIDATES }, context, services),
    ),
  },
});

async function compare(
  look: Look,
  shown: { readonly temperatures: number[]; readonly candidates: number },
  context: RunContext,
  services: Services,
): Promise<Reply> {
  const recordId = await askWhatFollows(look, replay, context, services);
  const runId = await storedTemperature.create(services, { ...shown, recordId });
  return presentTemperatures(await loadTemperature(runId, services), runId, context.signal, services);
}

async function animate({ runId, signal }: Press, services: Services): Promise<Reply> {
  return presentSweep(await loadTemperature(runId, services), signal, services);
}
