import { status, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { requestNextToken, subjectOfRecord } from '../src/lesson/asking/next-token.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { checkChosen, temperatureHere } from '../src/lesson/options/as-set.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import { modelOption, seedOption, temperatureOption, topKOption, topPOption } from '../src/lesson/options/options.js';
import { MENU_TEMPERATURES, roundTemperature } from '../src/lesson/options/temperatures.js';
import { askedText, askedWords } from '../src/lesson/text/asked-line.js';
import type { Services } from '../src/services.js';
import { explainDice, MANY_ROLLS } from './dice/explain.js';
import { diceInFull } from './dice/in-full.js';
import { judge } from './dice/judge.js';
import { mustAsk, predictionOf } from './dice/prediction.js';
import { addTally, type DiceResult, diceResult, type Unjudged } from './dice/result.js';
import { handOut, type Rolled, rollMore } from './dice/roll.js';
import { viewDice, viewProgress } from './dice/view.js';
import { diceWords } from './dice/words.js';

const DEFAULT_ROLLS = 100;

const WHO_ROLLS = ['no', 'yes'] as const;

export const dice = defineCommand({
  name: 'dice',
  description: (locale) => diceWords(locale).description,
  options: {
    prompt: { type: 'string', description: (locale) => diceWords(locale).prompt, required: true, maxLength: 6000 },
    rolls: {
      type: 'integer',
      description: (locale) => diceWords(locale).rolls(DEFAULT_ROLLS),
      minimum: 10,
      maximum: 1000,
    },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    ask_model: {
      type: 'string',
      description: (locale) => diceWords(locale).askModel,
      choices: WHO_ROLLS,
      choiceLabel: (value, locale) => diceWords(locale).whoRolls[value as (typeof WHO_ROLLS)[number]],
    },
    seed: seedOption((locale) => diceWords(locale).seed),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['draw', 'nextword', 'temperature', 'sampling', 'generate', 'compare', 'surprise', 'ask', 'tokenize'],
  link: (locale) => diceWords(locale).link,
  explain: explainDice,
  result: { version: 1, schema: diceResult },
  async ask(options, context, services) {
    const { prompt, temperature = temperatureHere(1, context), top_k: topK, seed, rolls = DEFAULT_ROLLS } = options;
    const how = { temperature: roundTemperature(temperature), topP: roundCut(options.top_p), topK, seed };
    const model = await chosenModel(options.model, context.channel, services);
    return start(
      { prompt, model },
      { ...how, rollsEach: rolls, asksModel: options.ask_model === 'yes' },
      context,
      services,
    );
  },
  from: {
    ask(subject, context, services) {
      const { temperature = temperatureHere(1, context), topP, topK, minP, seed } = subject.sampling ?? {};
      const how = { temperature, topP, topK, minP, seed, rollsEach: DEFAULT_ROLLS, asksModel: false };
      return start(subject, how, context, services);
    },
  },
  view: viewDice,
  subject(result) {
    const { record, temperature, topP, topK, minP, seed } = result;
    return {
      ...subjectOfRecord(record, { temperature, topP, topK, minP, seed }),
      inFull: (locale) => diceInFull(result, locale),
    };
  },
  autocomplete: { model: suggestModels },
  actions: {
    more: {
      kind: 'add',
      async ask(_, press, services, change) {
        const rolled = await rollOn(await change(press.runId, handOut), press, services);
        return (latest) => judge(add(latest, rolled));
      },
    },
    temper: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const temperature = MENU_TEMPERATURES.find((offered) => String(offered) === press.choice);
        if (temperature === undefined) throw new UserError('not-a-temperature-of-the-menu');
        checkChosen(temperature, press);
        return anew(result, { temperature }, press, services);
      },
    },
    askModel: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => anew(result, { asksModel: true }, press, services),
    },
    many: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => anew(result, { rollsEach: MANY_ROLLS }, press, services),
    },
  },
});

/** How the next token is rolled. */
type RollSettings = Pick<DiceResult, 'temperature' | 'topP' | 'topK' | 'minP' | 'seed' | 'rollsEach' | 'asksModel'>;

/** Rolls the same text in another way. */
function anew(
  { record, temperature, topP, topK, minP, seed, rollsEach, asksModel }: DiceResult,
  change: Partial<RollSettings>,
  context: AskContext,
  services: Services,
): Promise<DiceResult> {
  const how = { temperature, topP, topK, minP, seed, rollsEach, asksModel, ...change };
  return start(subjectOfRecord(record), how, context, services);
}

/** Asks for the distribution and rolls from it. */
async function start(
  subject: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  how: RollSettings,
  context: AskContext,
  services: Services,
): Promise<DiceResult> {
  const { signal, locale } = context;
  const asked = subject.asQuestion === undefined ? askedText(subject.prompt) : askedWords(subject.prompt);
  context.progress({ blocks: [text(asked), status(diceWords(locale).askingProbabilities)] });
  const record = await requestNextToken(subject, signal, services);
  const drawn = { ...how, record };
  const prediction = predictionOf(drawn);
  // Rolled here, they are rolled in the order that is shown everywhere.
  const order = mustAsk(how, prediction) ? await findDrawOrder(how, subject.model, signal, services) : undefined;
  const counts = prediction.probabilities.map(() => 0);
  const bare = handOut({ ...drawn, order, counts, unlisted: [], handedOut: 0, requests: 0 });
  return judge(add(bare, await rollOn(bare, context, services)));
}

/** Rolls once more as many, in view of everybody where that takes its time. */
async function rollOn(
  result: Unjudged,
  context: Pick<AskContext, 'progress' | 'signal' | 'locale'>,
  services: Services,
): Promise<Rolled> {
  const { progress, locale } = context;
  if (mustAsk(result, predictionOf(result))) progress(viewProgress(result, 0, locale));
  return rollMore(result, context, services, (added) => progress(viewProgress(result, added, locale)));
}

function add(result: Unjudged, { tally, broken }: Rolled): Unjudged {
  return { ...addTally(result, tally), broken };
}
