import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { Interval } from '../../src/domain/interval.js';
import { exactly } from '../../src/domain/interval.js';
import { votesIn } from '../../src/lesson/room/ballot.js';
import { type GuessedWord, type GuessResult, shownWords } from './result.js';
import { raceOf } from './shannon.js';
import { guessWords } from './words.js';

/** Words on one picture. */
const MAX_WORDS = 7;
/** Words of a hidden text that are shown, the last ones, with their mean below. */
const MAX_PAST = 6;
/** Chances below this are written as less than it. */
const TOO_LITTLE = 0.001;
/** People on the board's picture. */
const MAX_PEOPLE = 8;

/** The picture of a result: the gap, the guesses with their chances, the board, or the room beside the model. */
export function guessPicture(result: GuessResult, locale: string): Picture {
  if (result.sight === 'board') return boardPicture(result, locale);
  if (result.sight === 'race') return racePicture(result, locale);
  return result.outcome === undefined ? gapPicture(result, locale) : wordsPicture(result, locale);
}

function gapPicture({ prompt, ballot, hidden, round }: GuessResult, locale: string): Picture {
  const words = guessWords(locale);
  const people = votesIn(ballot).length;
  return {
    kind: 'gap-text',
    title: words.whatNext,
    subtitle:
      hidden === undefined
        ? words.roundName(round)
        : words.hiddenName(hidden.title, hidden.at + 1, hidden.words.length),
    texts: [{ label: prompt, people, note: words.haveGuessed(people) }],
  };
}

/** The words of a round that have room: the one that stands there, those of most people, then the likeliest. */
export function picturedWords(result: Pick<GuessResult, 'outcome' | 'leftOut'>): GuessedWord[] {
  const words = shownWords(result);
  const most = words
    .toSorted(
      (one, other) =>
        Number(other.isTrue ?? false) - Number(one.isTrue ?? false) ||
        other.guesses - one.guesses ||
        other.chance.high - one.chance.high,
    )
    .slice(0, MAX_WORDS);
  // What the model finds likeliest belongs there, however many guessed something else.
  const [first] = words;
  if (first !== undefined && !most.includes(first)) most.splice(-1, 1, first);
  const shown = words.filter((word) => most.includes(word));
  return [...shown.filter(({ isTrue }) => isTrue), ...shown.filter(({ isTrue }) => !isTrue)];
}

function wordsPicture(result: GuessResult, locale: string): Picture {
  const words = guessWords(locale);
  const people = result.outcome?.people ?? 0;
  const shown = picturedWords(result);
  return {
    kind: 'bar-columns',
    title: result.hidden === undefined ? words.howLikely : words.whatStood,
    figures: words.figuresOfWords,
    rows: shown.map(({ shown: label }) => ({ label })),
    columns: [
      {
        title: words.model,
        cells: shown.map(({ chance, isTrue }) => ({ ...cell(chance), note: isTrue ? words.rightWord : undefined })),
      },
      // Where nobody guessed, the room has no shares.
      ...(people === 0
        ? []
        : [
            {
              title: words.room,
              cells: shown.map(({ guesses }) => ({
                ...cell(exactly(guesses / people)),
                note: words.ofPeople(guesses, people),
              })),
            },
          ]),
    ],
  };
}

function racePicture({ hidden }: GuessResult, locale: string): Picture {
  const words = guessWords(locale);
  const counted = (hidden?.guessed ?? []).filter(({ guesses }) => guesses > 0);
  const past = counted.slice(-MAX_PAST);
  const race = raceOf({ guessed: counted });
  const mean = race === undefined ? [] : [race];
  return {
    kind: 'bar-columns',
    title: words.whoIsBetter,
    figures: words.figuresOfRace,
    rows: [
      ...past.map(({ word }) => ({ label: word })),
      ...mean.map((one) => ({ label: words.meanOf(one.words), hidden: true })),
    ],
    columns: [
      {
        title: words.model,
        cells: [...past.map(({ chance }) => cell(chance)), ...mean.map(({ model }) => cell(model))],
      },
      {
        title: words.room,
        cells: [
          ...past.map(({ right, guesses }) => ({
            ...cell(exactly(right / guesses)),
            note: words.ofPeople(right, guesses),
          })),
          ...mean.map(({ room }) => cell(exactly(room))),
        ],
      },
    ],
  };
}

function boardPicture(result: GuessResult, locale: string): Picture {
  const words = guessWords(locale);
  const isHidden = result.hidden !== undefined;
  const [unit, unitOfOne] = isHidden ? [words.wordsRight, words.wordRight] : [words.points, words.point];
  return {
    kind: 'count-bars',
    title: isHidden ? words.whoWasRight : words.whoLeads,
    unit,
    unitOfOne,
    bars: leaders(result)
      .slice(0, MAX_PEOPLE)
      .map(({ name, points, rounds }, at) => ({
        label: name,
        note: words.inRounds(rounds),
        count: points,
        emphasis: at === 0,
      })),
  };
}

/** A chance that is written `< 0.1%` at its higher end is that, and no range. */
export function toldChance({ low, high }: Interval): Interval {
  return high < TOO_LITTLE ? exactly(high) : { low, high };
}

/** Who has guessed, those with most points first. */
export function leaders({ board }: Pick<GuessResult, 'board'>): GuessResult['board'][string][] {
  return Object.values(board).toSorted((one, other) => other.points - one.points || one.rounds - other.rounds);
}

function cell(chance: Interval): BarCell {
  return { probability: toldChance(chance), state: 'kept' };
}
