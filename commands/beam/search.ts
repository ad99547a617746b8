import type { Distribution } from '../../src/domain/distribution.js';
import type { Fact } from '../../src/domain/fact.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { Candidate } from '../../src/domain/token.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { endsText, isUnseen } from '../../src/lesson/text/token-label.js';
import { type BeamColumn, type BeamStep, growBeam, wayTo } from '../../src/sampling/beam-search.js';
import type { BeamPath } from './result.js';

/** Asks what comes behind a prompt and what was put behind it. */
export type AskBehind = (added: string) => Promise<Distribution>;

/** What a search has found. */
export interface Searched {
  readonly columns: readonly BeamColumn[];
  /** Candidates that were left out, because a text that ends inside a character cannot be gone on with. */
  readonly skipped: number;
  /** Why it ended early. */
  readonly broken?: Fact | undefined;
}

/** What may stand behind a text, and how many tokens had to be left out. */
interface Continuations {
  readonly steps: readonly BeamStep[];
  readonly skipped: number;
}

/**
 * Searches for likely texts, a token each step. One that breaks off keeps what is there; it is rejected only where nothing is.
 *
 * @param how.onColumn told after each step
 */
export async function searchBeam(
  ask: AskBehind,
  how: {
    readonly width: number;
    readonly steps: number;
    readonly signal: AbortSignal;
    readonly onColumn: (columns: readonly BeamColumn[]) => void;
  },
): Promise<Searched> {
  const columns: BeamColumn[] = [];
  let skipped = 0;
  try {
    while (columns.length < how.steps) {
      const last = columns.at(-1);
      const kept = last ?? [undefined];
      const found = await Promise.all(
        kept.map(async (entry, place): Promise<Continuations> => {
          if (entry?.ended !== undefined) return { steps: [], skipped: 0 };
          const way = wayTo(columns, columns.length - 1, entry === undefined ? -1 : place).map(({ token }) => token);
          return continuationsOf(way, await ask(joinTokens(way)), how.width);
        }),
      );
      const column = growBeam(
        last,
        found.map(({ steps }) => steps),
        how.width,
      );
      skipped += found.reduce((sum, one) => sum + one.skipped, 0);
      if (column.length === 0) break;
      columns.push(column);
      how.onColumn(columns);
      if (column.every(({ ended }) => ended !== undefined)) break;
    }
    return { columns, skipped };
  } catch (error) {
    const reason = reasonOf(error, how.signal);
    if (columns.length === 0) throw error;
    return { columns, skipped, broken: reason.fact };
  }
}

/** Takes the likeliest token each time. */
export async function searchGreedily(ask: AskBehind, steps: number): Promise<BeamPath> {
  const tokens: Candidate[] = [];
  let logprob = 0;
  while (tokens.length < steps) {
    const [first] = continuationsOf(tokens, await ask(joinTokens(tokens)), 1).steps;
    if (first === undefined) break;
    tokens.push(first.token);
    logprob += first.token.logprob;
    if (first.ends) return { tokens, logprob, ended: true };
  }
  return { tokens, logprob, ended: false };
}

/** The likeliest tokens that a text can go on with, at most so many. */
function continuationsOf(way: readonly Candidate[], { candidates }: Distribution, most: number): Continuations {
  const steps: BeamStep[] = [];
  let skipped = 0;
  for (const token of candidates) {
    if (steps.length >= most) break;
    const ends = endsText(token);
    if (!ends && (isUnseen(token) || joinTokens([...way, token]).endsWith('\uFFFD'))) skipped++;
    else steps.push({ token, ends });
  }
  return { steps, skipped };
}
