import type { Unit } from './units/unit.js';

/** Lengths of ready plans, in minutes. */
export const PLAN_MINUTES = [20, 45, 90] as const;

export type PlanMinutes = (typeof PLAN_MINUTES)[number];

/** The units of each plan, in the order of the story. */
const PLANS: Readonly<Record<PlanMinutes, readonly string[]>> = {
  20: ['tokens', 'next-word', 'temperature'],
  45: ['chance', 'tokens', 'next-word', 'temperature', 'loop', 'training'],
  90: [],
};

/** The units of a ready plan, as far as they are there; the longest one has all. */
export function planOf(length: PlanMinutes, known: readonly Unit[]): readonly string[] {
  const ids = known.map(({ id }) => id);
  return PLANS[length].length === 0 ? ids : ids.filter((id) => PLANS[length].includes(id));
}

/** How long the units take together, in minutes. */
export function minutesOf(units: readonly Unit[]): number {
  return units.reduce((sum, { minutes }) => sum + minutes, 0);
}
