import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/ask` says. Markdown, save for descriptions, labels, the form, what stands in lists, and the picture's title. */
export const askWords = defineWords({ en });

/** What is said in one line below a reply. */
interface ReplyFacts {
  readonly sample: number;
  /** The model and where it runs, as markdown. */
  readonly model: string;
  readonly temperature: number;
  readonly topP: number | undefined;
  readonly seed: number | undefined;
  readonly hasSystem: boolean;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  readonly seconds: number;
  /** `untold`: the server gave tokens, and not every token's probability. Undefined: it gave none. */
  readonly perplexity: number | 'untold' | undefined;
  /** Of which probabilities it is; undefined for the model's own. */
  readonly measured: string | undefined;
}

/** A token in the list of those that the model was the least sure of. */
interface LeastCertain {
  /** In the reply, from 1. */
  readonly number: number;
  readonly token: ListedToken;
  /** In bits; undefined where its probability is. */
  readonly surprise: number | undefined;
  readonly others: readonly ListedToken[];
}

interface ListedToken {
  readonly label: string;
  /** Undefined where the server did not tell. */
  readonly probability: number | undefined;
}

function en({ bits, count, decimals, percent, perplexity, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const nameOf = (sample: number) => (sample === 1 ? 'the reply' : `sample ${sample}`);
  const withShare = ({ label, probability }: ListedToken) =>
    `${label} ${probability === undefined ? 'not told' : percent(probability)}`;
  return {
    description: 'Ask the model a question, at a temperature of your choice',
    question: 'What to ask',
    maxTokens: (standard: number) => `The reply ends after so many tokens at the latest (default: ${standard})`,
    seed: 'The same seed, question and settings draw the same reply, as far as the server can',
    system: 'Instructions that stand before the question',

    waiting: (sample: number, temperature: number) =>
      sample === 1 ? 'Waiting for the first token…' : `Sample ${sample}, at temperature ${temperature}…`,
    breaksOff: (reason: string) => `**The reply breaks off here.** ${reason}`,
    facts: (facts: ReplyFacts) =>
      `-# ${[
        ...(facts.sample > 1 ? [`sample ${facts.sample}`] : []),
        facts.model,
        `temperature ${facts.temperature}`,
        ...(facts.topP === undefined ? [] : [`top-p ${facts.topP}`]),
        ...(facts.seed === undefined ? [] : [`seed ${facts.seed}`]),
        ...(facts.hasSystem ? ['with a system prompt'] : []),
        ...(facts.usage === undefined
          ? []
          : [`${tokens(facts.usage.promptTokens)} in, ${count(facts.usage.completionTokens)} out`]),
        `${decimals(facts.seconds, 1)} s`,
        ...perplexityFact(facts),
      ].join(' · ')}`,

    /** Why a reply ends. */
    cutByWindow: '-# It was cut here: question and reply together fill the model’s context window.',
    cutAtLimit: (limit: number, isHighest: boolean) =>
      `-# It was cut at the limit of ${tokens(limit)}${isHighest ? ', the highest there is.' : ': ask with a higher `max_tokens` to read on.'}`,
    filtered: '-# The endpoint’s content filter ended it.',

    resampleAt: 'Resample at…',
    temperature: (temperature: number) => `Temperature ${temperature}`,
    otherTemperature: 'Another temperature…',
    anyTemperature: 'any number from 0 to 2',
    temperatureForm: 'Resample at another temperature',
    temperatureField: 'Temperature, from 0 to 2',
    sideBySide: 'Side by side',
    showProbabilities: 'Show probabilities',

    column: (temperature: number, meaning: string) => `**Temperature ${temperature}** · ${meaning}`,
    columnPending: '-# …',
    columnBreaksOff: (reason: string) => `**It breaks off here.** ${reason}`,
    detailsAt: (temperature: number) => `Details at temperature ${temperature}`,

    stripTitle: (sample: number) => `How likely each token of ${nameOf(sample)} was`,
    sure: '**Where the model was sure, and where it could have said something else**',
    sampledAt: (temperature: number, measured: string) =>
      `Sampled at temperature ${temperature}. Probabilities ${measured}.`,
    listIsOf: (kept: number) => `The list is about the first ${count(kept)}.`,
    picturesShow: (shown: number, total: number) =>
      `-# The pictures show the first ${count(shown)} of ${tokens(total)}.`,
    leastCertain: (list: string) =>
      `The least certain tokens by place, how surprising each was in bits (−log₂ of its probability), and what else could have stood there:\n${list}`,
    leastCertainLine: ({ number, token, surprise, others }: LeastCertain) => {
      const inBits = surprise === undefined ? '' : ` (${bits(surprise)})`;
      const instead = others.length === 0 ? '' : `   else: ${others.map(withShare).join(', ')}`;
      return `${String(number).padStart(4)}. ${withShare(token)}${inBits}${instead}`;
    },
  };

  function perplexityFact({ perplexity: value, measured }: ReplyFacts): string[] {
    if (value === undefined) return [];
    if (value === 'untold') return ['perplexity unknown (the endpoint does not tell every token’s probability)'];
    return [`perplexity ${perplexity(value)}${measured === undefined ? '' : ` (${measured})`}`];
  }
}
