import { type Interval, sumBeside } from '../domain/interval.js';
import type { ListedDistribution } from './listed.js';
import type { ChainOutcome } from './sampling-chain.js';
import type { Cuts } from './truncation.js';

/** What a cut leaves to draw from, and what it takes away. */
export interface CutRemains {
  /** How many tokens are left; the upper end is Infinity where nobody tells how many there are. */
  readonly left: Interval;
  /** The probability of all that are cut, before the cut. */
  readonly lost: Interval;
}

/** A cut that was made. */
interface CutMade extends Cuts {
  readonly listed: Pick<ListedDistribution, 'hiddenMass' | 'vocabularySize'>;
  readonly outcome: ChainOutcome;
  /** The outcome at the temperature that the cuts looked at; the same one by default. */
  readonly found?: ChainOutcome | undefined;
  /** Top-p surely keeps a token that is not listed. */
  readonly isBeyond?: boolean;
}

/** Counts what the cuts of a sampling chain leave, as far as it is known. */
export function cutRemains({ outcome, found = outcome, ...cut }: CutMade): CutRemains {
  return { left: countLeft(cut, outcome), lost: lostBy(outcome, found) };
}

function countLeft(
  { listed, topK = Infinity, topP = 1, minP = 0, isBeyond = false }: Omit<CutMade, 'outcome'>,
  { candidates, hidden }: ChainOutcome,
): Interval {
  const others = listed.hiddenMass > 0 ? (listed.vocabularySize ?? Infinity) - candidates.length : 0;
  const room = Math.min(others, Math.max(0, topK - candidates.length));
  const sure = minP > 0 ? 0 : topP >= 1 ? room : isBeyond ? 1 : 0;
  const low = candidates.filter(({ state }) => state === 'kept').length;
  const high = candidates.filter(({ state }) => state !== 'cut').length;
  return {
    low: low + (hidden.state === 'kept' ? room : sure),
    high: high + (hidden.state === 'cut' ? 0 : room),
  };
}

function lostBy(outcome: ChainOutcome, found: ChainOutcome): Interval {
  const states = [...outcome.candidates, outcome.hidden].map(({ state }) => state);
  const all = [...found.candidates, found.hidden];
  const thatAre = (state: 'kept' | 'cut') =>
    all.map(({ low, high }, at) =>
      states[at] === state ? { low, high } : { low: 0, high: states[at] === 'unsure' ? high : 0 },
    );
  return sumBeside(thatAre('cut'), thatAre('kept'));
}
