import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';

/** What `/bpe` says. Markdown, save for descriptions, labels, and what stands in pictures, tables and forms. */
export const bpeWords = defineWords({ en });

export type BpeWords = ReturnType<typeof bpeWords>;

/** Two neighbours, as they are shown, and what they become. */
interface Pair {
  readonly left: string;
  readonly right: string;
  readonly joined: string;
  /** Its rank. */
  readonly token: number;
}

/** Of a part in a sentence; characters. */
const MAX_PART = 24;

/** A space by itself, as it is shown. */
const SPACE = '·';

/** Pieces that an example names. */
const MAX_PIECES = 5;

function en(language: Language) {
  const { count, decimals, plural } = language;
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
  const bytes = (amount: number) => plural(amount, { one: 'byte', other: 'bytes' });
  const merges = (amount: number) => plural(amount, { one: 'merge', other: 'merges' });
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const pieces = (amount: number) => plural(amount, { one: 'piece', other: 'pieces' });
  const bold = (part: string) =>
    part === SPACE ? `the space (**${SPACE}**)` : `**${plain(shorten(part, MAX_PART, 'both'))}**`;
  const atStart = (sentence: string) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  const code = (part: string) => inlineCode(shorten(part, MAX_PART, 'both'));
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Watch a text become tokens: bytes are joined, two at a time',
    text: 'The text to take apart and join again; of a long one the first 200 characters',
    encoding: 'Whose list of tokens to use (default: o200k_base)',
    link: 'Watch it merge',

    titles: {
      characters: 'Which bytes stand for the characters?',
      merge: 'Which two parts are joined next?',
      tokens: 'Which tokens are left at the end?',
    },
    beginning: 'the beginning',
    progress: (merge: number, all: number) => `merge ${count(merge)} of ${count(all)}`,
    merges,
    /** A pair in pictures and tables. */
    pair: (left: string, right: string, joined: string) => `${left} + ${right} → ${joined}`,
    leftOut: (parts: number) => `… ${count(parts)} more`,

    /** Sentences below the picture. */
    charactersSentence: (letters: number, all: number) =>
      `A computer keeps ${letters === 1 ? 'this' : 'these'} **${characters(letters)}** as **${bytes(all)}**. Each byte is one part at first.`,
    lowestPair: ({ left, right, joined, token }: Pair, pairs: number) =>
      `${atStart(bold(left))} and ${bold(right)} are joined next: of ${count(pairs)} pairs, ${bold(joined)} comes first in the list (rank **${count(token)}**).`,
    onlyPair: ({ left, right, joined, token }: Pair) =>
      `${atStart(bold(left))} and ${bold(right)} are joined next. They are the only pair that makes a part in the list: ${bold(joined)} (rank **${count(token)}**).`,
    tokensSentence: (made: number, left: number) =>
      made === 0
        ? `No two neighbours make a part that is in the list. So the model reads **${tokens(left)}**.`
        : `After **${merges(made)}** no two neighbours make a part that is in the list. The model reads ${left === 1 ? 'this' : 'these'} **${tokens(left)}**.`,
    smallPrint: (encoding: string, isCut: boolean) =>
      `${plain(encoding)}${isCut ? ' · only the beginning of the text' : ''}`,
    someMerges: (shown: number, all: number) =>
      `-# The animation shows ${count(shown)} of the ${merges(all)}. **Details** has them all.`,

    back: '◀ Back',
    forward: 'Merge ▶',
    animate: 'Animate',
    learn: 'Learn merges',
    toStart: 'To the beginning',
    toStartHint: 'The characters and their bytes',
    toEnd: 'To the end',
    toEndHint: 'The tokens that are left after the last merge',
    learnHere: 'Learn merges from this text',
    learnHereHint: 'Which pairs come most often in it?',
    by: (encoding: string) => `Merge by ${encoding}`,
    byHint: (models: string) => `The same text with the list of ${models}`,
    animationAlt: (pictures: number, first: string, last: string) =>
      `Animation of ${count(pictures)} pictures, from the first merge to the tokens. At first: ${first}. At the end: ${last}`,

    explain: {
      idea:
        '**Byte-pair encoding** makes tokens out of bytes. Two neighbours are joined, again and again, until no two neighbours make a part that is in the list of tokens, the **vocabulary**.\n' +
        'A token’s place in that list is its **rank**, and also its id. Pairs that were frequent in many texts came first. So the pair with the lowest rank is joined, and of equal ones the left one.\n' +
        'Before that the text is cut into **pieces**, mostly words with the space before them. Nothing is joined across a dashed line.',
      pieces: (all: readonly string[]) => {
        const shown = all.slice(0, MAX_PIECES).map(code).join(', ');
        return `The text is ${pieces(all.length)}: ${shown}${all.length > MAX_PIECES ? ', …' : ''}.`;
      },
      charactersExample: (letters: number, all: number, one: { label: string; hex: string; amount: number }) =>
        `${characters(letters)}, ${bytes(all)}. For example, ${code(one.label)} is ${inlineCode(one.hex)}: ${bytes(one.amount)}, ${one.amount === 1 ? '' : 'each '}written with two signs.`,
      mergeExample: (one: Pair, other: Pair, pairs: number) =>
        `${count(pairs)} different pairs of neighbours make a part in the list. ${code(one.joined)} has rank ${count(one.token)}, and the next one, ${code(other.joined)}, has ${count(other.token)}. ${one.token === other.token ? `Both are the same, so the left pair is joined: ${code(one.left)} and ${code(one.right)}.` : `${count(one.token)} is lower, so ${code(one.left)} and ${code(one.right)} are joined.`}`,
      onlyExample: (one: Pair) =>
        `Only one pair of neighbours makes a part in the list: ${code(one.left)} and ${code(one.right)} make ${code(one.joined)}, rank ${count(one.token)}.`,
      tokensExample: (all: number, made: number, left: number) =>
        `Each merge makes two parts one. ${bytes(all)} − ${merges(made)} = ${count(all)} − ${count(made)} = ${tokens(left)}. OpenAI’s own program, tiktoken, gives the same ids: this was checked.`,
      nextAtStart: 'Press **Merge ▶** to see which two bytes are joined first.',
      next: 'The picture marks the pair that is joined next. Guess which pair comes after it, and press **Merge ▶**. Were you right?',
      nextAtEnd: 'Look at the same tokens with **Tokenize**. Which ones are whole words?',

      learnedIdea:
        'Where does the list of tokens come from? It is **learned** from texts. At first there are only the 256 bytes. The pair that comes most often becomes a new token. Then everything is counted again.\n' +
        'So the most frequent pairs get the lowest ranks. The list of a large model was learned in this way, from very many texts.',
      learnedExample: (
        { left, right, count: times, tokens: after }: { left: string; right: string; count: number; tokens: number },
        before: number,
        isAcross: boolean,
      ) => {
        const fewer = before - after;
        const overlap = fewer === times ? '' : ` Some of them share a part, so only ${count(fewer)} could be joined.`;
        const across = isAcross ? ' Where the text is cut into pieces, a pair across the cut does not count.' : '';
        return `${code(left)} and ${code(right)} stand side by side ${count(times)} times, and no other pair comes more often. Count them in the text!${across}${overlap} Each time two parts become one: ${count(before)} − ${count(fewer)} = ${count(after)} parts.`;
      },
      shorterIdea:
        'Each merge adds one token to the list, and the text becomes shorter. A long list is costly, so people stop at some size.\n' +
        'A text becomes shorter only because it repeats itself. Whoever knows what repeats knows something about the language. That is why people say: **compression is comprehension**.',
      shorterExample: (all: { characters: number; tokens: number; merges: number; bytes: number }) =>
        `The list has ${count(all.bytes)} + ${count(all.merges)} = ${tokens(all.bytes + all.merges)}. The text has ${characters(all.characters)} in ${tokens(all.tokens)}: ${count(all.characters)} ÷ ${count(all.tokens)} = ${decimals(all.characters / all.tokens, 2)} characters in a token.`,
      learnedNext: 'Paste a text of your own: a song, or another language. Which pair comes first there?',
    },

    /** Behind Details. */
    inFull: (encoding: string) => `The merges by ${plain(encoding)}`,
    counts: (all: number, parts: number, made: number, left: number) =>
      `${bytes(all)} · ${pieces(parts)} · ${merges(made)} · **${tokens(left)}**, the same as tiktoken’s`,
    piecesHead: '**The pieces**: nothing is joined across a border',
    tableHead: (rows: number, all: number) =>
      rows === all ? '**Each merge**' : `**The first ${count(rows)} of ${merges(all)}**`,
    idsHead: '**The ids**',
    columns: {
      merging: ['merge', 'rank'],
      learned: ['merge', 'times', 'tokens', 'list', 'characters each'],
    },

    /** About merges that were learned. */
    learned: {
      titles: {
        pairs: 'Which pairs are learned first?',
        curve: 'How much shorter does the text get?',
        cut: 'How is the text cut now?',
      },
      times: 'times',
      time: 'time',
      curve: {
        unit: 'tokens',
        axis: 'merges',
        text: 'in the text',
        list: 'in the list',
        after: (made: number) => `after ${merges(made)}`,
        marked: 'written below',
      },
      sights: { pairs: 'First pairs', curve: 'How much shorter?', cut: 'The text now' },
      other: 'Other text…',
      otherHint: 'Paste a text and learn merges from it',
      pairsSentence: ({ left, right, joined, count: times }: Omit<Pair, 'token'> & { readonly count: number }) =>
        `${atStart(bold(left))} and ${bold(right)} stand side by side **${count(times)} times**, and no pair comes more often. So ${bold(joined)} becomes the first new token.`,
      curveSentence: (made: number, [before, after]: readonly [number, number], each: number) =>
        `After **${merges(made)}** the text is **${tokens(after)}** long, not ${count(before)}. On average a token now holds **${decimals(each, 1)} characters**.`,
      cutSentence: (left: number, longest: string) =>
        `The text is **${tokens(left)}** now. The longest token that was learned is ${bold(longest)}.`,
      smallPrint: (made: number, wanted: number, isOwn: boolean) =>
        `${merges(made)}, learned here${isOwn ? ' from a sample story' : ''}${made < wanted ? ' · after that no pair comes twice' : ''}`,
      inFull: 'The merges that were learned',
      counts: (all: number, letters: number, made: number) =>
        `${characters(letters)} · ${bytes(all)} · ${merges(made)}. Of equally frequent pairs the one whose bytes come first is taken. The text is cut into pieces first, as o200k_base does, and nothing is joined across them.`,
      form: {
        title: 'Learn merges from a text',
        text: 'A text, or this story',
        merges: (most: number) => `How many merges? 1 to ${count(most)}`,
      },
      /** What is learned where nobody brings a text. */
      story: story(),
    },
  };
}

/** A story that repeats itself, as stories for children do. */
function story(): string {
  return [
    'There was a cat that sat on a mat. The cat had a hat, and the hat was flat.',
    'That is my hat, said the rat. The hat that is flat is the hat of the rat.',
    'What, said the cat. This hat is a mat for the cat. I sat on the hat, and that is that.',
    'So the rat sat on the mat, and the cat sat on the hat. The bat that saw the cat and the rat said:',
    'The cat that sat on the hat of the rat and the rat that sat on the mat of the cat are the best of friends.',
  ].join('\n');
}
