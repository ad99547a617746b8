import { defineCommand, type RunContext } from '../src/discord/command.js';
import { lazyReply, type Reply, status, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { presentEvenStopped } from '../src/lesson/asking/stopped.js';
import { explainAction } from '../src/lesson/explain.js';
import { lookAction } from '../src/lesson/looks.js';
import {
  chosenModel,
  modelOption,
  roundTemperature,
  seedOption,
  suggestModels,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/sampling-options.js';
import { quote } from '../src/lesson/text/quote.js';
import { LISTED_CANDIDATES } from '../src/lesson/writing/write-text.js';
import type { Services } from '../src/services.js';
import { formatCount } from '../src/words/format.js';
import { predictRolls } from './dice/prediction.js';
import { asksModel, rollMore } from './dice/roll.js';
import { type DiceRun, loadDice, replay, storedDice } from './dice/run.js';
import { presentDice, presentProgress } from './dice/view.js';

const DEFAULT_ROLLS = 100;

/** On one press. */
const ROLLS = { least: 10, most: 1000 };

const LESSON = {
  idea: 'A probability of 30% does not say what comes next. It says how often something comes when you try **many times**. A model gives every token such a probability, and a reply is made by rolling these dice once for each token.\n**Few rolls jump about, many settle down** (the law of large numbers): with four times as many rolls the shares are about twice as close to the probabilities. Luck never “makes up for” what came before; its part only becomes smaller and smaller.',
  example:
    'A token has 50%. In 4 rolls it is expected 2 times, and anything from 0 to 4 is no surprise. In 100 rolls it is expected 50 times, and in at least 95 of 100 tries it comes 40 to 60 times: a share of 40% to 60%. In 10,000 rolls it is 4,902 to 5,098 times: 49.0% to 51.0%.',
  next: '**Roll again** a few times and watch the bars come closer to the diamonds. `/dice prompt:Once upon a time rolls:1000 temperature:0.5` rolls loaded dice; `/temperature` shows what loads them.',
};

type DiceStart = Pick<
  DiceRun,
  'prompt' | 'asQuestion' | 'temperature' | 'topP' | 'topK' | 'seed' | 'rollsEach' | 'asksModel' | 'model'
>;

export const dice = defineCommand({
  name: 'dice',
  description: 'Roll the next token many times, and see whether the probabilities hold',
  options: {
    prompt: { type: 'string', description: 'The text whose next token is rolled', required: true, maxLength: 6000 },
    rolls: {
      type: 'integer',
      description: `How many times to roll (default: ${DEFAULT_ROLLS})`,
      minimum: ROLLS.least,
      maximum: ROLLS.most,
    },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    ask_model: {
      type: 'string',
      description: 'Who rolls (default: roll here, from the probabilities that the model gave)',
      choices: { 'Roll here, from its probabilities': 'no', 'Really ask the model each time': 'yes' },
    },
    seed: seedOption('The same seed, prompt and settings roll the same, as far as the server can'),
    model: modelOption,
  },
  run: async ({ options, ...context }, services) =>
    start(
      {
        prompt: options.prompt,
        temperature: roundTemperature(options.temperature ?? 1),
        topP: options.top_p,
        topK: options.top_k,
        seed: options.seed,
        rollsEach: options.rolls ?? DEFAULT_ROLLS,
        asksModel: options.ask_model === 'yes',
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  autocomplete: { model: suggestModels },
  actions: {
    more: { respond: 'update', run: (press, services) => rollOn(press.runId, press, services) },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction(({ prompt, model, asQuestion }, context, services) =>
      start(
        { prompt, model, asQuestion, temperature: 1, rollsEach: DEFAULT_ROLLS, asksModel: false },
        context,
        services,
      ),
    ),
  },
});

/** Asks for the distribution and rolls from it. */
async function start(how: DiceStart, context: RunContext, services: Services): Promise<Reply> {
  checkRolls(how.rollsEach);
  context.progress({ blocks: [text(quote(how.prompt)), status('Asking for the probabilities…')] });
  const { prompt, asQuestion, model } = how;
  const asked = { prompt, asQuestion, candidates: LISTED_CANDIDATES };
  const distribution = await services.model.nextToken({ ...asked, model, signal: context.signal });
  const recordId = await replay.keep(services, { kind: 'next-token', asked, answer: distribution });
  const prediction = predictRolls({ ...how, distribution });
  const counts = [...prediction.categories, 'others'].map(() => 0);
  // Rolled here, they are rolled in the order that is shown everywhere.
  const order = asksModel(how, prediction) ? await findDrawOrder(how, model, context.signal, services) : undefined;
  const run = { ...how, order, recordId, counts, unlisted: [], handedOut: 0, requests: 0 };
  return rollOn(await storedDice.create(services, run), context, services);
}

/** Numbers can reach a bot that Discord's own fields do not take. */
function checkRolls(rolls: number): void {
  if (Number.isInteger(rolls) && rolls >= ROLLS.least && rolls <= ROLLS.most) return;
  throw new UserError('said', {
    sentence: `The dice are rolled ${ROLLS.least} to ${formatCount(ROLLS.most)} times on one press, not ${formatCount(rolls)} times. Choose another number of rolls.`,
  });
}

/** Rolls and shows all rolls of the run so far. */
async function rollOn(runId: string, context: RunContext, services: Services): Promise<Reply> {
  const run = await loadDice((await storedDice.load(services, runId)).payload, services);
  if (asksModel(run, predictRolls(run))) context.progress(presentProgress(run, 0));
  const rolled = await rollMore(runId, context, services, (soFar, added) =>
    context.progress(lazyReply(() => presentProgress(soFar, added))),
  );
  return presentEvenStopped(() => presentDice(rolled, runId, context.signal, services), context.signal);
}
