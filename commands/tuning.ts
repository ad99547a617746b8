import { defineCommand } from '../src/lesson/command/define-command.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { temperatureHere, tokensHere } from '../src/lesson/options/as-set.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { seedOption, temperatureOption } from '../src/lesson/options/options.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { writtenText } from '../src/lesson/record/text-record.js';
import { laterSeed } from '../src/sampling/random.js';
import { askStages, askWithExamples, type TuningRequest } from './tuning/ask.js';
import { withExamples } from './tuning/examples.js';
import { explainTuning } from './tuning/explain.js';
import { tuningInFull } from './tuning/in-full.js';
import { isFewShot, rowValue, type TuningResult, tuningResult } from './tuning/result.js';
import { DEFAULT_TEMPERATURE, ROLL_TEMPERATURE, viewTuning } from './tuning/view.js';
import { tuningWords } from './tuning/words.js';

/** A text that has room in the picture, or nearly. */
const DEFAULT_TOKENS = 64;

export const tuning = defineCommand({
  name: 'tuning',
  description: (locale) => tuningWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => tuningWords(locale).prompt(tuningWords(locale).example),
      maxLength: 6000,
    },
    temperature: {
      ...temperatureOption,
      description: (locale) => tuningWords(locale).temperature(DEFAULT_TEMPERATURE),
    },
    tokens: {
      type: 'integer',
      description: (locale) => tuningWords(locale).tokens(DEFAULT_TOKENS),
      minimum: 10,
      maximum: 200,
    },
    seed: seedOption((locale) => tuningWords(locale).seed),
  },
  // Where the endpoint has no such models, the embedded ones are offered.
  needs: 'nothing',
  leadsTo: ['ask', 'compare', 'nextword', 'generate', 'surprise', 'tokenize', 'training', 'prefer'],
  link: (locale) => tuningWords(locale).link,
  hint: (locale) => tuningWords(locale).hint,
  explain: explainTuning,
  result: { version: 1, schema: tuningResult },
  askedAt: ({ endpoint }) => endpoint,
  ask(options, context, services) {
    const {
      prompt = tuningWords(context.locale).example,
      seed = freshSeed(),
      tokens = tokensHere(DEFAULT_TOKENS, context),
    } = options;
    const chosen = options.temperature === undefined ? undefined : roundTemperature(options.temperature);
    const sampling = { temperature: chosen, seed: options.seed };
    const temperature = chosen ?? temperatureHere(DEFAULT_TEMPERATURE, context);
    return askStages({ prompt, maxTokens: tokens, temperature, seed, sampling }, context, services);
  },
  from: {
    // Two of the stages were never told what a conversation is.
    takes: ({ prompt, asQuestion }) => asQuestion?.before === undefined && prompt.trim() !== '',
    ask({ prompt, sampling = {} }, context, services) {
      const { temperature = temperatureHere(DEFAULT_TEMPERATURE, context), seed = freshSeed() } = sampling;
      const maxTokens = tokensHere(DEFAULT_TOKENS, context);
      return askStages({ prompt, maxTokens, temperature, seed, sampling }, context, services);
    },
  },
  view: viewTuning,
  subject: subjectOf,
  actions: {
    /** The same once more with another seed, at the temperature that was chosen. */
    again: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const request = { ...requestOf(result), ...nextSeed(result) };
        const chosen = press.choice === undefined ? undefined : roundTemperature(Number(press.choice));
        const temperature = chosen ?? (result.temperature === 0 ? ROLL_TEMPERATURE : undefined);
        const asked =
          temperature === undefined
            ? request
            : { ...request, temperature, sampling: { ...request.sampling, temperature } };
        return isFewShot(result)
          ? askWithExamples(asked, undefined, press, services)
          : askStages(asked, press, services);
      },
    },
    examples: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) =>
        askWithExamples(
          requestOf(result),
          result.rows.find(({ stage }) => stage === 'base'),
          press,
          services,
        ),
    },
  },
});

function nextSeed({ seed, sampling }: TuningResult): Pick<TuningRequest, 'seed' | 'sampling'> {
  return { seed: laterSeed(seed, 1), sampling: { ...sampling, seed: laterSeed(sampling?.seed, 1) } };
}

function requestOf({ rows: _, endpoint: __, ...request }: TuningResult): TuningRequest {
  return request;
}

/** What the last stage answered, or the base model behind examples; with a link's value, the details of that text. */
function subjectOf(result: TuningResult, value: string | undefined): Subject {
  const { prompt, rows, sampling } = result;
  const hasExamples = isFewShot(result);
  const linked = rows.find((row) => rowValue(row) === value);
  const row = linked ?? rows.at(-1);
  const record = linked?.record;
  return {
    prompt: hasExamples ? withExamples(prompt) : prompt,
    asQuestion: hasExamples || row === undefined || row.stage === 'base' ? undefined : {},
    text: row === undefined || row.stage === 'base' ? undefined : writtenText(row) || undefined,
    model: row?.model,
    sampling,
    record: record && (() => record),
    // A link to one text has that text's own details.
    inFull: value === undefined ? (locale) => tuningInFull(result, locale) : undefined,
  };
}
