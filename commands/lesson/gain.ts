import type { GainRows } from '../../src/charts/kinds/gain-rows/gain-rows.js';
import { type PairedCounts, type PairedDifference, pairedDifference } from '../../src/sampling/paired-difference.js';
import { rightOption } from './judge.js';
import type { Lesson } from './result.js';
import type { Unit } from './units/unit.js';

const NOBODY: PairedCounts = { both: 0, onlyBefore: 0, onlyAfter: 0, neither: 0 };

/** How those did who answered a unit's question before and after; undefined where nobody did both. */
export function gainOf(lesson: Lesson, units: readonly Unit[]): PairedDifference | undefined {
  const counts = units.map((unit) => countsOf(lesson, unit)).reduce(add, NOBODY);
  return counts.both + counts.onlyBefore + counts.onlyAfter + counts.neither === 0
    ? undefined
    : pairedDifference(counts);
}

function countsOf(lesson: Lesson, unit: Unit): PairedCounts {
  const before = lesson.answers[`${unit.id}.before`] ?? {};
  const after = lesson.answers[`${unit.id}.after`] ?? {};
  const wasRight = rightOption(unit.before);
  const isRight = rightOption(unit.after);
  let counts = NOBODY;
  for (const [person, answer] of Object.entries(before)) {
    const later = after[person];
    if (later === undefined) continue;
    const [was, is] = [answer === wasRight, later === isRight];
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
