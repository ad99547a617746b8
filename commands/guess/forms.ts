import type { Form } from '../../src/discord/reply.js';
import { MAX_OWN_TEXT } from './hidden.js';
import { MAX_GUESS } from './read-guess.js';
import { guessWords } from './words.js';

/** Of a text that somebody types for the next round. */
const MAX_TEXT = 500;

type Target = Pick<Form, 'action' | 'runId' | 'value'>;

/** Asks for the next word. */
export function guessForm(target: Target, locale: string): Form {
  const { form } = guessWords(locale);
  return {
    ...target,
    title: form.title,
    fields: [{ id: 'word', label: form.word, placeholder: form.examples, maxLength: MAX_GUESS }],
  };
}

/** Asks for the text of the next round. */
export function textForm(target: Target, locale: string): Form {
  const { form } = guessWords(locale);
  return {
    ...target,
    title: form.textTitle,
    fields: [{ id: 'text', label: form.text, placeholder: form.textExample, maxLength: MAX_TEXT, isLong: true }],
  };
}

/** Asks for a text to hide. */
export function ownTextForm(target: Target, locale: string): Form {
  const { form } = guessWords(locale);
  return {
    ...target,
    title: form.ownTitle,
    fields: [{ id: 'text', label: form.own, placeholder: form.ownHint, maxLength: MAX_OWN_TEXT, isLong: true }],
  };
}
