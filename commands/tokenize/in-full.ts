import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, buttons, file, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import { fileRows } from './list.js';
import { nameOf, type TokenizeResult, tokenCount } from './result.js';
import { byteCaption } from './strip.js';
import { type TokenizeWords, tokenizeWords } from './words.js';

/** Longer lists nobody reads in a message: the file has all. */
const MAX_IDS_CHARACTERS = 600;
const MAX_TABLE_ROWS = 30;

/** What **Details** has of a text's tokens: the counts, the ids, and a file with each token. */
export function tokensInFull(result: TokenizeResult, runId: string, locale: string): Block[] {
  const words = tokenizeWords(locale);
  const all = tokenCount(result);
  const isWhole = result.tokens.length === all;
  if (result.comparison !== undefined) return [text(comparisonTable(result, words))];
  return [
    text([`**${words.inFull(nameOf(result))}**`, ...words.counts(result)].join('\n')),
    ...(all === 0 ? [] : [text(`${words.table(Math.min(MAX_TABLE_ROWS, all), all)}\n${tokenTable(result, words)}`)]),
    ...(all === 0 ? [] : [text(`${words.ids}\n${idList(result)}`)]),
    ...(isWhole
      ? [file('tokens.txt', Buffer.from([...fileRows(result, result.tokens, locale)].join(''), 'utf8'))]
      : [buttons({ command: 'tokenize', action: 'list', runId, label: words.fullList(all) })]),
  ];
}

function tokenTable({ tokens }: TokenizeResult, words: TokenizeWords): string {
  const { place, id, bytes } = words.columns;
  const rows = tokens.slice(0, MAX_TABLE_ROWS).map((token, at) => ({
    figures: [String(at + 1), String(token.id), byteCaption(token, words)],
    label: token.label,
  }));
  return codeBlock(figureTable([place, id, bytes], rows));
}

function idList({ tokens, counts }: TokenizeResult): string {
  const ids = tokens.map(({ id }) => id).join(', ');
  if (ids.length <= MAX_IDS_CHARACTERS && tokens.length === counts.own + counts.around) return codeBlock(`[${ids}]`);
  const end = ids.lastIndexOf(',', MAX_IDS_CHARACTERS);
  return codeBlock(`[${ids.slice(0, end === -1 ? undefined : end)}, …`);
}

function comparisonTable({ comparison, counts }: TokenizeResult, words: TokenizeWords): string {
  const rows = (comparison?.counts ?? []).map((one) => {
    const size = ENCODINGS.find(({ name }) => name === one.encoding)?.vocabularySize;
    return {
      figures: [
        words.figures.count(one.count),
        one.count === 0 ? '' : words.figures.decimals(counts.characters / one.count, 2),
        size === undefined ? '' : words.figures.count(size),
      ],
      label: one.model ?? one.encoding,
    };
  });
  return `**${words.comparison.inFull}**\n${codeBlock(figureTable(words.comparison.columns, rows))}`;
}
