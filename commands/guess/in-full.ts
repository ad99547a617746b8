import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import type { Interval } from '../../src/domain/interval.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { leaders, toldChance } from './pictures.js';
import { pointsOf } from './points.js';
import { type GuessResult, shownWords } from './result.js';
import { raceOf } from './shannon.js';
import { guessWords } from './words.js';

/** Words and people that have a line of their own. */
const MAX_LINES = 40;
/** In a table. */
const MAX_LABEL = 24;

/** Every number behind what is shown: each word with its spellings and points, the board, and the bits per letter. */
export function guessInFull(result: GuessResult, locale: string): Block[] {
  const words = guessWords(locale);
  const { outcome, hidden } = result;
  if (outcome === undefined && (hidden?.guessed.length ?? 0) === 0) return [text(words.details.waiting)];
  return [
    ...(outcome === undefined
      ? []
      : [
          text(`${words.details.words}\n${codeBlock(wordLines(result, locale).join('\n'))}`),
          text(words.details.whole),
          ...(hidden === undefined ? [text(words.details.points)] : []),
        ]),
    ...raceBlocks(result, locale),
    ...boardBlocks(result, locale),
    ...(outcome === undefined
      ? []
      : [text(words.details.asked(outcome.model, outcome.request.path, outcome.requests))]),
  ];
}

function wordLines(result: GuessResult, locale: string): string[] {
  const words = guessWords(locale);
  const percent = (chance: Interval) => chanceOf(chance, locale);
  const rows = shownWords(result)
    .slice(0, MAX_LINES)
    .map(({ shown, chance, guesses, spellings, isTrue }) => {
      const forms = spellings
        .filter((one) => one.chance.high >= 0.0005 || spellings.length === 1)
        .map((one) => `${shorten(visibleText(one.text), MAX_LABEL, 'both')} ${percent(one.chance)}`);
      return [
        `${shorten(visibleText(shown), MAX_LABEL, 'both')}${isTrue ? words.details.isTrue : ''}`,
        percent(chance),
        words.details.guessed(guesses),
        result.hidden === undefined ? words.details.pointsOf(pointsOf(chance.low)) : '',
        forms.join(', '),
      ];
    });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function chanceOf(chance: Interval, locale: string): string {
  const { low, high } = toldChance(chance);
  return guessWords(locale).figures.percentRange(low, high);
}

function raceBlocks({ hidden }: GuessResult, locale: string): Block[] {
  const words = guessWords(locale);
  if (hidden === undefined || hidden.guessed.length === 0) return [];
  const race = raceOf(hidden);
  const lines = hidden.guessed
    .slice(-MAX_LINES)
    .map(({ word, chance, guesses, right, bits, letters }) =>
      [
        shorten(visibleText(word), MAX_LABEL, 'both').padEnd(MAX_LABEL),
        chanceOf(chance, locale).padStart(8),
        words.ofPeople(right, guesses).padStart(8),
        words.details.bitsOf(bits, letters),
      ].join('  '),
    );
  return [
    text(`${words.details.race}\n${codeBlock(lines.join('\n'))}`),
    ...(race === undefined ? [] : [text(words.details.raceNumbers(race))]),
    text(words.details.estimate),
    ...(hidden.isOwn ? [text(words.details.ownText)] : [text(words.details.unseen)]),
  ];
}

function boardBlocks(result: GuessResult, locale: string): Block[] {
  const words = guessWords(locale);
  const people = leaders(result);
  if (people.length === 0) return [];
  const lines = people
    .slice(0, MAX_LINES)
    .map(({ name, points, rounds }) => words.details.person(plain(name), points, rounds, result.hidden !== undefined));
  return [text([words.details.board, ...lines].join('\n'))];
}
