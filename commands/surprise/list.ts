import { setImmediate as othersFirst } from 'node:timers/promises';
import { type FileBlock, file } from '../../src/discord/reply.js';
import { othersThan } from '../../src/domain/find-token.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import type { Candidate, Token } from '../../src/domain/token.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import { type Surprise, surpriseOf } from './facts.js';
import type { SurpriseFacts } from './result.js';
import type { SurpriseWords } from './words.js';

/** A line with two labels is still read on a phone. */
const MAX_LABEL = 16;

/** Rows of the file that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** The most surprising tokens by place: probability, bits, rank, and what the model expected instead. */
export function mostSurprisingLines(
  { mostSurprising }: SurpriseFacts,
  vocabularySize: number | undefined,
  words: SurpriseWords,
): string[] {
  const rows = mostSurprising.map(({ token, at }) => [
    `${at + 1}.`,
    shortLabel(token),
    describeProbability(token, words),
    describeBits(surpriseOf(token), words),
    describeRank(token, vocabularySize, words),
    describeExpected(token, words),
  ]);
  const widths = Array.from({ length: 5 }, (_, column) => Math.max(0, ...rows.map((row) => width(row[column]))));
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join('  ')
      .trimEnd(),
  );
}

/** Figures stand below one another by their last digits, words by their first letters. */
function pad(cell: string, wide: number, column: number): string {
  const space = ' '.repeat(Math.max(0, wide - width(cell)));
  return [0, 2, 3].includes(column) ? space + cell : cell + space;
}

function width(cell = ''): number {
  return Array.from(cell).length;
}

function shortLabel(token: Pick<Token, 'text' | 'bytes'>): string {
  return shorten(tokenLabel(token), MAX_LABEL, 'both');
}

function describeProbability({ probability }: ScoredTextToken, { figures }: SurpriseWords): string {
  if (probability === undefined) return '';
  const { low, high } = probability;
  const shown = figures.percent(high);
  return low === high || shown.startsWith('<') ? shown : `≤ ${shown}`;
}

function describeBits(surprise: Surprise | undefined, { figures: { bits } }: SurpriseWords): string {
  if (surprise === undefined) return '';
  return surprise.isBound ? `≥ ${bits(surprise.bits)}` : bits(surprise.bits);
}

function describeRank({ rank }: ScoredTextToken, vocabularySize: number | undefined, words: SurpriseWords): string {
  // A server that counts tokens that are as likely gives all that it never read the last place.
  if (rank !== undefined && rank.low >= (vocabularySize ?? Infinity)) return words.leastLikely;
  return rank === undefined || (rank.low === 1 && rank.high === undefined) ? '' : words.rank(rank.low, rank.high);
}

function describeExpected(token: ScoredTextToken, words: SurpriseWords): string {
  if (token.rank?.high === 1) return words.asExpected;
  const expected = expectedInstead(token);
  return expected ? words.expected(shortLabel(expected), probabilityOf(expected.logprob)) : '';
}

/** The most likely token at a place, other than the one that stands there. */
function expectedInstead(token: ScoredTextToken): Candidate | undefined {
  return othersThan(token.alternatives, token)[0];
}

/** Rows of the file for some of a text's tokens, whose columns a spreadsheet reads. */
function rowsOf(tokens: readonly ScoredTextToken[], from: number, words: SurpriseWords): string {
  return tokens
    .map((token, at) => {
      const surprise = surpriseOf(token);
      const expected = expectedInstead(token);
      const row = [
        String(from + at + 1),
        tokenLabel(token),
        surprise === undefined ? words.notTold : `${surprise.isBound ? '≤ ' : ''}${figure(token.probability?.high)}`,
        surprise === undefined ? words.notTold : `${surprise.isBound ? '≥ ' : ''}${figure(surprise.bits)}`,
        rankFigure(token, words),
        expected === undefined ? '' : tokenLabel(expected),
        expected === undefined ? '' : figure(probabilityOf(expected.logprob)),
      ];
      return `${row.join('\t')}\n`;
    })
    .join('');
}

/** The tokens that are kept of a text as a file. */
export function surpriseFile(tokens: readonly ScoredTextToken[], words: SurpriseWords): FileBlock {
  return fileOf(rowsOf(tokens, 0, words), words);
}

/** All tokens of a text as a file; it is written in turns with others. */
export async function longSurpriseFile(tokens: readonly ScoredTextToken[], words: SurpriseWords): Promise<FileBlock> {
  let rows = '';
  for (let from = 0; from < tokens.length; from += ROWS_AT_ONCE) {
    await othersFirst();
    rows += rowsOf(tokens.slice(from, from + ROWS_AT_ONCE), from, words);
  }
  return fileOf(rows, words);
}

function fileOf(rows: string, { columns }: SurpriseWords): FileBlock {
  return file('surprise.txt', Buffer.from(`${columns.join('\t')}\n${rows}`, 'utf8'));
}

/** Six digits, of which none is only rounding. */
function figure(value = 0): string {
  return String(Number(value.toPrecision(6)));
}

function rankFigure({ rank }: ScoredTextToken, words: SurpriseWords): string {
  if (rank === undefined) return words.notTold;
  if (rank.high === undefined) return `≥ ${rank.low}`;
  return rank.low === rank.high ? String(rank.low) : `${rank.low}–${rank.high}`;
}
