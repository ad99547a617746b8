import { setImmediate as othersFirst } from 'node:timers/promises';
import { type FileBlock, file } from '../../src/discord/reply.js';
import { othersThan } from '../../src/domain/find-token.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import type { Candidate } from '../../src/domain/token.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { formatBits, formatCount, formatPercent, shortenMiddle } from '../../src/words/format.js';
import { type Surprise, surpriseOf } from './facts.js';

/** How many of a text's most surprising tokens the message lists. */
const MAX_LISTED = 8;

/** A line with two labels is still read on a phone. */
const MAX_LABEL = 16;

/** Rows of the file that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** The most surprising tokens by place: probability, bits, rank, and what the model expected instead. */
export function mostSurprisingLines(tokens: readonly ScoredTextToken[]): string[] {
  const rows = tokens
    .flatMap((token, at) => {
      const surprise = surpriseOf(token);
      return surprise === undefined ? [] : [{ token, at, surprise }];
    })
    .sort((one, other) => other.surprise.bits - one.surprise.bits)
    .slice(0, MAX_LISTED)
    .sort((one, other) => one.at - other.at)
    .map(({ token, at, surprise }) => [
      `${at + 1}.`,
      shortLabel(token),
      describeProbability(token),
      describeBits(surprise),
      describeRank(token),
      describeExpected(token),
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

function shortLabel(token: Pick<Candidate, 'text' | 'bytes'>): string {
  return shortenMiddle(tokenLabel(token), MAX_LABEL);
}

function describeProbability({ probability }: ScoredTextToken): string {
  if (probability === undefined) return '';
  const { low, high } = probability;
  const shown = formatPercent(high);
  return low === high || shown.startsWith('<') ? shown : `≤ ${shown}`;
}

function describeBits({ bits, isBound }: Surprise): string {
  return isBound ? `≥ ${formatBits(bits)}` : formatBits(bits);
}

function describeRank({ rank }: ScoredTextToken): string {
  if (rank === undefined || (rank.low === 1 && rank.high === undefined)) return '';
  const { low, high } = rank;
  if (high === undefined) return `rank ≥ ${formatCount(low)}`;
  return low === high ? `rank ${formatCount(low)}` : `rank ${formatCount(low)}–${formatCount(high)}`;
}

function describeExpected(token: ScoredTextToken): string {
  if (token.rank?.high === 1) return 'as expected';
  const expected = expectedInstead(token);
  return expected ? `expected ${shortLabel(expected)} ${formatPercent(probabilityOf(expected.logprob))}` : '';
}

/** The most likely token at a place, other than the one that stands there. */
function expectedInstead(token: ScoredTextToken): Candidate | undefined {
  return othersThan(token.alternatives, token)[0];
}

/** All tokens of a text as a file, whose columns a spreadsheet reads. */
export async function surpriseFile(tokens: readonly ScoredTextToken[]): Promise<FileBlock> {
  let list = 'place\ttoken\tprobability\tbits\trank\tmost likely other token\tits probability\n';
  for (const [at, token] of tokens.entries()) {
    if (at % ROWS_AT_ONCE === 0) await othersFirst();
    const surprise = surpriseOf(token);
    const expected = expectedInstead(token);
    const row = [
      String(at + 1),
      tokenLabel(token),
      surprise === undefined ? 'not told' : `${surprise.isBound ? '≤ ' : ''}${figure(token.probability?.high)}`,
      surprise === undefined ? 'not told' : `${surprise.isBound ? '≥ ' : ''}${figure(surprise.bits)}`,
      rankFigure(token),
      expected === undefined ? '' : tokenLabel(expected),
      expected === undefined ? '' : figure(probabilityOf(expected.logprob)),
    ];
    list += `${row.join('\t')}\n`;
  }
  return file('surprise.txt', Buffer.from(list, 'utf8'));
}

/** Six digits, of which none is only rounding. */
function figure(value = 0): string {
  return String(Number(value.toPrecision(6)));
}

function rankFigure({ rank }: ScoredTextToken): string {
  if (rank === undefined) return 'not told';
  if (rank.high === undefined) return `≥ ${rank.low}`;
  return rank.low === rank.high ? String(rank.low) : `${rank.low}–${rank.high}`;
}
