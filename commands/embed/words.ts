import { plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';

/** What `/embed` says. Markdown, save for descriptions, labels and what stands in pictures, tables and files. */
export const embedWords = defineWords({ en });

export type EmbedWords = ReturnType<typeof embedWords>;

/** A text in a sentence, and in a label. */
const MAX_SHOWN = 24;

function en(language: Language) {
  const { decimals, percent, count, plural } = language;
  const value = (likeness: number) => decimals(likeness, 2);
  const bold = (text: string) => `**${plain(shorten(text, MAX_SHOWN, 'both'))}**`;
  const label = (text: string) => `“${shorten(text, MAX_SHOWN, 'both')}”`;
  const place = (rank: number) => `${count(rank)}${ordinal(rank)}`;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See which words are alike to a model: a map of its embeddings',
    texts: (standard: string) => `Words or short texts, with commas between them (default: ${standard})`,
    link: 'Embed',
    hint: 'See which words are alike to the model, on a map',
    standard: ['cat', 'dog', 'bird', 'banana', 'king', 'queen', 'apple', 'car'] as readonly string[],
    /** Each is “a is to b as c is to d”. */
    analogies: [
      ['king', 'queen', 'man', 'woman'],
      ['cat', 'kitten', 'dog', 'puppy'],
      ['France', 'Paris', 'Germany', 'Berlin'],
      ['boy', 'girl', 'brother', 'sister'],
      ['big', 'small', 'hot', 'cold'],
      ['big', 'small', 'old', 'young'],
    ] as readonly (readonly [string, string, string, string])[],

    titles: {
      map: 'Which words are close?',
      likeness: 'How alike are these words?',
      nearest: (text: string) => `What is closest to ${label(text)}?`,
      analogy: (a: string, b: string, c: string) => `${label(a)} is to ${label(b)} as ${label(c)} is to …?`,
    },
    share: (share: number) => `shows ${percent(share)} of the differences`,
    closest: (text: string, likeness: number) => `closest: ${shorten(text, MAX_SHOWN, 'both')} ${value(likeness)}`,
    own: 'your word',
    expected: 'expected',
    expectedAt: (rank: number) => `expected: ${place(rank)}`,

    buttons: {
      map: 'Show the map',
      likeness: 'How alike?',
      nearest: 'Nearest words',
      analogy: 'Try an analogy',
    },
    near: (text: string) => `Near ${label(text)}`,
    nearHint: 'Which words are closest to it?',
    ownAnalogy: 'Your own analogy…',
    ownAnalogyHint: 'A word is to a second one as a third is to … what?',
    form: {
      title: 'An analogy',
      a: 'The first word, such as: king',
      b: 'is to the second, such as: queen',
      c: 'as the third, such as: man',
      expected: 'is to … what do you expect? (may be empty)',
    },

    onlyFirst: (shown: number, leftOut: number) =>
      `Only the first ${count(shown)} are shown, because more have no room; ${count(leftOut)} are left out.`,

    sentence: {
      two: (one: string, other: string, likeness: number) =>
        `To the model, ${bold(one)} and ${bold(other)} have a likeness of **${value(likeness)}**, where 1 is the same and 0 is nothing in common.`,
      same: (one: string, other: string) =>
        `To the model, ${bold(one)} and ${bold(other)} are the same: their likeness is ${value(1)}.`,
      allAlike: (one: string, other: string, likeness: number) =>
        `To the model all of these are alike: even ${bold(one)} and ${bold(other)}, which are furthest apart, have ${value(likeness)} of 1.`,
      noneAlike: (one: string, other: string, likeness: number) =>
        `To the model hardly any of these are alike: even the closest, ${bold(one)} and ${bold(other)}, have only ${value(likeness)} of 1.`,
      closest: (one: string, other: string, likeness: number) =>
        `${bold(one)} and ${bold(other)} are most alike: ${value(likeness)} of 1.`,
      /** Of the text that is most alone. */
      alone: (text: string, closest: string, likeness: number) =>
        ` ${bold(text)} is most alone: its closest is ${bold(closest)}, with ${value(likeness)}.`,
      /** Of a map that shows few of the differences. */
      flat: ' The map is flat, so some words only look close.',
      range: (most: readonly [string, string, number], least: readonly [string, string, number]) =>
        `${bold(most[0])} and ${bold(most[1])} are most alike (${value(most[2])} of 1), ${bold(least[0])} and ${bold(least[1])} least (${value(least[2])}).`,
      nearest: (to: string, best: string, likeness: number, among: number) =>
        `Among ${count(among)} other words, ${bold(best)} is closest to ${bold(to)} (${value(likeness)}).`,
      nearestOwn: (best: string, likeness: number, rank: number) =>
        ` Of your words it is ${bold(best)} (${value(likeness)}), in place ${count(rank)}.`,
      right: (expected: string, among: number) =>
        `That works: ${bold(expected)} comes first among ${count(among)} words.`,
      nearly: (expected: string, rank: number, among: number, first: string) =>
        `Not quite: ${bold(first)} comes first. ${bold(expected)} is ${place(rank)} among ${count(among)} words.`,
      wrong: (expected: string, rank: number, among: number, first: string) =>
        `That does not work with this model: ${bold(first)} comes first, and ${bold(expected)} is only ${place(rank)} among ${count(among)} words.`,
      answer: (first: string, among: number) =>
        `The model’s answer is ${bold(first)}, the closest among ${count(among)} words.`,
    },

    smallPrint: (dimensions: number) => `${plural(dimensions, { one: 'number', other: 'numbers' })} for each`,

    explain: {
      map: {
        idea: (dimensions: number) =>
          `A model cannot read words, only numbers. So it learns a list of numbers for each token, its **embedding**; here they are ${count(dimensions)}. Words that are used in similar ways get similar numbers. The list is a place in a space of ${count(dimensions)} directions, and the map shows the two along which these words differ most.`,
        /** @param far a text that is further away */
        example: (one: string, other: string, far: string | undefined, places: readonly MapPlace[]) => {
          const shown = places.map(({ text, across, up }) => `${bold(text)} is at ${value(across)} and ${value(up)}`);
          const apart = (from: MapPlace | undefined, to: MapPlace | undefined) => {
            if (from === undefined || to === undefined) return '';
            const [a, b] = [Number((from.across - to.across).toFixed(2)), Number((from.up - to.up).toFixed(2))];
            return `√(${value(Math.abs(a))}² + ${value(Math.abs(b))}²) = ${value(Math.hypot(a, b))}`;
          };
          const [first, second, third] = places;
          const further = far === undefined ? '' : ` From ${bold(one)} to ${bold(far)} it is ${apart(first, third)}.`;
          return `On the map (across and up), ${new Intl.ListFormat(language.tag).format(shown)}. From ${bold(one)} to ${bold(other)} it is ${apart(first, second)}.${further}`;
        },
        next: 'Write words of your own. Guess first which will lie together.',
        tryIt: 'See how alike they are',
      },
      likeness: {
        idea: 'The **likeness** of two words says whether their lists of numbers point in the same direction. It is 1 for the same direction, 0 where they have nothing to do with each other, and below 0 for opposite directions. Its name is **cosine similarity**. Search engines use it to find texts about the same thing.',
        example: (one: string, other: string, likeness: number, far: readonly [string, string, number]) =>
          `${bold(one)} and ${bold(other)}: ${value(likeness)}, an angle of ${degrees(likeness, language)}. ${bold(far[0])} and ${bold(far[1])}: ${value(far[2])}, an angle of ${degrees(far[2], language)}. A right angle, 90°, is a likeness of 0.`,
        next: 'Look which of many common words is nearest to one of yours.',
        tryIt: (text: string) => `What is near ${label(text)}?`,
      },
      nearest: {
        idea: 'The bot brings a list of common words. It asks the model for the numbers of each, and compares them with those of your word. Near words need not mean the same: often they only stand in the same places of a sentence, as “hot” and “cold” do.',
        example: (to: string, best: readonly { readonly text: string; readonly likeness: number }[]) => {
          const list = best.map(({ text, likeness }) => `${bold(text)} with ${value(likeness)}`);
          return `To ${bold(to)}, the nearest are ${new Intl.ListFormat(language.tag).format(list)}.`;
        },
        next: 'Can you calculate with words? Try an analogy.',
        tryIt: 'Try an analogy',
      },
      analogy: {
        idea: 'Words are lists of numbers here, so you can calculate with them. Take the second word, take the first one away, and add the third: the result should lie near the answer. Large models are better at it than small ones. The three words themselves do not count, because the result always lies near them.',
        example: (
          terms: readonly [string, string, string],
          first: string,
          likeness: number,
          expected: Expected | undefined,
        ) => {
          const [a, b, c] = terms;
          const hoped =
            expected === undefined || expected.rank === 1
              ? ''
              : ` ${bold(expected.text)} has ${value(expected.likeness)}, which is place ${count(expected.rank)}.`;
          return `${bold(b)} − ${bold(a)} + ${bold(c)} = a list of numbers to which ${bold(first)} is most alike, with ${value(likeness)}.${hoped}`;
        },
        next: 'Try another one, and guess first whether the model knows it.',
        tryIt: (a: string, b: string, c: string) => `${a} : ${b} = ${c} : ?`,
      },
    },

    inFull: {
      vectors: (dimensions: number) => `**The words, each as ${count(dimensions)} numbers**`,
      columns: { length: 'length', across: 'across', up: 'up' },
      pairs: '**How alike each is to each**',
      pair: (one: string, other: string, likeness: number) =>
        `${plain(shorten(one, MAX_SHOWN, 'both'))} – ${plain(shorten(other, MAX_SHOWN, 'both'))} ${value(likeness)}`,
      formula: (one: string, other: string) =>
        `**The formula** (cosine similarity), for ${bold(one)} and ${bold(other)}`,
      /** The dot product follows from the likeness and both lengths. */
      cosine: (likeness: number, one: number, other: number) =>
        `cos = a·b / (|a| × |b|) = ${decimals(likeness * one * other, 3)} / (${decimals(one, 3)} × ${decimals(other, 3)}) = ${value(likeness)}`,
      map: (shares: readonly number[]) => {
        const [first = 0, second = 0] = shares;
        const list = shares.slice(0, 5).map((share) => percent(share));
        return `**How the map is made** (principal component analysis): each list is brought to length 1, and the mean of all is taken away. Then the map has the two directions in which the words differ most. They have ${percent(first)} and ${percent(second)} of all differences (of the variance). The first directions have: ${list.join(', ')}.`;
      },
      noMap: '**The map** has all words at one place, because the model has the same numbers for each.',
      ranking: (title: string) => `**${plain(title)}**`,
      row: { likeness: 'likeness', place: 'place' },
      listed: (among: number) =>
        `-# Compared with ${count(among)} words: yours, and a list of common words that the bot brings.`,
      way: 'each text becomes a list of numbers',
      file: 'words.csv',
    },
  };
}

/** A text's place on the map. */
export interface MapPlace {
  readonly text: string;
  readonly across: number;
  readonly up: number;
}

interface Expected {
  readonly text: string;
  readonly rank: number;
  readonly likeness: number;
}

function degrees(likeness: number, { decimals }: Language): string {
  return `${decimals((Math.acos(Math.min(1, Math.max(-1, likeness))) * 180) / Math.PI, 0)}°`;
}

function ordinal(rank: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(rank);
  return { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[rule];
}
