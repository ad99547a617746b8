import type { Press } from '../../src/discord/command.js';
import type { Form } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import type { AskedAnalogy } from './look.js';
import { MAX_TEXT, oneSpace } from './read-texts.js';
import { embedWords } from './words.js';

/** The form that asks for an analogy. */
export function analogyForm(target: Pick<Form, 'runId' | 'value'>, locale: string): Form {
  const { title, ...labels } = embedWords(locale).form;
  return {
    action: 'own-analogy',
    runId: target.runId,
    value: target.value,
    title,
    fields: [
      { id: 'a', label: labels.a, maxLength: MAX_TEXT },
      { id: 'b', label: labels.b, maxLength: MAX_TEXT },
      { id: 'c', label: labels.c, maxLength: MAX_TEXT },
      { id: 'expected', label: labels.expected, maxLength: MAX_TEXT, optional: true },
    ],
  };
}

/**
 * Reads the filled-in form.
 *
 * @throws UserError where one of the three words is missing
 */
export function readAnalogy(fields: Press['fields']): AskedAnalogy {
  const [a = '', b = '', c = '', expected = ''] = ['a', 'b', 'c', 'expected'].map((id) => oneSpace(fields[id] ?? ''));
  if (a === '' || b === '' || c === '') throw new UserError('embed-term-missing');
  return { terms: [a, b, c], expected: expected === '' ? undefined : expected };
}
