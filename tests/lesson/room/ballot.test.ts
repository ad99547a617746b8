import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../../src/errors.js';
import {
  ballotSchema,
  castVote,
  closeBallot,
  MAX_VOTERS,
  openBallot,
  voteOf,
  votesIn,
} from '../../../src/lesson/room/ballot.js';

const person = (id: string) => ({ id, name: `name of ${id}` });
// As long as Discord's, so that no key has one in it by chance.
const [ada, bob, eve] = [person('100000000000000001'), person('100000000000000002'), person('100000000000000003')];
const inChannel = (user: typeof ada, mayManage = false) => ({ user, channel: { id: '1', mayManage } });

/** The code of the error that a person is told. */
function refusalOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return error instanceof UserError ? error.fact.code : undefined;
  }
  return undefined;
}

describe('a ballot', () => {
  test('counts each person once, with what they said last', () => {
    let ballot = openBallot<string>(inChannel(ada));
    for (const [user, vote] of [
      [ada, 'yes'],
      [bob, 'no'],
      [ada, 'no'],
    ] as const)
      ballot = castVote(ballot, user, vote);
    expect(votesIn(ballot)).toEqual(['no', 'no']);
    expect(voteOf(ballot, ada)).toBe('no');
    expect(voteOf(ballot, eve)).toBeUndefined();
  });

  test('tells nobody who voted, and gives a person another key in another ballot', () => {
    const first = castVote(openBallot<string>(inChannel(ada)), bob, 'yes');
    const second = castVote(openBallot<string>(inChannel(ada)), bob, 'yes');
    expect(JSON.stringify(first)).not.toMatch(/10000000000000000[12]|name of/);
    expect(Object.keys(first.votes)).not.toEqual(Object.keys(second.votes));
  });

  test('is closed by who opened it or manages the place, and by nobody else', () => {
    const ballot = castVote(openBallot<string>(inChannel(ada)), bob, 'yes');
    expect(refusalOf(() => closeBallot(ballot, inChannel(bob)))).toBe('may-not-close-vote');
    expect(closeBallot(ballot, inChannel(ada)).isClosed).toBe(true);
    expect(closeBallot(ballot, inChannel(eve, true)).isClosed).toBe(true);
    expect(closeBallot(ballot, { ...inChannel(eve), server: { id: '2', mayManage: true } }).isClosed).toBe(true);
  });

  test('takes no vote when it is closed, and no further person when it is full', () => {
    const closed = closeBallot(openBallot<string>(inChannel(ada)), inChannel(ada));
    expect(refusalOf(() => castVote(closed, bob, 'yes'))).toBe('vote-is-closed');
    let full = openBallot<number>(inChannel(ada));
    for (let number = 0; number < MAX_VOTERS; number++) full = castVote(full, person(`${number}`), number);
    expect(refusalOf(() => castVote(full, person('one more'), 1))).toBe('vote-is-full');
    expect(voteOf(castVote(full, person('7'), 70), person('7'))).toBe(70);
  });

  test('is the same after it was stored', () => {
    const ballot = castVote(openBallot<{ word: string }>(inChannel(ada)), bob, { word: '__proto__' });
    const schema = ballotSchema(z.object({ word: z.string() }));
    expect(schema.parse(JSON.parse(JSON.stringify(z.encode(schema, ballot))))).toEqual(ballot);
  });
});
