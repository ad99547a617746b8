import type { RunContext } from '../../src/discord/command.js';
import { forgetVote, voteOf } from '../../src/lesson/room/ballot.js';
import { personKey } from '../../src/lesson/room/person.js';
import { wordKey } from './read-guess.js';
import type { GuessResult, Outcome } from './result.js';

/** The round and the board without somebody: their guess, their points and their name. */
export function forgetGuesses(result: GuessResult, person: RunContext['user']): GuessResult {
  const { ballot, board, outcome } = result;
  const guess = voteOf(ballot, person);
  const { [personKey(ballot.salt, person)]: _, ...others } = board;
  return {
    ...result,
    ballot: forgetVote(ballot, person),
    board: others,
    outcome: outcome && guess ? withoutGuess(outcome, wordKey(guess.word)) : outcome,
  };
}

/** A word that nobody else guessed goes with who guessed it, unless it is the right one. */
function withoutGuess(outcome: Outcome, key: string): Outcome {
  return {
    ...outcome,
    people: Math.max(0, outcome.people - 1),
    words: outcome.words.flatMap((word) => {
      if (word.key !== key) return [word];
      const guesses = Math.max(0, word.guesses - 1);
      return guesses === 0 && word.isTrue !== true ? [] : [{ ...word, guesses }];
    }),
  };
}
