import type { Interval } from '../../src/domain/interval.js';
import { type Agreement, agreementOf } from '../../src/sampling/agreement.js';
import { wilsonInterval } from '../../src/sampling/wilson-interval.js';
import type { Answer, Counts, PairsResult, Round, Source } from './result.js';

/** A closed pair with the votes that are counted. */
export interface Voted extends Pick<Round, 'prompt' | 'a' | 'b'> {
  readonly votes: Counts;
}

/** How somebody who wrote answers did. */
export interface Standing extends Pick<Answer, 'model' | 'stage' | 'temperature'> {
  /** Votes for their answers; one that finds both the same counts as half. */
  readonly wins: number;
  readonly votes: number;
  /** In [0, 1]. */
  readonly rate: number;
  /** Of the rate, at 95% confidence. */
  readonly range: Interval;
}

/** The closed pairs that somebody voted on. */
export function votedPairs({ rounds }: Pick<PairsResult, 'rounds'>, source: Source): readonly Voted[] {
  return rounds.flatMap(({ prompt, a, b, votes, sample }) => {
    const counted = votes === undefined ? undefined : source === 'room' ? votes : sample;
    return counted === undefined || totalOf(counted) === 0 ? [] : [{ prompt, a, b, votes: counted }];
  });
}

/** Whose votes are counted where nobody says it: the room's, and the sample class's only where the room has none. */
export function usualSource(result: Pick<PairsResult, 'rounds'>): Source {
  return votedPairs(result, 'room').length === 0 && votedPairs(result, 'sample').length > 0 ? 'sample' : 'room';
}

/** How each one did, the best first; pairs whose answers are of one and the same are left out. */
export function standingsOf(pairs: readonly Voted[]): readonly Standing[] {
  const sums = new Map<string, Pick<Standing, 'model' | 'stage' | 'temperature' | 'wins' | 'votes'>>();
  for (const { a, b, votes } of pairs) {
    if (keyOf(a) === keyOf(b)) continue;
    for (const [answer, own] of [[a, votes.a] as const, [b, votes.b] as const]) {
      const { model, stage, temperature } = answer;
      const before = sums.get(keyOf(answer)) ?? { model, stage, temperature, wins: 0, votes: 0 };
      const wins = before.wins + own + votes.same / 2;
      sums.set(keyOf(answer), { ...before, wins, votes: before.votes + totalOf(votes) });
    }
  }
  return [...sums.values()]
    .map((one) => ({ ...one, rate: one.wins / one.votes, range: wilsonInterval(one.wins, one.votes) }))
    .sort((one, other) => other.rate - one.rate);
}

/** How far people agree about the pairs. */
export function agreementIn(pairs: readonly Voted[]): Agreement | undefined {
  return agreementOf(pairs.map(({ votes: { a, b, same } }) => [a, b, same]));
}

/** All votes. */
export function totalOf({ a, b, same }: Counts): number {
  return a + b + same;
}

function keyOf({ model, stage, temperature }: Pick<Answer, 'model' | 'stage' | 'temperature'>): string {
  return JSON.stringify([model, stage, temperature]);
}
