import { UserError } from '../../errors.js';
import { isTooLong } from '../check-length.js';
import type { Form } from '../reply.js';

/** A field of a form as it came: nothing of it is sure. */
export interface SentField {
  readonly id?: unknown;
  readonly value?: unknown;
}

/** Discord's own limit for a text input, and how many a form has at most. */
const MAX_FIELD = 4000;
const MAX_FIELDS = 5;

/**
 * Checks what was typed into a form.
 *
 * @param form the form as it was shown, where that is known
 * @returns the fields by id
 * @throws UserError
 */
export function checkFields(form: Form | undefined, sent: readonly SentField[]): Readonly<Record<string, string>> {
  const typed: [string, string][] = sent.map(({ id, value }) => {
    const field = form?.fields.find((one) => one.id === id);
    const isKnown = form === undefined ? typeof id === 'string' : field !== undefined;
    if (!isKnown || typeof value !== 'string' || sent.length > MAX_FIELDS) {
      throw new UserError('form-outdated');
    }
    const most = field?.maxLength ?? MAX_FIELD;
    if (isTooLong(value, most)) throw new UserError('field-too-long', { field: field?.label, most });
    return [String(id), value];
  });
  const fields = Object.fromEntries(typed);
  const missing = form?.fields.find(({ id, optional }) => !optional && !Object.hasOwn(fields, id));
  if (missing !== undefined) {
    throw new UserError('field-missing', { field: missing.label });
  }
  return fields;
}
