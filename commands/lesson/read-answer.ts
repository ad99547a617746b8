import { UserError } from '../../src/errors.js';
import { fold } from './judge.js';
import { LETTERS } from './letters.js';
import type { Answer } from './result.js';
import type { QuestionStation } from './stations.js';
import type { Prediction } from './units/unit.js';

/** The longest word that can be typed; characters. */
export const MAX_WORD = 40;

/** What is asked at a station, idea or prediction. */
export function questionAt(
  station: QuestionStation,
): { kind: 'poll'; options: readonly { label: string }[] } | Prediction {
  return station.kind === 'step' ? station.step.predict : { kind: 'poll', options: station.question.options };
}

/**
 * Reads what somebody pressed, chose or typed at a station.
 *
 * @throws UserError that says what can be answered
 */
export function readAnswer(station: QuestionStation, said: string): Answer {
  const asked = questionAt(station);
  switch (asked.kind) {
    case 'poll': {
      const letter = LETTERS.slice(0, asked.options.length).find((one) => one === said);
      if (letter === undefined) throw new UserError('button-outdated');
      return letter;
    }
    case 'order': {
      const letters = LETTERS.slice(0, asked.items.length);
      if ([...said].toSorted().join('') !== letters.join('')) throw new UserError('button-outdated');
      return said;
    }
    case 'number':
      return readNumber(said, asked);
    case 'word':
      return readWord(said);
  }
}

function readNumber(said: string, { from, to }: { readonly from: number; readonly to: number }): number {
  // Many write a comma where English has a point, and percents with their sign.
  const typed = said.trim().replace(/\s*%$/, '').replace(',', '.');
  const number = /^[-+]?\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN;
  if (!(number >= from && number <= to)) throw new UserError('lesson-number', { from, to });
  return number;
}

function readWord(said: string): string {
  const word = said.trim();
  if (fold(word) === '') throw new UserError('guess-is-empty');
  if (/\s/u.test(word)) throw new UserError('guess-is-several');
  if ([...word].length > MAX_WORD) throw new UserError('guess-is-too-long', { most: MAX_WORD });
  return word;
}
