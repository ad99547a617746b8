import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/sampling` says. Markdown, save for descriptions, labels and what stands in pictures and tables. */
export const samplingWords = defineWords({ en });

export type SamplingWords = ReturnType<typeof samplingWords>;

function en(language: Language) {
  const { plural, count, number, percent, percentRange } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const range = ({ low, high }: Interval) => percentRange(low, high);
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how temperature, top-k, top-p and min-p cut a distribution before the draw',
    link: 'Sampling',
    lesson: {
      idea: 'A model gives **every** token a chance, also thousands that make no sense here. Each is rare, but together they are drawn now and then, and one bad token can spoil a text. So the tail is cut off before the draw. **Top-k** keeps a number of tokens, **top-p** as many as are needed for a sum, and **min-p** those that are not too far below the best. What is left is made larger, until it is 100% again.',
      /** @param kept the likeliest token before the cut, and what all that are left have together */
      example: (name: string, first: number, kept: number, after: Interval) => {
        const figure = (probability: number) => language.ofHundred(number(Number((100 * probability).toPrecision(3))));
        return `${name} has ${figure(first)} before the cut. All that are left have ${figure(kept)} together. So ${name} has ${figure(first)} / ${figure(kept)} = about ${range(after)} after the cut.`;
      },
      exampleAlone:
        'Four tokens have 50%, 25%, 15% and 10%. Top-k 2 keeps two of them: 75% together. So they have 50 / 75 = 67% and 25 / 75 = 33% after the cut.',
      next: 'Roll dice a hundred times with this cut. Does a token that is cut ever come?',
      tryIt: 'Roll it a hundred times',
    },

    title: 'Which tokens can still be drawn?',
    allOthers: 'all others',
    columns: {
      before: 'before',
      reshaped: (temperature: number) => (temperature > 1 ? 'heated' : 'cooled'),
      temperature: (temperature: number) => `temperature ${number(temperature)}`,
      /** Over a table. */
      at: (temperature: number) => `T = ${number(temperature)}`,
      runningSum: 'running sum',
      sum: 'sum',
      upTo: (topP: number) => `up to ${number(topP)}`,
      after: 'after',
      sumsUp: 'sums to 100%',
    },

    greedyLeft: 'At temperature 0 nothing is drawn: the likeliest token is always taken. So a cut changes nothing.',

    greedy: (isTied: boolean, hasCuts: boolean) =>
      [
        '**Temperature 0** is greedy: the most likely token is always taken.',
        ...(isTied ? ['Here several are tied, and nobody can say which one the server takes.'] : []),
        ...(hasCuts ? ['So there is nothing to draw, and the cuts change nothing.'] : []),
      ].join(' '),
    temperature: (temperature: number, isLast: boolean) => {
      const where = isLast ? 'in what is left' : 'before anything is cut';
      if (temperature === 1) return '**Temperature 1** leaves the model’s own probabilities as they are.';
      return temperature < 1
        ? `**Temperature ${temperature}** makes likely tokens likelier, ${where}.`
        : `**Temperature ${temperature}** lifts unlikely tokens, ${where}.`;
    },
    topKCutsNothing: (topK: number, vocabularySize: number) =>
      `**Top-k ${topK}** cuts nothing: the model has only ${tokens(vocabularySize)}.`,
    topK: (topK: number, listed: number) => {
      const keeps = topK === 1 ? 'keeps only the most likely token' : `keeps the ${count(topK)} most likely tokens`;
      const beyond =
        topK > listed
          ? ` The endpoint lists only ${listed}, so which ${topK - listed === 1 ? 'is the other' : `are the other ${count(topK - listed)}`} is not known.`
          : '';
      return `**Top-k ${topK}** ${keeps}.${beyond}`;
    },
    topPCutsNothing: (topP: number) =>
      `**Top-p ${topP}** cuts nothing: it keeps tokens until their sum is all there is.`,
    topP: (topP: number, isAfterTopK: boolean) =>
      `**Top-p ${topP}** adds up ${isAfterTopK ? 'what top-k left, as shares of 100%,' : 'the probabilities'} from the most likely token on, and stops where the sum reaches ${percent(topP)}`,
    topPBeyond: (listed: number, sum: Interval) =>
      `. The ${tokens(listed)} that the endpoint lists ${listed === 1 ? 'comes' : 'come'} to only ${range(sum)}, so the cut lies **beyond ${listed === 1 ? 'it' : 'them'}**, and where is not known.`,
    topPAt: (place: number, label: string, sum: Interval | undefined, miss: string | undefined) =>
      `: at **token ${place}**, ${inlineCode(label)}${sum === undefined ? '' : `, with ${range(sum)}`}.${miss === undefined ? '' : ` ${miss}`} Top-p still keeps that token.`,
    topPMiss: (percentage: string, isBound: boolean) =>
      `The token before just misses it, with ${isBound ? 'at most ' : ''}${percentage}.`,
    topPSomewhere: (kept: Interval, listed: number, mayLieBeyond: boolean) => {
      const from = kept.low === 0 ? 'somewhere' : `at token ${kept.low} at the earliest`;
      const to = mayLieBeyond
        ? `, and may lie beyond the ${listed} that the endpoint lists`
        : ` and ${kept.high} at the latest`;
      return `. That is ${from}${to}: where exactly depends on tokens that are not listed.`;
    },
    minPNothing: '**Min-p 0** cuts nothing: every token is at least 0 times as likely as the most likely one.',
    minPAll: '**Min-p 1** keeps only the most likely token, and any that is exactly as likely.',
    minP: (minP: number, from: Interval) =>
      `**Min-p ${minP}** keeps the tokens that are at least ${minP} times as likely as the most likely one: here from ${range(from)} on.`,
    tie: (last: string, next: string) =>
      `-# ${inlineCode(last)} and ${inlineCode(next)} are equally likely, and the cut falls between them: the one that the endpoint lists first is kept here, and a server may do otherwise.`,

    /** Behind the settings. */
    isExample: (settings: string) => `${settings} (an example, nobody chose it)`,
    /** How servers go about it, which a figure from one of them may show. Tokenscope sends its own order along. */
    order:
      '-# The steps are applied here in this order, each to what the one before left. Servers differ: vLLM cuts by min-p before top-k and top-p; llama.cpp applies the temperature last when nobody says otherwise, so that its cuts look at the probabilities at temperature 1. When Tokenscope lets a server draw, it asks for the order above, and where a server is found to keep to its own, that one is shown.',

    change: 'Change the cut',
    /** Entries of the menu, each with what it does. */
    offers: [
      { label: 'Keep 3 tokens', hint: 'top-k 3: the three likeliest', topK: 3 },
      { label: 'Keep half', hint: 'top-p 0.5: the likeliest, until they have 50% together', topP: 0.5 },
      {
        label: 'Keep what is near the best',
        hint: 'min-p 0.2: all with at least 0.2 times the best one’s chance',
        minP: 0.2,
      },
      { label: 'Cut nothing', hint: 'every token can be drawn' },
    ],
  };
}
