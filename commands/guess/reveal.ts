import type { Interval } from '../../src/domain/interval.js';
import { isUnsupported } from '../../src/domain/model-failure.js';
import { UserError } from '../../src/errors.js';
import { scoreContinuation } from '../../src/lesson/asking/continuation.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { votesIn } from '../../src/lesson/room/ballot.js';
import { LISTED_CANDIDATES } from '../../src/lesson/writing/write-text.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { pointsOf } from './points.js';
import { wordKey } from './read-guess.js';
import type { GuessedWord, GuessResult, Outcome } from './result.js';
import { type Asked, findNextWords, type WordChance } from './word-chances.js';

/** Words of the model that are shown beside those of the room. */
const LIKELIEST = 5;

/** Asks the model how likely each guess is, and which words it finds likeliest. */
export async function findOutcome(
  result: Pick<GuessResult, 'prompt' | 'model' | 'ballot' | 'hidden'>,
  { signal }: Pick<AskContext, 'signal'>,
  services: Pick<Services, 'model'>,
): Promise<Outcome> {
  const { prompt, model } = result;
  const typed = guessedWords(result);
  const truth = hiddenWord(result);
  const truthKey = truth === undefined ? undefined : wordKey(truth);
  const isGuessed = typed.some(([first = '']) => wordKey(first) === truthKey);
  const words = truth === undefined || isGuessed ? typed : [[truth], ...typed];
  const found = await findNextWords(prompt, words, LIKELIEST, askedOf(model, signal, services));
  const others = found.likeliest.filter(({ key }) => found.asked.every((one) => one.key !== key));
  const rowOf = (word: WordChance, guesses: number, shown?: string): GuessedWord => ({
    key: word.key,
    shown: shown ?? word.spellings[0]?.text.trim() ?? word.key,
    chance: word.chance,
    text: word.spellings[0]?.text ?? ` ${word.key}`,
    spellings: word.spellings.filter(({ chance }) => chance.high > 0),
    guesses,
    ...(word.key === truthKey && { isTrue: true }),
  });
  const asked = found.asked.map((word, at) => {
    const forms = words[at] ?? [];
    const isTrue = word.key === truthKey;
    return rowOf(word, isTrue && !isGuessed ? 0 : forms.length, isTrue ? truth : mostOften(forms));
  });
  return {
    model: found.answer.model,
    people: votesIn(result.ballot).length,
    words: likeliestFirst([...asked, ...others.map((word) => rowOf(word, 0))]),
    request: found.answer.request,
    requests: found.requests,
  };
}

/** Words by what is sure of their chances, because one of which nothing is known may be anything up to a wide bound. */
export function likeliestFirst(words: readonly GuessedWord[]): GuessedWord[] {
  return words.toSorted(
    (one, other) =>
      other.chance.low - one.chance.low || other.chance.high - one.chance.high || other.guesses - one.guesses,
  );
}

/** The result with what its round came to: guesses are worth points, and a word of a hidden text is no longer hidden. */
export function withOutcome(result: GuessResult, outcome: Outcome): GuessResult {
  // Somebody else was as quick.
  if (result.outcome !== undefined) return result;
  const { hidden, ballot } = result;
  const chances = new Map(outcome.words.map(({ key, chance }) => [key, chance]));
  const truth = hiddenWord(result);
  const board = { ...result.board };
  for (const [person, { word, name }] of Object.entries(ballot.votes)) {
    const key = wordKey(word);
    const won = truth === undefined ? pointsOf(chances.get(key)?.low ?? 0) : Number(key === wordKey(truth));
    const { points, rounds } = board[person] ?? { points: 0, rounds: 0 };
    board[person] = { name, points: Math.round(10 * (points + won)) / 10, rounds: rounds + 1 };
  }
  return {
    ...result,
    ballot: { ...ballot, isClosed: true },
    outcome,
    board,
    sight: 'round',
    ...guessedIn(hidden, outcome),
  };
}

function guessedIn(hidden: GuessResult['hidden'], { words, people }: Outcome): Pick<GuessResult, 'hidden'> {
  const now = hidden?.words[hidden.at];
  if (hidden === undefined || now === undefined) return { hidden };
  const row = words.find(({ isTrue }) => isTrue);
  const guessed = {
    word: now.text.trim(),
    chance: row?.chance ?? { low: 0, high: 1 },
    guesses: people,
    right: row?.guesses ?? 0,
    letters: [...now.text].length,
    bits: now.bits,
  };
  return { hidden: { ...hidden, guessed: [...hidden.guessed, guessed] } };
}

/** The word that is to be guessed; undefined where nobody knows one. */
export function hiddenWord({ hidden }: Pick<GuessResult, 'hidden'>): string | undefined {
  return hidden?.words[hidden.at]?.text.trim();
}

/** What was guessed, a list of what was typed for each word: those of most people first. */
function guessedWords({ ballot }: Pick<GuessResult, 'ballot'>): string[][] {
  const typed = new Map<string, string[]>();
  for (const { word } of votesIn(ballot)) typed.set(wordKey(word), [...(typed.get(wordKey(word)) ?? []), word]);
  return [...typed.values()].toSorted((one, other) => other.length - one.length);
}

function mostOften(forms: readonly string[]): string | undefined {
  const times = (form: string) => forms.filter((one) => one === form).length;
  return forms.toSorted((one, other) => times(other) - times(one))[0];
}

function askedOf(model: string | undefined, signal: AbortSignal, services: Pick<Services, 'model'>): Asked {
  let mayScore = true;
  return {
    next: (prompt) =>
      services.model.nextToken({ prompt, model, candidates: LISTED_CANDIDATES, everyName: true, signal }),
    async goesOn(prompt, continuation): Promise<Interval | undefined> {
      if (!mayScore) return undefined;
      try {
        const { logprob } = await scoreContinuation({ prompt, model, signal }, continuation, services);
        return { low: probabilityOf(logprob.low), high: probabilityOf(logprob.high) };
      } catch (error) {
        const cannot = isUnsupported(error);
        if (!cannot && !(error instanceof UserError && error.fact.code === 'continuation-not-scored')) throw error;
        mayScore = !cannot;
        return undefined;
      }
    },
  };
}
