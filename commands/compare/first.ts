import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import type { BarColumns } from '../../src/charts/kinds/bar-columns/bar-columns.js';
import type { Distribution } from '../../src/domain/distribution.js';
import { type Interval, sumBeside } from '../../src/domain/interval.js';
import type { Candidate } from '../../src/domain/token.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { type TemperedBounds, temper } from '../../src/sampling/bounds.js';
import { diverge } from '../../src/sampling/divergence.js';
import { narrow } from '../../src/sampling/estimated-chain.js';
import { estimateTail } from '../../src/sampling/tail-estimate.js';
import { divergeTempered } from '../../src/sampling/tempered-divergence.js';
import type { InTurns } from '../../src/sampling/turns.js';
import type { Pair } from './result.js';
import { type KeyedDistribution, keyTokens, tokenKey } from './tokens.js';
import { compareWords } from './words.js';

/** The first token of a text under one setting. */
export interface FirstToken {
  /** Over the column. */
  readonly title: string;
  readonly distribution: Distribution;
  /** What the column shows the distribution at. Where it differs, the distribution is one and the same. */
  readonly temperature: number;
  /** What the text begins with, where that is known. */
  readonly drawn: Candidate | undefined;
}

/** First tokens side by side. A distribution that cannot be compared has no column. */
export type FirstColumns = Pick<BarColumns, 'rows' | 'columns'>;

/**
 * The likeliest first tokens of all columns in common rows; the cells of tokens that may be tied have a note.
 *
 * @param how.sameVocabulary all columns are of one model
 * @param how.rows how many tokens have one; all others share a further one
 * @param how.isSure whatever the tokens have that are not listed
 */
export function firstColumns(
  firsts: readonly FirstToken[],
  {
    sameVocabulary,
    rows,
    isSure = false,
    locale,
  }: {
    readonly sameVocabulary: boolean;
    readonly rows: number;
    readonly isSure?: boolean | undefined;
    readonly locale: string;
  },
): FirstColumns {
  const sides = sidesOf(firsts, sameVocabulary).map((one) => {
    return { ...one, probabilities: temperedOf(one.side, one.first.temperature, isSure) };
  });
  const shown = likeliest(sides.map(({ probabilities }) => probabilities)).slice(0, rows);
  const labels = new Map(sides.flatMap(({ side }) => side.keys.map((key, at) => [key, labelAt(side, at)] as const)));
  const { tied } = rowWords(locale);
  return {
    rows: [
      ...shown.map((key) => ({ label: labels.get(key) ?? '' })),
      { label: compareWords(locale).allOthers, hidden: true },
    ],
    columns: sides.map(({ first, side, probabilities }) => ({
      title: first.title,
      cells: cellsOf(
        shown,
        probabilities,
        first.drawn && tokenKey(first.drawn, side.byId),
        first.temperature === 0 ? tied : undefined,
      ),
    })),
  };
}

/** What tells how far apart first tokens are. */
export type Compared = Pick<FirstToken, 'distribution' | 'temperature'>;

/**
 * How far apart the whole distributions of every two columns are, two columns a turn; none where one of them cannot be
 * compared.
 *
 * @param sameVocabulary all columns are of one model
 */
export function* comparePairs(firsts: readonly Compared[], sameVocabulary: boolean): InTurns<Pair[]> {
  const sides = sidesOf(firsts, sameVocabulary);
  const pairs: Pair[] = [];
  if (sides.length < firsts.length) return pairs;
  for (const [at, one] of sides.entries()) {
    for (const [after, other] of sides.slice(at + 1).entries()) {
      yield;
      pairs.push({ ...divergenceOf(one, other), between: [at, at + 1 + after] });
    }
  }
  return pairs;
}

interface Side<F extends Compared> {
  readonly first: F;
  readonly side: KeyedDistribution;
}

function sidesOf<F extends Compared>(firsts: readonly F[], sameVocabulary: boolean): Side<F>[] {
  const keyed = keyTokens(
    firsts.map(({ distribution }) => distribution),
    sameVocabulary,
  );
  return firsts.flatMap((first, at) => {
    const side = keyed[at];
    return side === undefined ? [] : [{ first, side }];
  });
}

/** What is known of one column's tokens at its temperature, by their keys. */
interface Probabilities {
  readonly listed: ReadonlyMap<string, Interval>;
  readonly hidden: Interval;
  /** The most that a token can have that is not listed. */
  readonly cap: number;
}

