import type { GainRows } from '../../src/charts/kinds/gain-rows/gain-rows.js';
import { type PairedCounts, type PairedDifference, pairedDifference } from '../../src/sampling/paired-difference.js';
import { rightOption } from './judge.js';
import type { Answer, Lesson } from './result.js';
import type { Unit } from './units/unit.js';

const NOBODY: PairedCounts = { both: 0, onlyBefore: 0, onlyAfter: 0, neither: 0 };

/** How a class did before and after. */
export interface Gain extends PairedDifference {
  /** How many answered before and after; each of them may have done so in several units. */
  readonly persons: number;
}

/**
 * How those did who answered the questions of some units before and after; undefined where nobody did both.
 *
 * What one person answers in several units goes together, as far as nobody knows: the range is as wide as if it went
 * together wholly, so that its two sides are √m as long as those of independent answers, for m answers a person.
 *
 * @see Kish 1965, "Survey sampling", on the design effect of clusters
 */
export function gainOf(lesson: Lesson, units: readonly Unit[]): Gain | undefined {
  const persons = new Set(units.flatMap((unit) => pairsOf(lesson, unit).map(([person]) => person))).size;
  if (persons === 0) return undefined;
  const gain = pairedDifference(units.map((unit) => countsOf(lesson, unit)).reduce(add, NOBODY));
  const { people, difference, interval } = gain;
  const wider = Math.sqrt(people / persons);
  const low = Math.max(-1, difference - wider * (difference - interval.low));
  const high = Math.min(1, difference + wider * (interval.high - difference));
  return { ...gain, persons, interval: { low, high } };
}

/** Who answered a unit's question before and after, with both answers. */
function pairsOf(lesson: Lesson, unit: Unit): readonly (readonly [person: string, before: Answer, after: Answer])[] {
  const after = lesson.answers[`${unit.id}.after`] ?? {};
  return Object.entries(lesson.answers[`${unit.id}.before`] ?? {}).flatMap(([person, before]) => {
    const later = after[person];
    return later === undefined ? [] : [[person, before, later] as const];
  });
}

function countsOf(lesson: Lesson, unit: Unit): PairedCounts {
  const wasRight = rightOption(unit.before);
  const isRight = rightOption(unit.after);
  let counts = NOBODY;
  for (const [, before, after] of pairsOf(lesson, unit)) {
    const [was, is] = [before === wasRight, after === isRight];
    const group = was ? (is ? 'both' : 'onlyBefore') : is ? 'onlyAfter' : 'neither';
    counts = { ...counts, [group]: counts[group] + 1 };
  }
  return counts;
}

function add(one: PairedCounts, other: PairedCounts): PairedCounts {
  return {
    both: one.both + other.both,
    onlyBefore: one.onlyBefore + other.onlyBefore,
    onlyAfter: one.onlyAfter + other.onlyAfter,
    neither: one.neither + other.neither,
  };
}

/** A row of the picture. */
export function gainRow(label: string, gain: PairedDifference | undefined): GainRows['rows'][number] {
  if (gain === undefined) return { label, people: 0 };
  const { people, before, after, interval } = gain;
  return { label, people, shares: { before, after, difference: interval } };
}
