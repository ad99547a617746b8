import { inlineCode, plain } from '../../src/discord/markdown.js';
import { encodingLabel } from '../../src/tokens/encodings.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';
import type { TokenizeResult } from './result.js';
import type { Seen } from './what-is-seen.js';

/** What `/tokenize` says. Markdown, save for descriptions, labels and what stands in pictures, tables and files. */
export const tokenizeWords = defineWords({ en });

export type TokenizeWords = ReturnType<typeof tokenizeWords>;

/** A character of a person's text in a sentence. */
const MAX_CHARACTER = 12;

function en(language: Language) {
  const { count, decimals, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
  const bytes = (amount: number) => plural(amount, { one: 'byte', other: 'bytes' });
  const shown = (text: string) => `“${plain(shorten(text, MAX_CHARACTER, 'both'))}”`;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See the tokens of a text: the pieces that a language model reads',
    text: 'The text to cut into tokens',
    encoding: 'Whose list of tokens to use: one of OpenAI’s, or the model’s own (default: o200k_base)',
    around: 'What stands around the text; only with the model’s own tokenizer (default: nothing)',
    model: 'Which model’s own tokenizer to use (default: the model of this channel, see /model)',
    link: 'Tokenize',
    ownTokenizer: 'the model’s own tokenizer',
    arounds: {
      nothing: 'the text alone',
      special: 'with special tokens',
      chat: 'with the chat template',
    },
    menu: 'Tokenize',

    title: { ids: 'What does a model read?', bytes: 'Which bytes are in each token?' },
    preview: (own: number, letters: number) => `${tokens(own)} · ${characters(letters)}`,
    previewId: (id: number) => `id ${id}`,
    hatched: (around: TokenizeResult['around']) =>
      `Hatched: ${around === 'chat' ? 'the chat template around the text' : 'special tokens around the text'}`,
    captions: {
      around: 'around',
      notTold: 'not told',
      noBytes: 'no bytes',
      bytes,
    },

    /** The sentence below the picture with ids. */
    sentence: ({ own, around: added }: TokenizeResult['counts'], around: TokenizeResult['around'], seen: Seen) => {
      const more =
        added === 0
          ? ''
          : ` The ${count(added)} hatched ones stand around it: ${around === 'chat' ? 'the chat template tells the model who speaks' : 'they tell the model where a text begins or ends'}.`;
      switch (seen.kind) {
        case 'nothing':
          return `The model reads **no token** of this text.${more}`;
        case 'one-token':
          return `The whole text is **one token**: the model reads one number.${more}`;
        case 'split-character':
          if (seen.isOne && own === seen.tokens) {
            return `The single character ${shown(seen.shared)} is **${tokens(own)}**.${more}`;
          }
          return `The model reads **${tokens(own)}**. ${seen.isOne ? `The single character ${shown(seen.shared)} takes` : `The characters ${shown(seen.shared)} take`} ${count(seen.tokens)} of them.${more}`;
        case 'tiny-pieces':
          return `The model reads **${tokens(own)}**. That is more than the ${characters(seen.characters)}, because its list has few pieces of this writing.${more}`;
        case 'split-word':
          return `The model reads **${tokens(own)}**. “${plain(seen.word)}” is not one piece: it is cut into ${count(seen.tokens)}.${more}`;
        case 'whole-words':
          return `The model reads **${tokens(own)}**. Here each word is one token, with the space before it.${more}`;
        case 'pieces': {
          const each = decimals(seen.charactersEach, 1);
          const long = each === decimals(1, 1) ? 'one character' : `${each} characters`;
          return `The model reads **${tokens(own)}**, each about ${long} long.${more}`;
        }
      }
    },
    /** The same below the picture with bytes. */
    bytesSentence: ({ characters: letters, bytes: all }: TokenizeResult['counts'], splits: boolean) => {
      if (letters === all)
        return `In the computer’s memory each character here takes **one byte**: ${characters(letters)}, ${bytes(all)}.`;
      const cut = splits ? ' A token can even end in the middle of a character.' : '';
      return `In the computer’s memory ${letters === 1 ? 'this character takes' : `these ${characters(letters)} take`} **${bytes(all)}**, because only plain letters, digits and signs take one byte each.${cut}`;
    },
    putsNothing: 'This tokenizer puts nothing around a text.',
    onlyFirst: (kept: number, all: number) =>
      `-# The picture has the first ${count(kept)} of ${count(all)} tokens. **Details** has them all.`,
    tokenizer: ({ encoding, model }: Pick<TokenizeResult, 'encoding' | 'model'>) =>
      encoding === 'model' ? `the tokenizer of ${plain(model ?? '')}` : plain(encodingLabel(encoding)),
    showBytes: 'Show bytes',
    showIds: 'Show ids',
    compare: 'Compare encodings',

    explain: {
      idea:
        'A model reads numbers, not letters. So a **tokenizer** cuts the text into **tokens**: pieces that stand in a long list, the **vocabulary**. The number under each box is the token’s **id**, its number in that list.\n' +
        'Mostly the space before a word belongs to the word’s token, so it needs no token of its own. A word that people often write is one token. Rare words, many languages and emoji take more, because only shorter pieces of them are in the list.',
      example: (
        { own, characters: letters }: TokenizeResult['counts'],
        token: { readonly place: number; readonly label: string; readonly id: number } | undefined,
        size: number | undefined,
      ) => {
        const each =
          own === 0
            ? ''
            : ` ${count(letters)} ÷ ${count(own)} = ${decimals(letters / own, 2)} characters in a token, on average.`;
        const list = size === undefined ? 'the list' : `a list of ${count(size)}`;
        const one =
          token === undefined
            ? ''
            : ` Token ${count(token.place)} is ${inlineCode(token.label)}. The model reads only ${inlineCode(String(token.id))}, its number in ${list}.`;
        return `Your text has ${characters(letters)} and ${tokens(own)}.${each}${one}`;
      },
      next: 'Other encodings have other lists. Which one needs the fewest tokens for this text?',
      bytesIdea:
        'A computer keeps a text as **bytes**, numbers from 0 to 255. Here each byte is written with two signs (hexadecimal): `41` is the letter A. A plain letter takes one byte, a letter such as é takes two, and an emoji takes four or more.\n' +
        'Tokens are made of bytes. So every text can be cut into tokens, even if it has a sign that is in no list.',
      bytesExample: (
        { characters: letters, bytes: all }: TokenizeResult['counts'],
        token: { readonly label: string; readonly hex: string; readonly amount: number } | undefined,
      ) =>
        `Your text has ${characters(letters)} and ${bytes(all)}.${token === undefined ? '' : ` The token ${inlineCode(token.label)} is ${inlineCode(token.hex)}: ${bytes(token.amount)}${token.label.startsWith('·') && token.hex.startsWith('20') ? `. The first one, ${inlineCode(token.hex.slice(0, 2))}, is the space` : ''}.`}`,
    },

    comparison: {
      title: 'Who needs the fewest tokens?',
      modelsOwn: 'model’s own',
      unit: 'tokens',
      unitOfOne: 'token',
      same: (amount: number) =>
        `All need the same: **${tokens(amount)}**. Try a rare word, another language or an emoji.`,
      fewest: (fewest: string, few: number, most: string, many: number) => {
        const times = many / few;
        const more = times >= 1.95 ? `about ${decimals(times, 1)} times as many` : `${count(many - few)} more`;
        return `**${plain(fewest)}** needs the fewest: **${tokens(few)}**. ${plain(most)} needs ${count(many)}, ${more}.`;
      },
      withoutOwn: (why: string) => `-# Without the model’s own tokenizer: ${plain(why)}`,
      show: (encoding: string) => `Cut by ${encoding}`,
      showHint: (models: string, amount: number) => `${tokens(amount)}; for ${models}`,
      inFull: 'How many tokens each tokenizer makes of it',
      columns: ['tokens', 'characters each', 'vocabulary'],
      explain: {
        idea:
          'Each tokenizer has its own list of pieces. The list was made from many texts: pieces that came often got a place in it.\n' +
          'A longer list has more long pieces, so most texts need fewer tokens. Fewer tokens are cheaper and faster, and the model can read more text at once.',
        example: (
          one: { readonly encoding: string; readonly size: number; readonly count: number },
          other: { readonly encoding: string; readonly size: number; readonly count: number },
        ) => {
          const [first, second] = [one, other].map(
            ({ encoding, size, count: needed }) =>
              `${plain(encoding)} has ${count(size)} pieces and needs ${tokens(needed)}.`,
          );
          const [less, more] = [Math.min(one.count, other.count), Math.max(one.count, other.count)];
          return `${first} ${second} ${less === more ? 'Both need the same, so here the longer list does not help.' : `${count(more)} − ${count(less)} = ${count(more - less)}.`}`;
        },
        next: (encoding: string) => `Look where ${plain(encoding)} cuts this text. Does it cut in other places?`,
      },
    },

    inFull: (name: string) => `The tokens by ${plain(name)}`,
    counts: ({ counts: { own, around, characters: letters, bytes: all } }: TokenizeResult) => [
      [
        `**${tokens(own)}**`,
        ...(around === 0 ? [] : [`**${count(around)} around the text**`]),
        characters(letters),
        bytes(all),
        ...(own === 0 ? [] : [`${decimals(letters / own, 2)} characters per token`]),
      ].join(' · '),
    ],
    table: (rows: number, all: number) =>
      rows === all ? '**Each token**' : `**The first ${count(rows)} of ${tokens(all)}**`,
    ids: '**The ids**',
    fullList: (all: number) => `All ${tokens(all)} as a file`,
    /** The heads of the table and of the file. */
    columns: { place: 'place', id: 'id', bytes: 'bytes', token: 'token', where: 'where' },
    aroundText: 'around the text',
    inText: 'in the text',
    list: (all: number, name: string, hasAround: boolean) =>
      `All ${tokens(all)} by ${plain(name)}. Columns: place, id, bytes, text${hasAround ? ', and whether the token belongs to the text' : ''}. A spreadsheet can read the file.`,
  };
}
