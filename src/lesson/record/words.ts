import { inlineCode, plain } from '../../discord/markdown.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What **Details** and **Run again** say. Markdown, save for what stands in code blocks. */
export const recordWords = defineWords({ en });

export type RecordWords = ReturnType<typeof recordWords>;

function en(language: Language) {
  const { plural, percent } = language;
  const tokens = (count: number) => plural(count, { one: 'token', other: 'tokens' });
  const inWords = (probability: number) => percent(probability).replace('< ', 'less than ').replace('> ', 'more than ');
  const requests = (count: number) => plural(count, { one: 'request', other: 'requests' });
  return {
    /** How figures are written beside these words. */
    figures: language,
    details: 'Details',
    hint: 'All numbers, what was asked and what came back; only you see it',
    again: 'Run again',
    /** The head of what was asked and answered. */
    card: '**What was asked, and what came back**',
    file: '-# The file has all of this, as JSON. Only you see this message. **Run again** asks once more, and everybody sees the answer.',
    askingAgain: 'Asking the same again…',
    answeredIn: (model: string, seconds: number) => `-# ${model} · ${language.decimals(seconds, 1)} s`,

    facts: {
      model: (model: string) => `**Model:** ${inlineCode(model)}`,
      endpoint: (label: string, isTiny: boolean) =>
        `**Server:** ${isTiny ? `${plain(label)}, asked over OpenAI’s protocol` : `an OpenAI-compatible one at ${plain(label)}`}`,
      route: (path: string, way: string) => `**Asked:** ${inlineCode(`POST ${path}`)}: ${way}`,
      sent: (parameters: readonly (readonly [name: string, value: unknown])[]) =>
        `**Sent with it:** ${parameters.map(([name, value]) => inlineCode(`${name}=${JSON.stringify(value)}`)).join(' ')}`,
      seed: (seed: string) => `**Seed:** ${seed}`,
      probabilities: (scale: string) => `**Probabilities:** ${scale}`,
      listed: (masses: string) => `**Came back:** ${masses}`,
      time: (sentAt: number, seconds: number) =>
        `**When:** <t:${Math.floor(sentAt / 1000)}:F>, answered after ${language.decimals(seconds, 2)} s`,
      requestId: (id: string | undefined) =>
        `**Request id:** ${id === undefined ? 'the server gave none' : inlineCode(id)}`,
    },

    way: {
      firstTokenOfReply: 'the model answers a question, and this is the first token of its reply',
      chat: 'the model answers a question, as in a chat',
      stepping: (count: number) => `the text is asked for token by token, in ${requests(count)}`,
      scored: (count: number) => `the text is sent in ${requests(count)}, and the probability of each token comes back`,
      generated: (route: string, count: number, temperature: number) =>
        count === 1
          ? `${route}, in ${requests(count)}`
          : `${route}, in ${requests(count)}: two for each token. One tells the probabilities that are shown here, one draws at temperature ${temperature}`,
    },

    seed: {
      nothingDrawn: 'none, because nothing is drawn: only probabilities are asked for',
      given: (seed: string) => `${inlineCode(seed)}. With it the same tokens come again, if the server can do that`,
      greedy: 'none, because nothing is drawn at temperature 0',
      none: 'none, so each answer is drawn anew',
    },

    own: (scale: Exclude<LogprobScale, 'unknown'>) =>
      scale === 'raw'
        ? 'the model’s own, at temperature 1. Temperature, top-k and top-p come only after them'
        : 'after the temperature and the cuts of the server',
    noProbabilities: 'the server told none',

    keptFirst: (kept: number, total: number) => ` The first ${tokens(kept)} of ${language.count(total)} are kept.`,
    tokensOfText: (total: number) => `${tokens(total)} of the text.`,
    noTokens: 'no tokens',
    firstNotTold: 'no probability of the first token. The file has every place.',
    first: (known: number, listed: number, hidden: number) =>
      `for the first token ${tokens(known)} with ${inWords(listed)} together. All others share ${inWords(hidden)}. The file has every place.`,
    /** @param named of the tokens that are kept by name */
    wholeVocabulary: (total: number, named: { readonly count: number; readonly mass: number }) =>
      named.count >= total
        ? `all ${tokens(total)} that the model has, each with its probability.`
        : `all ${tokens(total)} that the model has, each with its probability. The ${language.count(named.count)} likeliest have ${inWords(named.mass)} together. Only these are kept by name.`,
    namedAre: (named: number) => ` Only the ${language.count(named)} likeliest are kept by name.`,
    distribution: (
      listed: { readonly count: number; readonly mass: number },
      hidden: { readonly mass: number; readonly cap: number; readonly tokens: string },
    ) => {
      const bound = hidden.cap < 0.001 ? 'each has less than 0.1%' : `none has more than ${percent(hidden.cap)}`;
      return `${tokens(listed.count)} with ${inWords(listed.mass)} together, and ${hidden.tokens} share ${inWords(hidden.mass)}${hidden.mass > 0 ? `; ${bound}` : ''}.`;
    },

    largestChange: (label: string, from: string, to: string) =>
      ` The largest change of a probability is that of ${inlineCode(label)}: ${from} → ${to}.`,
    rowDiffers: (place: number, both: string, change: string) =>
      `**Row ${place} is the first that differs:** ${both}.${change}`,
    tokenDiffers: (place: number, both: string, probabilityPlace: number | undefined, change: string) => {
      const until =
        probabilityPlace === undefined ? '' : ` Before it, token ${probabilityPlace} has another probability.`;
      return `**Token ${place} is the first that differs:** ${both}.${until}${change}`;
    },
    onlyFirstKept: (compared: number, isSameText: boolean) =>
      ` Only the first ${tokens(compared)} are kept${isSameText ? '' : '; the texts differ further on'}.`,
    otherProbabilities: (place: number, both: string, change: string) =>
      `**The same tokens with other probabilities:** token ${place} is the first, ${both}.${change}`,
    same: (compared: number) =>
      `**The same to the last digit:** ${tokens(compared)} and ${compared === 1 ? 'its probability' : 'their probabilities'}.`,
    sameText: '**The same text.** The server gave no probabilities to compare.',
    characterDiffers: (place: number, was: string | undefined, is: string | undefined) => {
      const shown = (text: string | undefined) => (text === undefined ? 'the end' : inlineCode(text));
      return `**Character ${place} is the first that differs:** ${shown(was)} the first time, ${shown(is)} now. The server gave no probabilities to compare.`;
    },
    token: (label: string, probability: string) => `${inlineCode(label)} (${probability})`,
    nothingMore: 'nothing more',
    both: (was: string, is: string) => `${was} the first time, ${is} now`,
    end: '⟨end of text⟩',
    notTold: 'not told',
    otherEndpoint: '-# Another server answered than the first time, because Tokenscope was set up anew in between.',
    otherRequest: (names: readonly string[]) =>
      `-# The request could not be quite the same. What differs: ${names.map(inlineCode).join(', ')}.`,
    expected: {
      nothingDrawn: `-# Nothing is drawn here, so the same numbers should come. But ${ROUNDING_EN}`,
      greedy: `-# Temperature 0 always takes the likeliest token, so the same text should come. But ${ROUNDING_EN}`,
      seed: `-# The seed is the same, so the same text should come. But ${ROUNDING_EN}`,
      another: (what: 'reply' | 'text') =>
        `-# Without a seed each ${what} is drawn anew, so another one can come. It is the same only where the model is sure.`,
    },
  };
}

const ROUNDING_EN =
  'a server can round in another way each time: when it works on several requests at once, or when it still has the text from before.';
