import { z } from 'zod';
import type { RunContext } from '../../discord/command.js';
import { UserError } from '../../errors.js';
import { managesPlace } from './manages.js';
import { createSalt, personKey } from './person.js';

/**
 * What the people of a room have said, each for themselves: votes, answers, guesses. Everybody counts once, and may change
 * what they said until it is closed. It is part of a stored result, so it outlives a restart.
 */
export interface Ballot<V> {
  readonly salt: string;
  /** Who may close it, as may whoever manages the place. */
  readonly openedBy: string;
  readonly isClosed: boolean;
  /** By person, in the order in which they first came. */
  readonly votes: Readonly<Record<string, V>>;
}

/** As many people as one ballot takes: a stored result has to stay small. */
export const MAX_VOTERS = 500;

/** How a ballot is stored. @param vote what one person says */
export function ballotSchema<V>(vote: z.ZodType<V>) {
  return z.object({
    salt: z.string(),
    openedBy: z.string(),
    isClosed: z.boolean(),
    votes: z.record(z.string(), vote),
  });
}

/** A ballot with no vote, which who asks may close. */
export function openBallot<V>({ user }: Pick<RunContext, 'user'>): Ballot<V> {
  const salt = createSalt();
  return { salt, openedBy: personKey(salt, user), isClosed: false, votes: {} };
}

/** The ballot anew, without its votes: the same person may close it. */
export function reopenBallot<V>(ballot: Ballot<V>): Ballot<V> {
  return { ...ballot, isClosed: false, votes: {} };
}

/** What a person has said; undefined where that is nothing yet. */
export function voteOf<V>({ salt, votes }: Ballot<V>, user: RunContext['user']): V | undefined {
  const key = personKey(salt, user);
  return Object.hasOwn(votes, key) ? votes[key] : undefined;
}

/** All that was said, one entry a person, without who said it. */
export function votesIn<V>({ votes }: Pick<Ballot<V>, 'votes'>): readonly V[] {
  return Object.values(votes);
}

/**
 * The ballot with what a person says, instead of what they said before.
 *
 * @throws UserError where it is closed, or full
 */
export function castVote<V>(ballot: Ballot<V>, user: RunContext['user'], vote: V): Ballot<V> {
  if (ballot.isClosed) throw new UserError('vote-is-closed');
  const key = personKey(ballot.salt, user);
  if (!Object.hasOwn(ballot.votes, key) && Object.keys(ballot.votes).length >= MAX_VOTERS) {
    throw new UserError('vote-is-full', { most: MAX_VOTERS });
  }
  return { ...ballot, votes: { ...ballot.votes, [key]: vote } };
}

/** The ballot without what a person has said, and without knowing them as who opened it. */
export function forgetVote<V>(ballot: Ballot<V>, user: RunContext['user']): Ballot<V> {
  const { salt, votes, openedBy } = ballot;
  const own = personKey(salt, user);
  const { [own]: _, ...others } = votes;
  return { ...ballot, votes: others, openedBy: openedBy === own ? '' : openedBy };
}

/**
 * The ballot after which nobody votes any more.
 *
 * @throws UserError where somebody else opened it and the person does not manage the place
 */
export function closeBallot<V>(ballot: Ballot<V>, presser: Pick<RunContext, 'user' | 'channel' | 'server'>): Ballot<V> {
  const isOpener = personKey(ballot.salt, presser.user) === ballot.openedBy;
  if (!isOpener && !managesPlace(presser)) throw new UserError('may-not-close-vote');
  return ballot.isClosed ? ballot : { ...ballot, isClosed: true };
}
