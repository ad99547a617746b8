import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { SurpriseFacts } from './result.js';

/** What `/surprise` says. Markdown, save for descriptions, labels, what is in the picture, the list and the file. */
export const surpriseWords = defineWords({ en });

export type SurpriseWords = ReturnType<typeof surpriseWords>;

function en(language: Language) {
  const { bits, count, percent, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Colour a text by how likely the model found each of its tokens',
    text: 'The text to look at',
    link: 'How surprising?',
    menu: 'How surprising?',
    lesson: {
      idea: 'Before each token the model gives **every** token a probability. The less likely the one that then stands in the text, the more it surprises. Its **surprisal** is −log₂ of its probability, in bits: a coin flip (50%) is 1 bit, one chance in four is 2 bits, and a token that is certain has 0. Half as likely is one bit more.\n**Bits per token** is the mean. **Perplexity** is 2 to that power: how many equally likely tokens would be as hard to foresee.',
      example:
        'The model reads `The sky is blue`. Say it gave `·sky` 12.5%, which is 1 in 8 or 3 bits, `·is` 50%, which is 1 bit, and `·blue` 25%, which is 2 bits. Together 6 bits, so 2 bits per token, and the perplexity is 2 × 2 = 4. Had `·green` come with 1 in 1,024: 10 bits.',
      next: '`/surprise text:The cat sat on the democracy` to see one odd word stand out. In the menu of any message, under **Apps**, is **How surprising?** too. `/nextword` shows what the model expects instead.',
    },
    scoring: 'Scoring the text…',
    scored: (done: number, expected: number) => `Scored ${done} of about ${tokens(expected)}…`,

    breaksOff: (scored: number, why: string) => `**The scoring breaks off after ${tokens(scored)}.** ${plain(why)}`,
    average: ({ average, tokens: all }: SurpriseFacts) => {
      const perplexity = language.perplexity(average.perplexity);
      const least = average.isBound ? 'at least ' : '';
      return [
        `**${average.isBound ? 'At least ' : ''}${bits(average.bits)} per token** · perplexity **${least}${perplexity}** · ${tokens(all)}`,
        `On average each token was ${least}as surprising as a draw from ${perplexity} equally likely ones.`,
      ];
    },
    noWord: 'No word is named, because the text has no words with spaces between them.',
    word: ({ bits: sum, isBound, isSure, tokens: parts }: NonNullable<SurpriseFacts['word']>, shown: string) => {
      const figure = `**${isBound ? 'at least ' : ''}${bits(sum)}**`;
      const from = parts === 1 ? '' : `, the sum of its ${parts} tokens`;
      return `The most surprising word${isSure ? '' : ' by what is known'}: ${inlineCode(shown)} with ${figure}${from}.`;
    },
    title: 'How surprising each token was',
    captions: 'bits of surprise',
    /** A figure in bits under a token, without its unit. */
    caption: (value: number, isBound: boolean) => `${isBound ? '≥ ' : ''}${language.decimals(value, 2)}`,
    /** `further`: where the tokens are that the pictures do not show. */
    legend: (shown: number, all: number, further: 'list' | 'file') =>
      `Yellow: the model saw it coming. Dark blue: it did not. Under each token is its surprise in bits; a coin flip has 1.${shown < all ? ` The pictures show the first ${count(shown)} of ${tokens(all)}; ${further === 'list' ? '**Full list** has them all' : 'for the others see the file'}.` : ''}`,
    fileHas: (kept: number, all: number) => `-# The file has the first ${count(kept)} of ${tokens(all)}.`,
    mostSurprising:
      'The most surprising tokens, in the order of the text: probability, surprise, rank (1: the most likely token), and what the model expected instead.',
    rank: (low: number, high: number | undefined) => {
      if (high === undefined) return `rank ≥ ${count(low)}`;
      return low === high ? `rank ${count(low)}` : `rank ${count(low)}–${count(high)}`;
    },
    asExpected: 'as expected',
    expected: (label: string, probability: number) => `expected ${label} ${percent(probability)}`,
    noDetector:
      '**This is no detector of machine-written text.** Common phrases are predictable whoever wrote them, and another model finds other things likely.',
    firstLeft: '-# The first token is left out of these figures: nothing stands before it, so it got no probability.',
    unknown: (amount: number) =>
      `-# Left out of these figures, because the endpoint tells nothing of them: ${tokens(amount)}.`,
    bounds: (amount: number) =>
      `-# Not among the tokens that the endpoint lists: ${tokens(amount)}. So only the most likely they can be is known (≤), and the least surprise (≥).`,
    beginningOnly: (left: number) => `-# Of this text only the beginning is scored: ${characters(left)} are left out.`,
    scoredIn: (amount: number) => `scored in ${plural(amount, { one: 'request', other: 'requests' })}`,

    fullList: 'Full list',
    all: (amount: number) =>
      `All ${tokens(amount)}. Columns: place, token, probability, surprise in bits, rank, the most likely other token and its probability. They are separated by tabs, as a spreadsheet reads them.`,
    /** The head of the file. */
    columns: ['place', 'token', 'probability', 'bits', 'rank', 'most likely other token', 'its probability'],
    notTold: 'not told',
  };
}
