import { defineCommand, type RunContext } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { explainAction } from '../src/lesson/explain.js';
import { type Look, lookAction } from '../src/lesson/looks.js';
import {
  chosenModel,
  modelOption,
  roundTemperature,
  seedOption,
  suggestModels,
} from '../src/lesson/options/sampling-options.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { type Comparison, compareSettings, replay, storedComparison } from './compare/run.js';
import { chooseSettings, DIFFERENCES } from './compare/settings.js';
import { presentComparison, presentProgress } from './compare/view.js';

const DEFAULT_TOKENS = 40;
const DEFAULT_TEMPERATURE = 0.7;

/** Always the same, so that what differs comes from the setting. */
const DEFAULT_SEED = 1;

const LESSON = {
  idea: 'Everything that stands around a text changes the probabilities of what comes next: the system prompt, the model, whether it is asked or goes on. The temperature changes no score in the model, only how a token is drawn. How far apart are two distributions?\n**Overlap** adds up, token by token, the smaller of the two probabilities: 100% means the same, 0% that no token is possible in both. **Jensen–Shannon** (JS) asks how many bits a drawn token tells, on average, about which of the two it was drawn from: 0 bits nothing, 1 bit everything.',
  example:
    'A says `·yes` 50%, `·no` 50%. B says `·yes` 75%, `·no` 25%.\nOverlap: 50% + 25% = **75%**.\nJensen–Shannon: the mean of both is 62.5% and 37.5%, which has 0.954 bits of entropy. A alone has 1 bit, B 0.811, on average 0.906. The difference is **0.05 bits**: one token hardly tells who said it.',
  next: '`/compare prompt:What is a token? what:system prompts` to see how a few words before a question change the reply, then **Another seed** to see what was only luck. `/temperature` shows the reshaping itself.',
};

export const compare = defineCommand({
  name: 'compare',
  description: 'Put temperatures, models or system prompts side by side on one prompt',
  options: {
    prompt: { type: 'string', description: 'The question, or the text to go on with', required: true, maxLength: 6000 },
    what: { type: 'string', description: 'What differs (default: temperatures)', choices: DIFFERENCES },
    values: {
      type: 'string',
      description: 'Two to four, such as “0, 0.7, 1.5”, or names of models, or system prompts with | between them',
      maxLength: 4000,
    },
    tokens: {
      type: 'integer',
      description: `How long each text may be, in tokens (default: ${DEFAULT_TOKENS})`,
      minimum: 10,
      maximum: 120,
    },
    temperature: {
      type: 'number',
      description: `Of all texts, where the temperature is not what differs (default: ${DEFAULT_TEMPERATURE})`,
      minimum: 0,
      maximum: 2,
    },
    seed: seedOption(`The same seed for every text, so that only the setting differs (default: ${DEFAULT_SEED})`),
    model: modelOption,
  },
  async run({ options, ...context }, services) {
    const { prompt, values, what = 'temperatures' } = options;
    if (what === 'temperatures' && options.temperature !== undefined) {
      throw new UserError(
        'Here the temperatures are what differs: write them under “values”, such as “0, 0.7, 1.5”, and leave “temperature” out.',
      );
    }
    const temperature = roundTemperature(options.temperature ?? DEFAULT_TEMPERATURE);
    const model = what === 'models' ? options.model : await chosenModel(options.model, context.channel, services);
    const settings = await chooseSettings({ what, values, temperature, model }, services, context.signal);
    const { tokens: maxTokens = DEFAULT_TOKENS, seed = DEFAULT_SEED } = options;
    return start({ prompt, what, settings, maxTokens, seed }, context, services);
  },
  autocomplete: { model: suggestModels },
  actions: {
    reseed: {
      respond: 'reply',
      run: async (press, services) => {
        const { payload } = await storedComparison.load(services, press.runId);
        return start({ ...payload, seed: laterSeed(payload.seed, 1) }, press, services);
      },
    },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction(startFromLook),
  },
});

async function start(comparison: Comparison, context: RunContext, services: Services): Promise<Reply> {
  const compared = await compareSettings(comparison, context, services, presentProgress);
  const runId = await storedComparison.create(services, compared.comparison);
  return presentComparison(compared, runId, context.signal, services);
}

/** The temperatures side by side on what another command looked at: a text stays one. */
async function startFromLook({ prompt, model, asQuestion }: Look, context: RunContext, services: Services) {
  const request = { what: 'temperatures', values: undefined, temperature: DEFAULT_TEMPERATURE, model } as const;
  const settings = await chooseSettings(request, services, context.signal);
  const around = { as: asQuestion === undefined ? 'text' : 'question', system: asQuestion?.system } as const;
  const comparison: Comparison = {
    prompt,
    what: 'temperatures',
    settings: settings.map((setting) => ({ ...setting, ...around })),
    maxTokens: DEFAULT_TOKENS,
    seed: DEFAULT_SEED,
  };
  return start(comparison, context, services);
}
