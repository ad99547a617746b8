import { sum } from './sum.js';

/** How often two people say the same of one thing. */
export interface Agreement {
  /** Pairs of people who both said something of one thing. */
  readonly pairs: number;
  /** The share of those that said the same, in [0, 1]. */
  readonly share: number;
  /** The share that would say the same if all drew from everybody's answers, in [0, 1]. */
  readonly byChance: number;
  /** How far the share is above chance: 1 is full agreement, 0 is chance; undefined where all said the same. */
  readonly kappa: number | undefined;
}

/**
 * How far people agree: Fleiss' kappa, with the pairs of all things put together, because not all things have as many people.
 *
 * @param counts for each thing, how many people gave each of the possible answers
 * @returns undefined where no thing has two people
 * @see Fleiss 1971, "Measuring nominal scale agreement among many raters"; with one number of people it is the same figure
 */
export function agreementOf(counts: readonly (readonly number[])[]): Agreement | undefined {
  const shared = counts.filter((answers) => sum(answers) > 1);
  const pairs = sum(shared.map((answers) => pairsOf(sum(answers))));
  if (pairs === 0) return undefined;
  const share = sum(shared.map((answers) => sum(answers.map(pairsOf)))) / pairs;
  const people = sum(shared.map(sum));
  const kinds = Math.max(...shared.map(({ length }) => length));
  const byChance = sum(
    Array.from({ length: kinds }, (_, kind) => (sum(shared.map((answers) => answers[kind] ?? 0)) / people) ** 2),
  );
  return { pairs, share, byChance, kappa: byChance === 1 ? undefined : (share - byChance) / (1 - byChance) };
}

function pairsOf(people: number): number {
  return (people * (people - 1)) / 2;
}
