import { plain } from '../../../src/discord/markdown.js';
import type { Agreement } from '../../../src/sampling/agreement.js';
import { defineWords } from '../../../src/words/define-words.js';
import type { Language } from '../../../src/words/language.js';
import type { Reward } from '../result.js';
import type { Standing } from '../tally.js';
import { preferWords } from '../words.js';

/** What **Explain** tells of `/prefer`; markdown. */
export const preferExplainWords = defineWords({ en });

/** The last pair by what was learned. */
interface RewardExample {
  readonly a: number;
  readonly b: number;
  /** How often A should win; in [0, 1]. */
  readonly chance: number;
  readonly prompt: string;
  /** Surprise is among what the reward looks at. */
  readonly hasSurprise: boolean;
}

function en(language: Language) {
  const { count, decimals, percent, plural, tag } = language;
  const { who, capital } = preferWords(tag);
  const inUnit = (amount: number, unit: Reward['unit']) =>
    plural(amount, unit === 'tokens' ? { one: 'token', other: 'tokens' } : { one: 'word', other: 'words' });
  return {
    pair: {
      idea: [
        'A chatbot learns what people like from pairs: two answers to one question, and which of them people chose. That is **preference tuning**.',
        'The names are hidden, so that you vote for an answer and not for who wrote it. Who writes an answer, and which one stands as A, is drawn at random.',
      ].join('\n'),
      example: (a: number, b: number, tokens: boolean) =>
        `Here A has ${inUnit(a, tokens ? 'tokens' : 'words')} and B has ${inUnit(b, tokens ? 'tokens' : 'words')}. A vote says which one somebody likes better, but not why: that has to be learned from many votes.`,
      next: 'Vote, close the pair, and go on to the next one. Or see the same question before and after a model learned what people like.',
      tryIt: 'See base, tuned and preferred',
    },
    results: {
      idea: [
        'Few votes are partly luck. So each bar has a line: the true share may well lie anywhere on it.',
        'Only where a whole line is above or below 50% do the votes tell who is better. “About the same” counts as half a vote for each.',
      ].join('\n'),
      example: (standing: Standing, agreement: Agreement | undefined) =>
        [
          `${plain(capital(who(standing)))}: ${count(standing.wins)} of ${plural(standing.votes, { one: 'vote', other: 'votes' })} is ${percent(standing.rate)}. For so many votes the line goes from ${percent(standing.range.low)} to ${percent(standing.range.high)}.`,
          ...(agreement === undefined
            ? []
            : [
                `Of ${plural(agreement.pairs, { one: 'pair', other: 'pairs' })} of people, ${percent(agreement.share)} said the same; by chance ${percent(agreement.byChance)} would.${agreement.share < 1 ? ' People do not all like the same.' : ''}`,
              ]),
        ].join('\n'),
      noExample: 'There are no votes here yet, so there are no numbers to look at.',
      next: 'Press **Next pair** below the results: four times as many votes make the lines about half as long. Or begin a new reply, which has no votes yet.',
      tryIt: 'Begin anew',
    },
    reward: {
      idea: [
        'Nobody can vote on every answer. So a second model learns from the votes to guess how much people will like one: its **reward**. Training with it is called **RLHF**, learning from human feedback.',
        'Real reward models are large and read the text. This one only weighs a few features, so you can see all that it learned.',
      ].join('\n'),
      example: ({ a, b, chance, prompt, hasSurprise }: RewardExample) =>
        [
          `“${plain(prompt)}”: A has a reward of ${decimals(a, 2)}, B of ${decimals(b, 2)}. A − B = ${decimals(a - b, 2)}, so A should win 1 / (1 + e^${decimals(b - a, 2)}) = ${percent(chance)} of the votes.`,
          ...(hasSurprise
            ? ['An answer that is more surprising by 1 bit a token has tokens that are half as likely, on average.']
            : []),
        ].join('\n'),
      noExample: 'There is nothing learned here yet, so there are no numbers to look at.',
      next: 'Let it choose among eight fresh answers. Would you have chosen the same one?',
    },
    best: {
      idea: [
        '**Best of n**: the model writes many answers, and the reward chooses one. The model itself has not changed.',
        'The more answers there are, the better the chosen one fits the reward, and not always what people meant. That is called **reward hacking**.',
      ].join('\n'),
      example: (best: number, worst: number, chance: number, many: number) =>
        `Of ${count(many)} answers the best has a reward of ${decimals(best, 2)} and the worst ${decimals(worst, 2)}. The difference is ${decimals(best - worst, 2)}: by what it learned, people would choose the best one with a probability of ${percent(chance)}.`,
      next: 'Let it choose among other answers. Does it always like the same kind?',
    },
  };
}
