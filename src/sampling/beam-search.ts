import type { Candidate } from '../domain/token.js';

/** A text that is kept at one step of a search, as the last token of its way. */
export interface BeamEntry {
  /** Its place in the column before; undefined in the first column. */
  readonly parent?: number | undefined;
  readonly token: Candidate;
  /** Natural logarithm of the probability of the whole way. */
  readonly logprob: number;
  /** `now`: this token ends the text. `before`: an earlier one did, and the text is kept as it is. */
  readonly ended?: 'now' | 'before' | undefined;
}

/** What is kept after one step, most likely first. */
export type BeamColumn = readonly BeamEntry[];

/** A token that a text could go on with. */
export interface BeamStep {
  readonly token: Candidate;
  readonly ends: boolean;
}

/**
 * One step of a beam search: all ways to go on with each text that is kept, of which the likeliest are kept again. A text
 * that has ended competes as it is.
 *
 * @param before the column before; undefined at the first step
 * @param goOn what each text may go on with, by its place in the column; the first list where there is no column
 * @param width how many are kept, from 1 on
 * @see Sutskever, Vinyals, Le 2014, "Sequence to sequence learning with neural networks", section 3.2
 */
export function growBeam(
  before: BeamColumn | undefined,
  goOn: readonly (readonly BeamStep[])[],
  width: number,
): BeamColumn {
  const kept: readonly (BeamEntry | undefined)[] = before ?? [undefined];
  const all = kept.flatMap((entry, place): BeamEntry[] => {
    const parent = entry === undefined ? undefined : place;
    if (entry?.ended !== undefined) return [{ ...entry, parent, ended: 'before' }];
    return (goOn[place] ?? []).map(({ token, ends }) => ({
      parent,
      token,
      logprob: (entry?.logprob ?? 0) + token.logprob,
      ...(ends && { ended: 'now' as const }),
    }));
  });
  return all.toSorted((one, other) => other.logprob - one.logprob).slice(0, width);
}

/** The entries of the way that ends at a place of a column, from the first token on; those that only wait are left out. */
export function wayTo(columns: readonly BeamColumn[], column: number, place: number): readonly BeamEntry[] {
  const way: BeamEntry[] = [];
  let at: number | undefined = place;
  for (let step = column; step >= 0 && at !== undefined; step--) {
    const entry: BeamEntry | undefined = columns[step]?.[at];
    if (entry === undefined) break;
    if (entry.ended !== 'before') way.unshift(entry);
    at = entry.parent;
  }
  return way;
}

/** Places of each column from which a way leads to the last column. */
export function livingPlaces(columns: readonly BeamColumn[]): readonly ReadonlySet<number>[] {
  const living: Set<number>[] = columns.map(() => new Set());
  for (let step = columns.length - 1; step >= 0; step--) {
    const column = columns[step] ?? [];
    for (const [place, { parent }] of column.entries()) {
      if (step === columns.length - 1) living[step]?.add(place);
      if (parent !== undefined && living[step]?.has(place)) living[step - 1]?.add(parent);
    }
  }
  return living;
}
