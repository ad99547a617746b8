import { plain } from '../../src/discord/markdown.js';
import { votesIn } from '../../src/lesson/room/ballot.js';
import { leaders, toldChance } from './pictures.js';
import { type GuessedWord, type GuessResult, shownWords } from './result.js';
import { hasNext } from './rounds.js';
import { isRoomAhead, raceOf } from './shannon.js';
import { guessWords } from './words.js';

/** What is to be seen, chosen by what the numbers say; markdown. */
export function guessSentence(result: GuessResult, locale: string): string {
  const words = guessWords(locale);
  if (result.sight === 'board') return boardSentence(result, locale);
  if (result.sight === 'race') return raceSentence(result, locale);
  if (result.outcome === undefined) {
    if (result.ballot.isClosed) return words.notCounted;
    const people = votesIn(result.ballot).length;
    return people === 0 ? words.nobodyYet : words.waiting(people);
  }
  return result.hidden === undefined ? chartSentence(result, locale) : hiddenSentence(result, locale);
}

/** A word as a sentence names it. */
function told({ shown, chance, guesses }: GuessedWord, locale: string) {
  const words = guessWords(locale);
  return { name: plain(shown), chance: words.chance(toldChance(chance)), guesses };
}

function chartSentence(result: GuessResult, locale: string): string {
  const words = guessWords(locale);
  const shown = shownWords(result);
  const people = result.outcome?.people ?? 0;
  const [first] = shown;
  if (first === undefined) return words.noWords;
  const guessed = shown.filter(({ guesses }) => guesses > 0);
  const favourite = guessed.toSorted((one, other) => other.guesses - one.guesses)[0];
  const model = told(first, locale);
  if (favourite === undefined) return people === 0 ? words.nobody(model) : words.allLeftOut(model);
  if (people === 1) return favourite === first ? words.oneRight(model) : words.oneOther(told(favourite, locale), model);
  if (favourite === first) return words.sameFirst(model, people);
  return words.otherFirst(told(favourite, locale), model, people);
}

function hiddenSentence(result: GuessResult, locale: string): string {
  const words = guessWords(locale);
  const { outcome } = result;
  const truth = outcome?.words.find(({ isTrue }) => isTrue);
  if (outcome === undefined || truth === undefined) return words.noWords;
  const one = told(truth, locale);
  const sentence = outcome.people === 0 ? words.stoodNobody(one) : words.stood(one, outcome.people);
  return hasNext(result) ? sentence : `${sentence} ${words.textIsOver}`;
}

function boardSentence(result: GuessResult, locale: string): string {
  const words = guessWords(locale);
  const [first, ...others] = leaders(result);
  if (first === undefined) return words.emptyBoard;
  const same = others.filter(({ points }) => points === first.points).length;
  const name = plain(first.name);
  const isHidden = result.hidden !== undefined;
  return words.boardSentence({ name, points: first.points, same, isHidden });
}

function raceSentence({ hidden }: GuessResult, locale: string): string {
  const words = guessWords(locale);
  const race = hidden && raceOf(hidden);
  if (race === undefined) return words.noRace;
  return words.raceSentence(race, isRoomAhead(race));
}
