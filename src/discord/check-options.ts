import { UserError } from '../errors.js';
import type { OptionSpec } from './command.js';
import type { Form } from './reply.js';

/** An option as it came: nothing of it is sure. */
export interface SentOption {
  readonly name?: unknown;
  readonly value?: unknown;
}

type OptionValue = string | number | undefined;

/** What Discord itself lets through where a command says nothing. */
const MAX_STRING = 6000;

const OUTDATED = 'Discord may still show an earlier version of the command: reload Discord, then try again.';

/**
 * Checks the options of a command against what the command says of them. Discord does so too; what has not come from
 * there, or was asked for while the command changed, ends here and not in the middle of the work.
 *
 * @returns the values by name; one that was not given is undefined
 * @throws UserError
 */
export function checkOptions(
  specs: Readonly<Record<string, OptionSpec>>,
  sent: readonly SentOption[],
): Readonly<Record<string, OptionValue>> {
  const given = new Map<unknown, unknown>();
  for (const option of sent) {
    const { name, value } = option ?? {};
    if (typeof name !== 'string' || !Object.hasOwn(specs, name)) {
      throw new UserError(`The command has no such option. ${OUTDATED}`);
    }
    if (given.has(name)) throw new UserError(`The option “${name}” was given twice. Give it once.`);
    given.set(name, value);
  }
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      if (given.has(name)) return [name, checkValue(name, spec, given.get(name))];
      if (spec.required)
        throw new UserError(`The option “${name}” is missing. Fill it in, then send the command again.`);
      return [name, undefined];
    }),
  );
}

function checkValue(name: string, spec: OptionSpec, value: unknown): OptionValue {
  if (spec.type !== 'string') return checkNumber(name, spec, value);
  if (spec.choices !== undefined) return checkChoice(name, spec.choices, value);
  if (typeof value !== 'string') throw new UserError(`The option “${name}” takes a text. Type one.`);
  checkLength(`The option “${name}”`, value, spec.maxLength ?? MAX_STRING);
  return value;
}

function checkNumber(name: string, spec: Extract<OptionSpec, { minimum?: number }>, value: unknown): number {
  const { minimum, maximum } = spec;
  const isKind = spec.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isKind && Number(value) >= (minimum ?? -Infinity) && Number(value) <= (maximum ?? Infinity)) return Number(value);
  const kind = spec.type === 'integer' ? 'a whole number' : 'a number';
  const from = minimum === undefined ? '' : ` from ${minimum.toLocaleString('en')}`;
  const to = maximum === undefined ? '' : ` ${minimum === undefined ? 'up ' : ''}to ${maximum.toLocaleString('en')}`;
  throw new UserError(`The option “${name}” takes ${kind}${from}${to}. Type one.`);
}

function checkChoice(name: string, choices: Readonly<Record<string, string>>, value: unknown): string {
  const chosen = Object.values(choices).find((one) => one === value);
  if (chosen !== undefined) return chosen;
  throw new UserError(`The option “${name}” takes one of: ${Object.keys(choices).join('; ')}. Choose one of them.`);
}

/** Discord counts a character outside the basic plane once or twice, depending on where: here it counts once. */
function checkLength(what: string, text: string, most: number): void {
  if (text.length <= most || (text.length <= 2 * most && [...text].length <= most)) return;
  throw new UserError(`${what} takes up to ${most.toLocaleString('en')} characters. Shorten the text, then try again.`);
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
export function checkFields(
  form: Form | undefined,
  sent: readonly { readonly id: unknown; readonly value: unknown }[],
): Readonly<Record<string, string>> {
  const typed: [string, string][] = sent.map(({ id, value }) => {
    const field = form?.fields.find((one) => one.id === id);
    const isKnown = form === undefined ? typeof id === 'string' : field !== undefined;
    if (!isKnown || typeof value !== 'string' || sent.length > MAX_FIELDS) {
      throw new UserError('This form is not the one that was opened. Open it again.');
    }
    checkLength(`The field “${field?.label ?? 'text'}”`, value, field?.maxLength ?? MAX_FIELD);
    return [String(id), value];
  });
  const fields = Object.fromEntries(typed);
  const missing = form?.fields.find(({ id, optional }) => !optional && !Object.hasOwn(fields, id));
  if (missing !== undefined) {
    throw new UserError(`The field “${missing.label}” is missing. Open the form again and fill it in.`);
  }
  return fields;
}