function temperedOf(side: KeyedDistribution, temperature: number, isSure: boolean): Probabilities {
  const { candidates, hidden, cap } = (isSure ? temper : estimated)(side, temperature);
  return {
    listed: new Map(side.keys.map((key, at) => [key, candidates[at] ?? { low: 0, high: 1 }])),
    hidden,
    cap,
  };
}

/** As `temper`, with an estimate of what is not listed. */
function estimated(side: KeyedDistribution, temperature: number): TemperedBounds {
  const bounds = temper(side, temperature);
  const tail = estimateTail(side, temperature);
  if (tail === undefined) return bounds;
  const likely = [tail.about, ...tail.ends].map((one) => temper({ ...side, tail: one }, temperature));
  return {
    candidates: bounds.candidates.map((one, at) =>
      narrow(
        one,
        likely.flatMap(({ candidates }) => candidates[at] ?? []),
      ),
    ),
    hidden: narrow(
      bounds.hidden,
      likely.map(({ hidden }) => hidden),
    ),
    cap: bounds.cap,
  };
}

/** How far apart two temperatures of one distribution are, with an estimate of what is not listed. */
function divergeEstimated(side: KeyedDistribution, one: number, other: number): Omit<Pair, 'between'> {
  const sure = divergeTempered(side, one, other);
  const tail = estimateTail(side, Math.max(one, other));
  if (tail === undefined) return sure;
  const likely = [tail.about, ...tail.ends].map((each) => divergeTempered({ ...side, tail: each }, one, other));
  return {
    overlap: narrow(
      sure.overlap,
      likely.map(({ overlap }) => overlap),
    ),
    jensenShannon: narrow(
      sure.jensenShannon,
      likely.map(({ jensenShannon }) => jensenShannon),
    ),
    sure,
  };
}

/** The keys of all tokens, by what they have in all columns together. */
function likeliest(columns: readonly Probabilities[]): string[] {
  const sums = new Map<string, number>();
  for (const { listed } of columns) {
    for (const [key, { low, high }] of listed) sums.set(key, (sums.get(key) ?? 0) + (low + high) / 2);
  }
  return [...sums].sort(([, one], [, other]) => other - one).map(([key]) => key);
}

function cellsOf(
  shown: readonly string[],
  { listed, hidden, cap }: Probabilities,
  chosen: string | undefined,
  tied: string | undefined,
): BarCell[] {
  const cells = shown.map((key) => listed.get(key) ?? { low: 0, high: cap });
  const note = (one: Interval) => (one.low < one.high ? tied : undefined);
  const rest = restOf(shown, cells, { listed, hidden, cap });
  return [
    ...cells.map((probability, at) => ({
      probability,
      state: 'kept' as const,
      note: note(probability),
      chosen: shown[at] === chosen,
    })),
    {
      probability: rest,
      state: 'hidden',
      note: note(rest),
      chosen: chosen !== undefined && !shown.includes(chosen),
    },
  ];
}

function divergenceOf(one: Side<Compared>, other: Side<Compared>): Omit<Pair, 'between'> {
  if (one.first.temperature !== other.first.temperature) {
    return divergeEstimated(one.side, one.first.temperature, other.first.temperature);
  }
  const second = new Map(other.side.keys.map((key, at) => [key, other.side.probabilities[at]]));
  const tokens = one.side.keys.map((key, at) => {
    const pair = { first: one.side.probabilities[at], second: second.get(key) };
    second.delete(key);
    return pair;
  });
  const onlySecond = [...second.values()].map((probability) => ({ second: probability }));
  return diverge([...tokens, ...onlySecond], one.side.tail, other.side.tail, one.side.vocabularySize);
}

function labelAt({ candidates }: KeyedDistribution, at: number): string {
  const candidate = candidates[at];
  return candidate === undefined ? '' : tokenLabel(candidate);
}

/** What all tokens have together that are not shown. */
function restOf(
  shown: readonly string[],
  cells: readonly Interval[],
  { listed, hidden, cap }: Probabilities,
): Interval {
  const others = [...listed].filter(([key]) => !shown.includes(key)).map(([, one]) => one);
  // A shown token that is not listed may have taken its part of the hidden ones'.
  const taken = cap * shown.filter((key) => !listed.has(key)).length;
  return sumBeside([...others, { ...hidden, low: Math.max(0, hidden.low - taken) }], cells);
}
