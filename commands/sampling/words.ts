import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/sampling` says. Markdown, save for descriptions, labels and what stands in pictures and tables. */
export const samplingWords = defineWords({ en });

export type SamplingWords = ReturnType<typeof samplingWords>;

function en(language: Language) {
  const { plural, count, percent, percentRange } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const range = ({ low, high }: Interval) => percentRange(low, high);
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how temperature, top-k, top-p and min-p cut a distribution before the draw',
    link: 'Cut the tail',
    lesson: {
      idea: 'A model gives **every** token some probability, also thousands that make no sense here. Each is rare, but together they are drawn now and then, and one bad token can spoil a text. So servers cut the tail off before they draw. **Top-k** keeps a number of tokens, **top-p** as many as are needed for a sum, **min-p** those that are not too far below the best. What is left is scaled up to 100%.',
      example:
        'Four tokens have 50%, 25%, 12.5% and 12.5%. Top-k 2 keeps two. Top-p 0.8 adds 50 + 25 = 75, not yet 80, + 12.5 = 87.5, and keeps three. Min-p 0.3 keeps those from 0.3 × 50% = 15% on: two. Of two that are left, 50% and 25% become 67% and 33%.',
      next: '`/sampling prompt:Once upon a time temperature:1.5 min_p:0.1`, and then **Change…** to compare it with top-p. `/temperature` shows what happens before the cut.',
    },

    subtitle: (sampling: string, hasCut: boolean) => `${sampling}${hasCut ? ' · hatched: cut' : ''}`,
    allOthers: 'all others',
    columns: {
      before: 'before',
      reshaped: 'reshaped',
      temperature: (temperature: number) => `T = ${temperature}`,
      runningSum: 'running sum',
      sum: 'sum',
      upTo: (topP: number) => `up to ${topP}`,
      drawnFrom: 'drawn from',
      sumsUp: 'sums to 100%',
    },

    compare: (hasCut: boolean, left: string) =>
      `**Compare the first column with the last.** ${hasCut ? 'A token whose bar is hatched is cut: it can no longer be drawn. ' : ''}${left}`,
    greedyLeft: 'At temperature 0 there is nothing to draw: the most likely token is taken.',
    nothingCut: '**Nothing is cut:** every token can still be drawn.',
    /** @param temperature of what the cuts looked at */
    left: (left: Interval, lost: Interval, temperature: number) => {
      const amount =
        left.low === left.high
          ? tokens(left.low)
          : left.high === Infinity
            ? `at least ${tokens(left.low)}`
            : `${count(left.low)} to ${tokens(left.high)}`;
      const at = temperature === 1 ? '' : ` at temperature ${temperature}`;
      const now =
        left.high === 1 ? 'which goes to it' : 'which those that are left now share, each in proportion to its own';
      return `**Left to draw from: ${amount}.** The others had ${range(lost)} together${at}, ${now}.`;
    },

    greedy: (isTied: boolean, hasCuts: boolean) =>
      [
        '**Temperature 0** is greedy: the most likely token is always taken.',
        ...(isTied ? ['Here several are tied, and which of them is taken is the server’s own affair.'] : []),
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

    isExample: '-# No cut was asked for, so top-p 0.9 is shown. **Change…** tries others.',
    /** How servers go about it, which a figure from one of them may show. Tokenscope sends its own order along. */
    order:
      '-# The steps are applied here in this order, each to what the one before left. Servers differ: vLLM cuts by min-p before top-k and top-p; llama.cpp applies the temperature last when nobody says otherwise, so that its cuts look at the probabilities at temperature 1. When Tokenscope lets a server draw, it asks for the order above, and where a server is found to keep to its own, that one is shown.',

    change: 'Change…',
    form: 'Draw in another way',
    fields: {
      temperature: { name: 'Temperature', label: 'Temperature, 0 to 2 (empty: 1)' },
      top_k: { name: 'Top-k', label: 'Top-k, 1 to 1000 (empty: keep all)' },
      top_p: { name: 'Top-p', label: 'Top-p, 0.01 to 1 (empty: keep all)' },
      min_p: { name: 'Min-p', label: 'Min-p, 0 to 1 (empty: keep all)' },
    },
  };
}
