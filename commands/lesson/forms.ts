import type { Press } from '../../src/discord/command.js';
import type { Form } from '../../src/discord/reply.js';
import { MAX_WORD } from './read-answer.js';
import type { Prediction } from './units/unit.js';
import { lessonWords } from './words.js';

/** The longest text that a class may put in the place of a unit's. */
const MAX_OWN = 300;

/** A number is typed in so many characters. */
const MAX_NUMBER = 12;

type Target = Pick<Press, 'runId' | 'value' | 'locale'>;

/** What the button of a question carries behind its place, because a form must open without looking anything up. */
export function formHint(asked: Extract<Prediction, { kind: 'number' | 'word' }>): string {
  return asked.kind === 'word' ? 'w' : `${asked.from}_${asked.to}`;
}

/** Asks for a number or a word. */
export function answerForm({ runId, value, locale }: Target): Form {
  const words = lessonWords(locale);
  const [from, to] = (value?.split('.')[1] ?? '').split('_').map(Number);
  const isNumber = from !== undefined && to !== undefined && Number.isFinite(from) && Number.isFinite(to);
  return {
    action: 'answer',
    runId,
    value,
    title: words.answerTitle,
    fields: [
      {
        id: 'answer',
        label: isNumber ? words.numberField(from, to) : words.wordField,
        maxLength: isNumber ? MAX_NUMBER : MAX_WORD,
      },
    ],
  };
}

/** Asks for the class's own text. */
export function ownForm({ runId, value, locale }: Target): Form {
  const { lead, ownField } = lessonWords(locale);
  return {
    action: 'lead-own',
    runId,
    value,
    title: lead.own,
    fields: [{ id: 'own', label: ownField, maxLength: MAX_OWN, isLong: true }],
  };
}
