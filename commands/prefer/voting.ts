import { UserError } from '../../src/errors.js';
import type { AskPress } from '../../src/lesson/command/definition.js';
import { castVote, closeBallot, reopenBallot, votesIn } from '../../src/lesson/room/ballot.js';
import { CHOICES, type Choice, type Counts, isOpen, type PairsResult, type Round } from './result.js';
import { classVotes } from './sample-class.js';

/** What the button of a vote carries: the pair, because people may press a button of one that is closed. */
export function voteValue(result: PairsResult, choice: Choice): string {
  return `${result.rounds.length}.${choice}`;
}

/**
 * Counts a person's vote on the pair that they saw.
 *
 * @throws UserError where that pair is closed
 */
export function vote(result: PairsResult, { value = '', user }: Pick<AskPress, 'value' | 'user'>): PairsResult {
  const [pair, said] = value.split('.');
  const choice = CHOICES.find((one) => one === said);
  if (choice === undefined || Number(pair) !== result.rounds.length || !isOpen(result)) {
    throw new UserError('pair-not-open');
  }
  return { ...result, ballot: castVote(result.ballot, user, choice) };
}

/**
 * Closes the pair that is shown, and keeps how many voted how: who voted is forgotten.
 *
 * @throws UserError where the person may not
 */
export function closePair(result: PairsResult, press: AskPress): PairsResult {
  const ballot = closeBallot(result.ballot, press);
  if (!isOpen(result)) return result;
  const votes = countVotes(votesIn(ballot));
  const rounds = result.rounds.map((round, at) => (at === result.rounds.length - 1 ? { ...round, votes } : round));
  return { ...result, rounds, ballot: { ...ballot, votes: {} } };
}

/** Another pair to vote on, which the same person may close. */
export function openNext(result: PairsResult, round: Round): PairsResult {
  return { ...result, trouble: undefined, ballot: reopenBallot(result.ballot), rounds: [...result.rounds, round] };
}

/** Has the sample class vote on all pairs that are there, and on those that come. */
export function askClass(result: PairsResult): PairsResult {
  const { rounds, seed } = result;
  const voted = rounds.map((round, at) => ({ ...round, sample: round.sample ?? classVotes(round, seed, at) }));
  return { ...result, hasClass: true, rounds: voted };
}

/** How often each was said. */
export function countVotes(votes: readonly Choice[]): Counts {
  const count = (choice: Choice) => votes.filter((one) => one === choice).length;
  return { a: count('a'), b: count('b'), same: count('same') };
}
