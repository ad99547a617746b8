import { inlineCode } from '../../discord/markdown.js';
import { type Interval, middleOf } from '../../domain/interval.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What is said of one token that is looked at closely. Markdown, save for what stands in menus and forms. */
export const tokenWords = defineWords({ en });

function en(language: Language) {
  const { aboutCount, bits, count, isDecimalsRange, isPercentRange, percent, percentRange, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const bytes = (amount: number) => plural(amount, { one: 'byte', other: 'bytes' });
  return {
    /** How figures are written beside these words. */
    figures: language,

    /** Entries of the menu: one for each token, or one that asks which. */
    entry: (number: number, label: string) => `Look at token ${number}: ${label}`,
    anyEntry: 'Look at one token…',
    anyHint: 'By its place in the text, or by what it says',
    withId: (id: number) => `Its id is ${id}`,
    withChance: ({ low, high }: Interval) => `Its chance was ${percentRange(low, high)}`,
    form: {
      title: 'Look at one token',
      field: 'Its place in the text, or the token itself',
      placeholder: '3, or pizza',
    },

    heading: (number: number, total: number, label: string) =>
      `**Token ${count(number)} of ${count(total)}:** ${inlineCode(label)}`,
    /** Where it stands: the tokens around it, as they are shown. */
    context: (before: readonly string[], label: string, after: readonly string[]) =>
      `-# ${[...before.map(inlineCode), `**▸** ${inlineCode(label)} **◂**`, ...after.map(inlineCode)].join(' ')}`,
    space: 'The dot `·` is a space. The space before a word belongs to the word’s token.',
    newline: 'The sign `↵` is the end of a line.',
    /** @param isShown whether it is text all the same, such as a mark without its letter */
    partOf: (character: string, isShown: boolean) =>
      `It is only a part of ${inlineCode(character)}${isShown ? '' : ', so it cannot be shown as text'}. The tokens beside it hold the rest.`,
    around:
      'It is not a part of the text. It stands around the text and tells the model where the text begins or ends.',
    id: (id: number) =>
      `**Id:** ${inlineCode(String(id))}. That is its number in the list of all tokens (the vocabulary). The model reads only this number.`,
    idNotTold: '**Id:** the server does not tell it.',
    bytes: (hex: string, amount: number) => `**Bytes:** ${inlineCode(hex)}, ${bytes(amount)} in the computer’s memory.`,
    noBytes: '**Bytes:** none.',
    bytesNotTold: '**Bytes:** the server does not tell them.',

    chance: ({ low, high }: Interval) => {
      if (!isPercentRange({ low, high })) return `**Chance:** the model gave it **${percentRange(low, high)}**.`;
      if (low === 0)
        return `**Chance:** the model gave it at most **${percent(high)}**. The server does not tell more.`;
      return `**Chance:** the model gave it between **${percent(low)}** and **${percent(high)}**. The server does not tell more.`;
    },
    chanceNotTold: '**Chance:** not told. Often this is the first token, because no text stands before it.',
    surprise: ({ low, high }: Interval) => {
      const isExact = Number.isFinite(high) && !isDecimalsRange({ low, high }, 2);
      const amount = isExact
        ? bits(middleOf({ low, high }))
        : Number.isFinite(high)
          ? `${bits(low)} to ${bits(high)}`
          : `at least ${bits(low)}`;
      const heads = Math.round(low);
      if (heads < 1)
        return `**Surprise:** ${amount}. ${isExact ? 'The model saw it coming.' : 'How much is not known.'}`;
      const least = isExact ? 'about' : 'at least';
      return `**Surprise:** ${amount}. It is ${least} as unlikely as ${heads === 1 ? 'heads with one coin' : `${count(heads)} coins that all show heads`}.`;
    },
    likelier: (low: number, high: number | undefined) => {
      if (high === 0) return 'No other token was likelier.';
      if (low === high) return `${low === 1 ? 'One token was' : `${tokens(low)} were`} likelier.`;
      if (high === undefined) return `At least ${tokens(low)} were likelier.`;
      const about = aboutCount({ low, high });
      return about !== undefined
        ? `About ${about} tokens were likelier.`
        : `Between ${count(low)} and ${tokens(high)} were likelier.`;
    },
    choices: '**What else could have stood here**',
    standsHere: '◀ stands here',
    others: 'all other tokens',
  };
}
