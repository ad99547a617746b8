import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { chanceFigures } from '../../src/words/chance-figure.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/sampling` says. Markdown, save for descriptions, labels and what stands in pictures and tables. */
export const samplingWords = defineWords({ en });

export type SamplingWords = ReturnType<typeof samplingWords>;

function en(language: Language) {
  const { plural, count, number, percent } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const range = chanceFigures(language.tag).full;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how top-k, top-p and min-p cut off unlikely tokens before one is drawn',
    link: 'Sampling',
    lesson: {
      idea: 'A model gives **every** token a chance, also thousands that make no sense here. Each of them is rare, but there are many. So now and then one of them is drawn, and it can spoil the whole text. This is why unlikely tokens are cut off before the draw.\n**Top-k** keeps a fixed number of tokens. **Top-p** keeps the likeliest ones until they have enough together. **Min-p** keeps those that are not too far below the likeliest one. What is left grows until it is 100% again.',
      /** @param kept the likeliest token before the cut, and what all that are left have together */
      example: (name: string, first: number, kept: number, after: Interval) => {
        const figure = (probability: number) => language.ofHundred(number(Number((100 * probability).toPrecision(3))));
        return `${name} has ${figure(first)} before the cut. All tokens that are left have ${figure(kept)} together. So ${name} has ${figure(first)} ÷ ${figure(kept)} = about ${range(after)} after the cut.`;
      },
      exampleAlone:
        'Take simple numbers. Four tokens have 50%, 25%, 15% and 10%. Top-k 2 keeps two of them, which have 75% together. So they have 50 ÷ 75 = 67% and 25 ÷ 75 = 33% after the cut.',
      next: 'Roll a hundred times with this cut. Does a token that is cut ever come?',
      nextUncut: 'Roll a hundred times. Nothing is cut here, so does a token from “all others” come?',
      tryIt: 'Roll 100 times',
      nextGreedy: 'Look at these tokens at five temperatures. At which of them could a cut change something?',
      tryGreedy: 'See five temperatures',
    },

    title: 'Which tokens can still be drawn?',
    allOthers: 'all others',
    columns: {
      before: 'before',
      reshaped: (temperature: number) => (temperature > 1 ? 'heated' : 'cooled'),
      temperature: (temperature: number) => `to ${number(temperature)}`,
      /** Over a table. */
      at: (temperature: number) => `T = ${number(temperature)}`,
      runningSum: 'sum so far',
      sum: 'sum',
      upTo: (topP: number) => `up to ${number(topP)}`,
      after: 'after',
      sumsUp: 'sum: 100%',
    },

    greedyLeft: 'At temperature 0 nothing is drawn: the likeliest token is always taken. So a cut changes nothing.',

    greedy: (isTied: boolean, hasCuts: boolean) =>
      [
        '**Temperature 0** is greedy: the likeliest token is always taken.',
        ...(isTied ? ['Here several are equally likely, and nobody can say which one the server takes.'] : []),
        ...(hasCuts ? ['So there is nothing to draw, and the cuts change nothing.'] : []),
      ].join(' '),
    temperature: (temperature: number, isLast: boolean) => {
      const where = isLast ? 'in what is left' : 'before anything is cut';
      if (temperature === 1) return '**Temperature 1** leaves the model’s own probabilities as they are.';
      return temperature < 1
        ? `**Temperature ${temperature}** makes likely tokens likelier, ${where}.`
        : `**Temperature ${temperature}** makes unlikely tokens likelier, ${where}.`;
    },
    topKCutsNothing: (topK: number, vocabularySize: number) =>
      `**Top-k ${topK}** cuts nothing: the model has only ${tokens(vocabularySize)}.`,
    topK: (topK: number, listed: number) => {
      const keeps = topK === 1 ? 'keeps only the likeliest token' : `keeps the ${count(topK)} likeliest tokens`;
      const beyond =
        topK > listed
          ? ` The server lists only ${count(listed)}, so nobody knows ${topK - listed === 1 ? 'the other one' : `the other ${count(topK - listed)}`}.`
          : '';
      return `**Top-k ${topK}** ${keeps}.${beyond}`;
    },
    topPCutsNothing: (topP: number) =>
      `**Top-p ${topP}** cuts nothing: it keeps tokens until their sum is all there is.`,
    topP: (topP: number, isAfterTopK: boolean) =>
      `**Top-p ${topP}** adds up ${isAfterTopK ? 'what top-k left, as shares of 100%,' : 'the probabilities'} from the likeliest token on, and stops where the sum reaches ${percent(topP)}`,
    topPBeyond: (listed: number, sum: Interval) =>
      `. The ${tokens(listed)} that the server lists ${listed === 1 ? 'has' : 'have'} only ${range(sum)}${listed === 1 ? '' : ' together'}. So the cut lies **beyond ${listed === 1 ? 'it' : 'them'}**, and nobody knows where.`,
    /** @param place of the last token that is kept: exactly, or about */
    topPAmongOthers: (place: string, isExact: boolean) =>
      `: at ${isExact ? '' : 'about '}**token ${place}**, which has no row here. Top-p still keeps that token.`,
    topPAt: (place: number, label: string, sum: Interval | undefined, miss: string | undefined) =>
      `: at **token ${place}**, ${inlineCode(label)}${sum === undefined ? '' : `, with ${range(sum)}`}.${miss === undefined ? '' : ` ${miss}`} Top-p still keeps that token.`,
    topPMiss: (percentage: string, isBound: boolean) =>
      `The token before it is not quite enough, with ${isBound ? 'at most ' : ''}${percentage}.`,
    topPSomewhere: (kept: Interval, listed: number, mayLieBeyond: boolean) => {
      const from = kept.low === 0 ? 'somewhere' : `at token ${kept.low} at the earliest`;
      const to = mayLieBeyond
        ? `, and may lie beyond the ${listed} that the server lists`
        : ` and ${kept.high} at the latest`;
      return `. That is ${from}${to}: where exactly depends on tokens that are not listed.`;
    },
    minPNothing: '**Min-p 0** cuts nothing: every token is at least 0 times as likely as the likeliest one.',
    minPAll: '**Min-p 1** keeps only the likeliest token, and any that is exactly as likely.',
    minP: (minP: number, from: Interval) =>
      `**Min-p ${minP}** keeps the tokens that are at least ${minP} times as likely as the likeliest one: here from ${range(from)} on.`,
    tie: (last: string, next: string) =>
      `-# ${inlineCode(last)} and ${inlineCode(next)} are equally likely, and the cut falls between them. Here the one that the server lists first is kept, but a server may keep the other one.`,

    /** Behind the settings. */
    isExample: (settings: string) => `${settings} (only an example)`,
    /** How servers go about it, which a figure from one of them may show. Tokenscope sends its own order along. */
    order:
      '-# The steps come in this order, and each one works on what the step before left. Servers differ. vLLM cuts by min-p before top-k and top-p. llama.cpp applies the temperature last if nobody says anything else, so its cuts work on the probabilities at temperature 1. When Tokenscope lets a server draw, it asks for the order above. If a server keeps to its own order, that one is shown.',

    change: 'Change the cut',
    /** Entries of the menu, each with what it does. */
    offers: [
      { label: 'Keep 3 tokens', hint: 'top-k 3: the three likeliest', topK: 3 },
      { label: 'Keep half', hint: 'top-p 0.5: the likeliest ones, until they have 50% together', topP: 0.5 },
      {
        label: 'Keep what is near the likeliest',
        hint: 'min-p 0.2: all that are at least 0.2 times as likely as the likeliest one',
        minP: 0.2,
      },
      { label: 'Cut nothing', hint: 'then every token can be drawn' },
    ],
  };
}
