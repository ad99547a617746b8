import { type BeamEntry, livingPlaces, wayTo } from '../../src/sampling/beam-search.js';
import { findParting } from '../../src/sampling/parting.js';
import type { BeamPath, BeamResult } from './result.js';

/** The likeliest text that a search has found. */
export function bestPath({ columns }: Pick<BeamResult, 'columns'>): BeamPath {
  return pathOf(columns, 0);
}

/** All texts that are kept at the end, most likely first. */
export function keptPaths({ columns }: Pick<BeamResult, 'columns'>): readonly BeamPath[] {
  return (columns.at(-1) ?? []).map((_, place) => pathOf(columns, place));
}

function pathOf(columns: BeamResult['columns'], place: number): BeamPath {
  const way = wayTo(columns, columns.length - 1, place);
  const entry = columns.at(-1)?.[place];
  return {
    tokens: way.map(({ token }) => token),
    logprob: entry?.logprob ?? 0,
    ended: entry?.ended !== undefined,
  };
}

/** A place of the search, and what became of it. */
export interface FoundEntry {
  readonly entry: BeamEntry;
  readonly column: number;
  readonly row: number;
  readonly fate: 'best' | 'kept' | 'dropped';
}

/** All that was kept, column by column. */
export function foundEntries({ columns }: Pick<BeamResult, 'columns'>): readonly FoundEntry[] {
  const living = livingPlaces(columns);
  const best = placesOfBest(columns);
  return columns.flatMap((entries, column) =>
    entries.map((entry, row) => ({
      entry,
      column,
      row,
      fate: best[column] === row ? 'best' : living[column]?.has(row) ? 'kept' : 'dropped',
    })),
  );
}

/** The row of the likeliest text in each column. */
function placesOfBest(columns: BeamResult['columns']): readonly (number | undefined)[] {
  const rows: (number | undefined)[] = [];
  let at: number | undefined = 0;
  for (let column = columns.length - 1; column >= 0; column--) {
    rows.unshift(at);
    at = at === undefined ? undefined : columns[column]?.[at]?.parent;
  }
  return rows;
}

/** Whether two ways have the same tokens. */
export function isSamePath(one: BeamPath, other: BeamPath): boolean {
  return findParting(one.tokens, other.tokens).how === 'equal';
}
