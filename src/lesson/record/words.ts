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
  const requests = (count: number) => plural(count, { one: 'request', other: 'requests' });
  return {
    /** How figures are written beside these words. */
    figures: language,
    details: 'Details',
    hint: 'All numbers, what was asked and what came back; only you see it',
    again: 'Run again',
    file: '-# The file has the whole request and answer as JSON. Only you see this; **Run again** answers everybody.',
    askingAgain: 'Asking the same again…',
    answeredIn: (model: string, seconds: number) => `-# ${model} · ${language.decimals(seconds, 1)} s`,

    facts: {
      model: (model: string) => `**Model** ${model}`,
      endpoint: (label: string, isTiny: boolean) =>
        `**Endpoint** ${isTiny ? `${plain(label)}, asked over OpenAI’s protocol` : `OpenAI-compatible API at ${plain(label)}`}`,
      route: (path: string, way: string) => `**Route** ${inlineCode(`POST ${path}`)}: ${way}`,
      sent: (parameters: readonly (readonly [name: string, value: unknown])[]) =>
        `**Sent** ${parameters.map(([name, value]) => inlineCode(`${name}=${JSON.stringify(value)}`)).join(' ')}`,
      seed: (seed: string) => `**Seed** ${seed}`,
      probabilities: (scale: string) => `**Probabilities** ${scale}`,
      listed: (masses: string) => `**Listed** ${masses}`,
      time: (sentAt: number, seconds: number) =>
        `**Time** <t:${Math.floor(sentAt / 1000)}:F>, answered in ${language.decimals(seconds, 2)} s`,
      requestId: (id: string | undefined) =>
        `**Request id** ${id === undefined ? 'the server gave none' : inlineCode(id)}`,
    },

    way: {
      firstTokenOfReply: 'the first token of the reply to a question',
      chat: 'the question is put to the model as a chat',
      stepping: (count: number) => `the text is continued token by token, in ${requests(count)}`,
      scored: (count: number) =>
        `the text is sent in ${requests(count)}, and the probabilities of its own tokens come back`,
      generated: (route: string, count: number, temperature: number) =>
        count === 1
          ? `${route}, in ${requests(count)}`
          : `${route}, in ${requests(count)}: two for each token, one for the probabilities, as shown here, and one that draws at temperature ${temperature}`,
    },

    seed: {
      nothingDrawn: 'none: nothing is drawn, only probabilities are asked for',
      given: (seed: string) => `${inlineCode(seed)}: the same again, as far as the server can`,
      greedy: 'none: at temperature 0 nothing is drawn',
      none: 'none: each one is drawn anew',
    },

    own: (scale: Exclude<LogprobScale, 'unknown'>) =>
      scale === 'raw'
        ? 'the model’s own, at temperature 1; what a chart does with temperature, top-k and top-p comes after'
        : 'after the endpoint’s own temperature and cuts',
    noProbabilities: 'the endpoint gave none',

    keptFirst: (kept: number, total: number) => ` Kept are the first ${tokens(kept)} of ${total}.`,
    tokensOfText: (total: number) => `${tokens(total)} of the text.`,
    noTokens: 'no tokens',
    firstNotTold: 'at the first token no probability was told; the file has every place.',
    first: (known: number, listed: number, hidden: number) =>
      `at the first token ${tokens(known)} with ${percent(listed)}, hidden ${percent(hidden)}; the file has every place.`,
    distribution: (
      listed: { readonly count: number; readonly mass: number },
      hidden: { readonly mass: number; readonly cap: number; readonly tokens: string },
    ) => {
      const bound = hidden.cap < 0.001 ? 'each below 0.1%' : `none above ${percent(hidden.cap)}`;
      return `${tokens(listed.count)} with ${percent(listed.mass)}; hidden ${percent(hidden.mass)} on ${hidden.tokens}${hidden.mass > 0 ? `, ${bound}` : ''}`;
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
    sameText: '**The same text.** The endpoint gave no probabilities to compare.',
    characterDiffers: (place: number, was: string | undefined, is: string | undefined) => {
      const shown = (text: string | undefined) => (text === undefined ? 'the end' : inlineCode(text));
      return `**Character ${place} is the first that differs:** ${shown(was)} the first time, ${shown(is)} now. The endpoint gave no probabilities to compare.`;
    },
    token: (label: string, probability: string) => `${inlineCode(label)} (${probability})`,
    nothingMore: 'nothing more',
    both: (was: string, is: string) => `${was} the first time, ${is} now`,
    end: '(end)',
    notTold: 'not told',
    otherEndpoint: '-# Another endpoint answered than the first time: Tokenscope was set up anew in between.',
    otherRequest: (names: readonly string[]) =>
      `-# The request could not be quite the same; what differs: ${names.map(inlineCode).join(', ')}.`,
    expected: {
      nothingDrawn: `-# Nothing is drawn here, so the same was to be expected; only ${ROUNDING_EN}`,
      greedy: `-# The same was to be expected, because temperature 0 always takes the most likely token; only ${ROUNDING_EN}`,
      seed: `-# The same was to be expected, because the seed is the same; only ${ROUNDING_EN}`,
      another: (what: 'reply' | 'text') =>
        `-# Another ${what} was to be expected: without a seed each one is drawn anew. It is the same only where the model is sure.`,
    },
  };
}

const ROUNDING_EN = 'a server that works on several requests at once can round differently.';
