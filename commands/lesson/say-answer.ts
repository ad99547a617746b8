import { LETTERS } from './letters.js';
import { questionAt } from './read-answer.js';
import type { Answer } from './result.js';
import type { QuestionStation } from './stations.js';

/** An answer as people read it; plain text. @param orderOf how an order is written */
export function sayAnswer(
  station: QuestionStation,
  answer: Answer,
  orderOf: (items: readonly string[]) => string,
): string {
  const asked = questionAt(station);
  switch (asked.kind) {
    case 'poll':
      return asked.options[placeOf(String(answer))]?.label ?? String(answer);
    case 'order':
      return orderOf([...String(answer)].map((letter) => asked.items[placeOf(letter)] ?? letter));
    default:
      return String(answer);
  }
}

function placeOf(letter: string): number {
  return LETTERS.indexOf(letter);
}
