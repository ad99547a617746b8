import type { AttentionHead, HeadPattern } from '../../src/domain/inside.js';

/** A head of attention, and its habit, where it has one that stands out. */
export interface NamedHead {
  /** From 0. */
  readonly layer: number;
  /** From 0. */
  readonly head: number;
  readonly habit: Habit | undefined;
}

/** Where a head looks, and with how much of its attention: a mean over places that have such a token, in [0, 1]. */
export interface Habit {
  readonly pattern: HeadPattern;
  readonly share: number;
}

/** Attention that is spread evenly over texts like those that heads were measured on gives 4 to 7 of 100 to any pattern. */
const LEAST_SHARE = 0.2;

/** So many times what half of the heads give at most. */
const TIMES_USUAL = 2;

/**
 * All heads, those with a habit first, strongest first. A habit is what a head was measured to do clearly more than
 * other heads, and than attention that is spread evenly; where nothing is, a head has no name but its number.
 */
export function nameHeads(
  measured: readonly AttentionHead[],
  { layers, heads }: { readonly layers: number; readonly heads: number },
): NamedHead[] {
  const all = Array.from({ length: layers * heads }, (_, at): NamedHead => {
    const [layer, head] = [Math.floor(at / heads), at % heads];
    const patterns = measured.find((one) => one.layer === layer && one.head === head)?.patterns;
    return { layer, head, habit: patterns && habitOf(patterns, measured) };
  });
  return all.toSorted((one, other) => (other.habit?.share ?? 0) - (one.habit?.share ?? 0));
}

function habitOf(patterns: AttentionHead['patterns'], all: readonly AttentionHead[]): Habit | undefined {
  const habits = (Object.entries(patterns) as [HeadPattern, number][]).flatMap(([pattern, share]): Habit[] => {
    const usual = medianOf(all.map((one) => one.patterns[pattern]));
    return share >= LEAST_SHARE && share >= TIMES_USUAL * usual ? [{ pattern, share }] : [];
  });
  return habits.toSorted((one, other) => other.share - one.share)[0];
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** The places that a pattern names from a place on, in a text whose first token stands for its start. */
const PLACES: Readonly<Record<HeadPattern, (ids: readonly (number | undefined)[], place: number) => number[]>> = {
  'previous-token': (_, place) => [place - 1],
  'same-token': (ids, place) => placesBefore(ids, place),
  'after-same-token': (ids, place) => placesBefore(ids, place).map((earlier) => earlier + 1),
  'start-of-text': () => [0],
  itself: (_, place) => [place],
};

function placesBefore(ids: readonly (number | undefined)[], place: number): number[] {
  return ids.flatMap((id, earlier) => (earlier >= 1 && earlier < place && id === ids[place] ? [earlier] : []));
}

/**
 * What a head does most in one text.
 *
 * @param rows where each token looks; the first is the start of the text
 * @returns undefined where the text is too short to tell
 */
export function habitIn(rows: readonly (readonly number[])[], ids: readonly (number | undefined)[]): Habit | undefined {
  const habits = (Object.keys(PLACES) as HeadPattern[]).flatMap((pattern): Habit[] => {
    const shares = rows.flatMap((row, place): number[] => {
      if (place === 0) return [];
      const places = PLACES[pattern](ids, place);
      return places.length === 0 ? [] : [places.reduce((sum, to) => sum + (row[to] ?? 0), 0)];
    });
    if (shares.length < LEAST_PLACES) return [];
    return [{ pattern, share: shares.reduce((sum, share) => sum + share, 0) / shares.length }];
  });
  return habits.toSorted((one, other) => other.share - one.share)[0];
}

const LEAST_PLACES = 3;
