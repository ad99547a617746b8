import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { TokenizeResult } from './result.js';

/** What `/tokenize` says. Markdown, save for descriptions, labels and what stands in pictures and files. */
export const tokenizeWords = defineWords({ en });

export type TokenizeWords = ReturnType<typeof tokenizeWords>;

type Counts = TokenizeResult['counts'];

function en({ count, decimals, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    description: 'Cut a text into the tokens a language model reads',
    text: 'The text to cut',
    encoding: 'The tokenizer to cut with (default: o200k_base)',
    around: 'What the model gets with the text; for its own tokenizer only (default: the text alone)',
    model: 'Whose own tokenizer cuts (default: the channel’s model, see /model)',
    ownTokenizer: 'the model’s own tokenizer',
    arounds: {
      nothing: 'the text alone',
      special: 'with special tokens',
      chat: 'with the chat template',
    },
    menu: 'Tokenize',

    summary: (result: TokenizeResult, tokenizer: string) => {
      const { own, around: added, characters, bytes } = result.counts;
      const figures = [
        added === 0 ? `**${tokens(own)}**` : `**${tokens(own)}** and **${count(added)} around the text**`,
        plural(characters, { one: 'character', other: 'characters' }),
        plural(bytes, { one: 'byte', other: 'bytes' }),
        ...(own === 0 ? [] : [`${decimals(characters / own, 2)} characters per token`]),
      ];
      const none = result.around !== 'nothing' && added === 0 ? ' It puts none around a text.' : '';
      const hatched = added === 0 ? '' : ` The hatched ones are ${AROUND_EN[result.around]}.`;
      return (
        `${figures.join(' · ')}\n-# Cut by ${tokenizer}.${none} Each box is one token: what the model ` +
        `reads is the number under it.${hatched}`
      );
    },
    preview: (own: number, characters: number) =>
      `${tokens(own)} · ${plural(characters, { one: 'character', other: 'characters' })}`,
    previewId: (id: number) => `id ${id}`,
    byModel: (model: string) => `the own tokenizer of ${inlineCode(model)}`,
    title: ({ own, around }: Counts, name: string, isModel: boolean) => {
      const by = `${isModel ? 'by' : 'in'} ${name}`;
      return around === 0 ? `${tokens(own)} ${by}` : `${tokens(own)} + ${count(around)} around them, ${by}`;
    },
    hatched: (around: TokenizeResult['around']) =>
      `Hatched: ${around === 'chat' ? 'the chat template around the text' : 'special tokens around the text'}`,
    captions: { around: 'around', notTold: 'not told', noBytes: 'no bytes' },
    showsFirst: (shown: number, all: number) =>
      `-# The pictures show the first ${count(shown)} of ${count(all)} tokens; **Full list** has them all.`,
    showBytes: 'Show bytes',
    showIds: 'Show ids',
    compare: 'Compare encodings',
    fullList: 'Full list',

    /** The head of the file. */
    columns: ['place', 'id', 'bytes', 'token'],
    where: 'where',
    aroundText: 'around the text',
    inText: 'in the text',
    list: (all: number, name: string, hasAround: boolean) =>
      `All ${tokens(all)} by ${plain(name)}: ${hasAround ? 'place, id, bytes, text and whether it is the text’s own' : 'place, id, bytes and text'}, separated by tabs.`,

    comparison: '**How many tokens each encoding makes of it**',
    comparisonTitle: (withOwn: boolean) =>
      withOwn ? 'The same text by five tokenizers' : 'The same text in four encodings',
    comparisonSubtitle: 'Fewer tokens: cheaper, faster, and more text fits the context window',
    unit: 'tokens',
    modelsOwn: 'model’s own',
    withoutOwn: (why: string) => `-# Without the model’s own: ${plain(why)}`,
  };
}

const AROUND_EN: Readonly<Record<TokenizeResult['around'], string>> = {
  nothing: 'not in the text',
  special: 'special tokens, which the tokenizer puts around every text',
  chat: 'the model’s chat template, with the text as what a person said',
};
