import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { temperatureHere, temperaturesHere, tokensHere } from '../src/lesson/options/as-set.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { modelOption, seedOption } from '../src/lesson/options/options.js';
import { roundTemperature, withTemperature } from '../src/lesson/options/temperatures.js';
import { laterSeed } from '../src/sampling/random.js';
import { compareSettings } from './compare/ask.js';
import { explainCompare } from './compare/explain.js';
import { compareInFull } from './compare/in-full.js';
import {
  type CompareResult,
  compareResult,
  DIFFERENCES,
  type Difference,
  linkedRecord,
  type Setting,
} from './compare/result.js';
import { chooseSettings, DEFAULT_TEMPERATURES } from './compare/settings.js';
import { viewCompare } from './compare/view.js';
import { compareWords } from './compare/words.js';

/** A text fits in the line that it has in the reply; an answer may take longer to come to its point. */
const DEFAULT_TOKENS = { text: 16, question: 40 } as const;
const DEFAULT_TEMPERATURE = 0.7;

export const compare = defineCommand({
  name: 'compare',
  description: (locale) => compareWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => compareWords(locale).prompt,
      required: true,
      maxLength: 6000,
    },
    what: {
      type: 'string',
      description: (locale) => compareWords(locale).what,
      choices: DIFFERENCES,
      choiceLabel: (value, locale) => compareWords(locale).differences[value as Difference],
    },
    values: { type: 'string', description: (locale) => compareWords(locale).values, maxLength: 4000 },
    tokens: {
      type: 'integer',
      description: (locale) => compareWords(locale).tokens(DEFAULT_TOKENS),
      minimum: 10,
      maximum: 120,
    },
    temperature: {
      type: 'number',
      description: (locale) => compareWords(locale).temperature(DEFAULT_TEMPERATURE),
      minimum: 0,
      maximum: 2,
    },
    seed: seedOption((locale) => compareWords(locale).seed),
    model: modelOption,
  },
  needs: 'texts',
  leadsTo: [
    'nextword',
    'temperature',
    'sampling',
    'dice',
    'draw',
    'generate',
    'surprise',
    'options',
    'ask',
    'tokenize',
    'tuning',
  ],
  link: (locale) => compareWords(locale).link,
  explain: explainCompare,
  result: { version: 1, schema: compareResult },
  async ask(options, context, services) {
    const { prompt, values, what = 'temperatures', seed = freshSeed() } = options;
    if (what === 'temperatures' && options.temperature !== undefined) throw new UserError('temperatures-are-values');
    const chosen = options.temperature === undefined ? undefined : roundTemperature(options.temperature);
    const temperature = chosen ?? temperatureHere(DEFAULT_TEMPERATURE, context);
    // Of models, the channel's is one among others.
    const isFree = what === 'models' && options.model === undefined;
    const model = isFree ? undefined : await chosenModel(options.model, context.channel, services);
    const settings = await chooseSettings({ prompt, what, values, temperature, model }, context, services);
    const maxTokens = options.tokens ?? tokensHere(tokensFor(settings), context);
    const sampling = { temperature: chosen, seed: options.seed };
    return compareSettings({ prompt, what, settings, maxTokens, seed, sampling }, context, services);
  },
  from: {
    /** The temperatures side by side, that of the other reply among them: a text stays one. */
    ask({ prompt, model, asQuestion, sampling = {} }, context, services) {
      const { temperature = temperatureHere(DEFAULT_TEMPERATURE, context), seed = freshSeed() } = sampling;
      const as = asQuestion === undefined ? 'text' : 'question';
      const { before, leftOut, who } = asQuestion ?? {};
      const settings = withTemperature(temperaturesHere(DEFAULT_TEMPERATURES, context), temperature).map((one) => {
        return { as, temperature: one, model, system: asQuestion?.system } as const;
      });
      const maxTokens = tokensHere(DEFAULT_TOKENS[as], context);
      return compareSettings(
        { prompt, before, leftOut, who, what: 'temperatures', settings, maxTokens, seed, sampling },
        context,
        services,
      );
    },
  },
  view: viewCompare,
  subject: subjectOf,
  autocomplete: { model: suggestModels },
  actions: {
    restyle: {
      kind: 'begin',
      respond: 'reply',
      ask({ columns, maxTokens, ...asked }, press, services) {
        const as: Setting['as'] = press.choice === 'question' ? 'question' : 'text';
        const settings = columns.map(({ setting }) => ({ ...setting, as }));
        const isStandard = maxTokens === tokensFor(columns.map(({ setting }) => setting));
        const length = isStandard ? tokensHere(DEFAULT_TOKENS[as], press) : maxTokens;
        return compareSettings({ ...asked, settings, maxTokens: length }, press, services);
      },
    },
    reseed: {
      kind: 'begin',
      respond: 'reply',
      ask({ columns, seed, sampling, ...asked }, press, services) {
        const settings = columns.map(({ setting }) => setting);
        const another = { seed: laterSeed(seed, 1), sampling: { ...sampling, seed: laterSeed(sampling?.seed, 1) } };
        return compareSettings({ ...asked, settings, ...another }, press, services);
      },
    },
  },
});

function tokensFor(settings: readonly Setting[]): number {
  return DEFAULT_TOKENS[settings.every(({ as }) => as === 'text') ? 'text' : 'question'];
}

/** What the first setting is about, with the details of what a link names. */
function subjectOf(result: CompareResult, value: string | undefined): Subject {
  const { prompt, before, leftOut, who, columns, sampling } = result;
  const setting = columns[0]?.setting;
  const record = value === undefined ? undefined : linkedRecord(result, value);
  return {
    prompt,
    model: setting?.model,
    asQuestion: setting?.as === 'question' ? { system: setting.system, before, leftOut, who } : undefined,
    sampling,
    record: record && (() => record),
    // A link to one answer has that answer's own details.
    inFull: value === undefined ? (locale) => compareInFull(result, locale) : undefined,
  };
}
