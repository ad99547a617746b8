import type { AttentionHead, HeadPattern } from '../../src/domain/inside.js';
import type { Token } from '../../src/domain/token.js';

/** A head of attention, and its habit, where it has one that stands out. */
export interface NamedHead {
  /** From 0. */
  readonly layer: number;
  /** From 0. */
  readonly head: number;
  readonly habit: MeasuredHabit | undefined;
}

/** Where a head looks, and with how much of its attention: a mean over places that have such a token, in [0, 1]. */
export interface Habit {
  readonly pattern: HeadPattern;
  readonly share: number;
}

/** A habit beside what is usual: half of the heads give that pattern no more. */
interface MeasuredHabit extends Habit {
  readonly usual: number;
}

/** Attention that is spread evenly over texts like those that heads were measured on gives 4 to 7 of 100 to any pattern. */
const LEAST_SHARE = 0.1;

/** So many times what is usual. */
const TIMES_USUAL = 1.7;

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

function habitOf(patterns: AttentionHead['patterns'], all: readonly AttentionHead[]): MeasuredHabit | undefined {
  const habits = (Object.entries(patterns) as [HeadPattern, number][]).flatMap(([pattern, share]): MeasuredHabit[] => {
    const usual = medianOf(all.map((one) => one.patterns[pattern]));
    return share >= LEAST_SHARE && share >= TIMES_USUAL * usual ? [{ pattern, share, usual }] : [];
  });
  // What sets a head apart most, and not what gets most from every head.
  return habits.toSorted((one, other) => other.share / other.usual - one.share / one.usual)[0];
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** What makes two tokens of a text the same to who reads it: with and without a space before it, a word is one word. */
export function keysOf(tokens: readonly Token[]): string[] {
  return tokens.map(({ text, id }) => (text.includes('\uFFFD') ? String(id) : text.trim() || text));
}

/** The places that a pattern names from a place on, in a text whose first token stands for its start. */
const PLACES: Readonly<Record<HeadPattern, (keys: readonly string[], place: number) => number[]>> = {
  'previous-token': (_, place) => [place - 1],
  'same-token': (keys, place) => placesBefore(keys, place),
  'after-same-token': (keys, place) => placesBefore(keys, place).map((earlier) => earlier + 1),
  'start-of-text': () => [0],
  itself: (_, place) => [place],
};

function placesBefore(keys: readonly string[], place: number): number[] {
  return keys.flatMap((key, earlier) => (earlier >= 1 && earlier < place && key === keys[place] ? [earlier] : []));
}

/** The places that a pattern leads to from a place on; the first token stands for the start of the text. */
export function placesOf(pattern: HeadPattern, keys: readonly string[], place: number): readonly number[] {
  return place === 0 ? [] : PLACES[pattern](keys, place);
}

/**
 * What a head does most in one text.
 *
 * @param rows where each token looks; the first is the start of the text
 * @returns undefined where the text is too short to tell
 */
export function habitIn(rows: readonly (readonly number[])[], keys: readonly string[]): Habit | undefined {
  const habits = (Object.keys(PLACES) as HeadPattern[]).flatMap((pattern): Habit[] => {
    const shares = rows.flatMap((row, place): number[] => {
      const places = placesOf(pattern, keys, place);
      return places.length === 0 ? [] : [places.reduce((sum, to) => sum + (row[to] ?? 0), 0)];
    });
    if (shares.length < LEAST_PLACES) return [];
    return [{ pattern, share: shares.reduce((sum, share) => sum + share, 0) / shares.length }];
  });
  return habits.toSorted((one, other) => other.share - one.share)[0];
}

const LEAST_PLACES = 3;

/** Patterns by how much they tell of a text: that a token looks at its neighbour tells least. */
const MOST_TELLING: readonly HeadPattern[] = [
  'after-same-token',
  'same-token',
  'start-of-text',
  'itself',
  'previous-token',
];

/** From here on a head is seen to do what it was measured to do. */
const TELLING = 0.5;

/**
 * The head that a text is shown by at first: one whose habit is plain to be seen where its last token looks; of several
 * the most telling one. Else the one with the strongest habit.
 *
 * @param rowBy where the last token looks, by a head
 */
export function firstHead(
  named: readonly NamedHead[],
  keys: readonly string[],
  rowBy: (head: NamedHead) => readonly number[],
): NamedHead | undefined {
  const seen = named.flatMap((head) => {
    if (head.habit === undefined) return [];
    const row = rowBy(head);
    const share = Math.max(0, ...placesOf(head.habit.pattern, keys, keys.length - 1).map((place) => row[place] ?? 0));
    return share >= TELLING ? [{ head, share, rank: MOST_TELLING.indexOf(head.habit.pattern) }] : [];
  });
  const [best] = seen.toSorted((one, other) => one.rank - other.rank || other.share - one.share);
  return best?.head ?? named[0];
}
