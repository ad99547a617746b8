import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { Expected, Surprise } from './facts.js';
import type { SurpriseFacts } from './result.js';

/** What `/surprise` says. Markdown, save for descriptions, labels, what is in the picture, the list and the file. */
export const surpriseWords = defineWords({ en });

export type SurpriseWords = ReturnType<typeof surpriseWords>;

/** What stood out in a text. */
export interface StandsOut extends Surprise {
  /** The word, or where the text has none the token, as it is shown. */
  readonly shown: string;
  /** False where something else may be more surprising. */
  readonly isSure: boolean;
  /** The text has no other token. */
  readonly isOnly: boolean;
  readonly expected: Expected | undefined;
}

/** What the example of **Explain** is worked with. */
export interface SurpriseExample {
  /** The most surprising token whose chance is known. */
  readonly label: string;
  /** In [0, 1]. */
  readonly probability: number;
  readonly bits: number;
  readonly average: SurpriseFacts['average'];
}

function en(language: Language) {
  const { bits, count, decimals, percent, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const times = (amount: number) => plural(amount, { one: 'time', other: 'times' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });

  /** A chance as people say it: `31%`, `1 in 4,500`, `less than 1 in a billion`. */
  const chance = ({ bits: surprise, isBound }: Surprise): string => {
    const most = isBound ? 'at most ' : '';
    if (surprise < 5) return `${most}${percent(2 ** -surprise)}`;
    const one = 2 ** surprise;
    if (one >= 1e9) return 'less than 1 in a billion';
    if (one >= 1e6) return `${most}1 in ${count(Math.round(one / 1e6))} million`;
    return `${most}1 in ${count(Number(one.toPrecision(2)))}`;
  };

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how likely each token of a text was, and which one surprised the model most',
    text: 'The text to look at',
    link: 'Surprise',
    menu: 'How surprising?',
    scoring: 'Asking the model how likely each token was…',
    scored: (done: number, expected: number) => `Looked at ${done} of about ${tokens(expected)}…`,

    /** Plain text in the picture. */
    title: 'How likely was each token?',
    /** A chance under a token. */
    caption: (probability: number, isBound: boolean) => {
      const shown = percent(probability);
      return isBound && !shown.startsWith('<') ? `≤ ${shown}` : shown;
    },

    breaksOff: (scored: number, why: string) => `**It breaks off after ${tokens(scored)}.** ${plain(why)}`,
    beginningOnly: (left: number) => `The text is too long: its last ${characters(left)} are left out.`,
    standsOut: ({ shown, expected, isSure, isOnly, ...surprise }: StandsOut) => {
      const instead =
        expected === undefined ? '' : ` “${plain(expected.text.trim())}” had ${percent(expected.probability)}.`;
      if (isOnly) return `The chance of **“${plain(shown)}”** was **${chance(surprise)}**.${instead}`;
      return `**“${plain(shown)}” surprises most${isSure ? '' : ', as far as is known'}:** its chance was ${chance(surprise)}.${instead}`;
    },
    noSurprise: (isAll: boolean) =>
      `**No surprise:** each token${isAll ? '' : ' whose chance is known'} had at least 50%.`,

    swap: (word: string) => `Put “${word}” there`,
    swapHint: 'Look at the text again, with the token that the model expected',
    fullList: 'All tokens as a list',
    fullListHint: 'A file with the chance and the surprise of each token',

    idea: 'Before each token, the model gives **every** token of its vocabulary a chance. Then we look at the token that really comes. Was its chance small? Then the model is surprised.\nA surprise is measured in **bits**. A chance of 1 in 2 (a coin) is 1 bit, 1 in 4 is 2 bits, 1 in 8 is 3 bits. Half as likely is one bit more.\nThis does not tell who wrote a text. Everybody writes common phrases, and other models expect other words.',
    example: ({ label, probability, bits: surprise, average }: SurpriseExample) => {
      const least = Math.floor(surprise);
      const [low, high] = [least, least + 1].map((power) => count(2 ** Math.min(power, 50)));
      const oneIn = count(Number((1 / probability).toPrecision(4)));
      const exact =
        probability === 0
          ? ''
          : `\nThe chance of ${inlineCode(label)} was 1 in ${oneIn}. Double 1 again and again: 2, 4, 8, … After ${times(least)} you have ${low}, after ${times(least + 1)} ${high}. So its surprise lies between ${least} and ${least + 1} bits: it is **${bits(surprise)}**.`;
      const sum = average.bits * average.counted;
      if (average.counted === 1) return exact.trim();
      const all = `All ${tokens(average.counted)} together have ${average.isBound ? 'at least ' : ''}${bits(sum)} of surprise. ${decimals(sum, 2)} ÷ ${average.counted} = **${bits(average.bits)} per token**.`;
      return `${exact}\n${all}`.trim();
    },
    nextSwap: (word: string) => `Put “${plain(word)}” in its place. Which of the tokens after it become more likely?`,
    nextWord: 'See what the model expects after this text.',

    /** In **Details**. */
    average: ({ average, tokens: all, unknown }: SurpriseFacts, vocabularySize: number | undefined) => {
      const perplexity = language.perplexity(average.perplexity);
      const least = average.isBound ? 'at least ' : '';
      // Of a part of the text alone there is no perplexity of the text.
      if (unknown > 0) {
        return [
          `**${average.isBound ? 'At least ' : ''}${bits(average.bits)} per token**, of the ${tokens(average.counted)} with a figure. The text has ${tokens(all)}, so its perplexity is not known.`,
        ];
      }
      const isWorse = vocabularySize !== undefined && average.perplexity > vocabularySize;
      return [
        `**${average.isBound ? 'At least ' : ''}${bits(average.bits)} per token** · perplexity **${least}${perplexity}** · ${tokens(all)}`,
        `Perplexity is 2 to the power of the bits per token. On average each token was ${least}as surprising as one that is drawn from ${perplexity} equally likely ones.`,
        ...(isWorse
          ? [
              `The vocabulary has only ${tokens(vocabularySize)}. So blind guessing would do better here: the model gave these tokens less than an equal share.`,
            ]
          : []),
      ];
    },
    noWord: 'No word is named, because the text has no words with spaces between them.',
    word: ({ bits: sum, isBound, isSure, tokens: parts }: NonNullable<SurpriseFacts['word']>, shown: string) => {
      const figure = `**${isBound ? 'at least ' : ''}${bits(sum)}**`;
      const from = parts === 1 ? '' : `, the sum of its ${parts} tokens`;
      return `The most surprising word${isSure ? '' : ' that is known'}: ${inlineCode(shown)} with ${figure}${from}.`;
    },
    mostSurprising:
      '**The most surprising tokens**, in the order of the text: probability, surprise, rank (1 is the likeliest token), and what the model expected instead.',
    rank: (low: number, high: number | undefined) => {
      if (high === undefined) return `rank ≥ ${count(low)}`;
      if (low === high) return `rank ${count(low)}`;
      const about = language.aboutCount({ low, high });
      return about === undefined ? `rank ${count(low)}–${count(high)}` : `rank about ${about}`;
    },
    leastLikely: 'among the least likely',
    asExpected: 'its first guess',
    expected: (label: string, probability: number) => `expected ${label} ${percent(probability)}`,
    noDetector:
      '**This does not tell whether a machine wrote the text.** Everybody writes common phrases, and other models expect other words.',
    firstLeft: 'The first token is left out of these figures. Nothing stands before it, so it got no probability.',
    unknown: (amount: number) =>
      `Left out of these figures, because the server tells nothing about them: ${tokens(amount)}.`,
    bounds: (amount: number) =>
      `Not among the tokens that the server lists: ${tokens(amount)}. So it is known only how large their probability can be at most (≤), and how large their surprise must be at least (≥).`,
    requests: (amount: number) => `The server was asked in ${plural(amount, { one: 'request', other: 'requests' })}.`,
    fileHas: (kept: number, all: number) => `The file has the first ${count(kept)} of ${tokens(all)}.`,

    all: (amount: number) =>
      `All ${tokens(amount)}. Columns: place, token, probability, surprise in bits, rank, the likeliest other token and its probability. They are separated by tabs, as a spreadsheet reads them.`,
    /** The head of the file. */
    columns: ['place', 'token', 'probability', 'bits', 'rank', 'likeliest other token', 'its probability'],
    notTold: 'not told',
  };
}
