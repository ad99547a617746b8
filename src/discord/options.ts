import { UserError } from '../errors.js';
import { isTooLong } from './check-length.js';

/** One option of a slash command; the same object is what Discord is told and what the option's type comes from. */
export type OptionSpec =
  | {
      readonly type: 'string';
      readonly description: string;
      readonly required?: boolean;
      readonly maxLength?: number;
      /** Label to value. */
      readonly choices?: Readonly<Record<string, string>>;
      readonly autocomplete?: boolean;
      /** Describes the option by which the same text can come as a file; where it is one, neither option is required. */
      readonly file?: string;
    }
  | {
      readonly type: 'number' | 'integer';
      readonly description: string;
      readonly required?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: 'boolean'; readonly description: string; readonly required?: boolean }
  /** What Discord lets people choose, as its id. */
  | { readonly type: 'channel'; readonly description: string; readonly required?: boolean }
  | { readonly type: 'role'; readonly description: string; readonly required?: boolean };

type ValueOf<O extends OptionSpec> = O extends { type: 'boolean' }
  ? boolean
  : O extends { type: 'channel' | 'role' }
    ? string
    : O extends { type: 'number' | 'integer' }
      ? number
      : O extends { choices: Readonly<Record<string, infer V extends string>> }
        ? V
        : string;

/** Option values as `run` gets them: a required option is always there. */
export type OptionValues<S extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof S]: S[K] extends { required: true } ? ValueOf<S[K]> : ValueOf<S[K]> | undefined;
};

/** An option as it came: nothing of it is sure. */
export interface SentOption {
  readonly name?: unknown;
  readonly value?: unknown;
  /** What the value, an id, stands for where the option takes a file. */
  readonly file?: SentFile | undefined;
}

/** A file on a message, or given as an option. */
export interface SentFile {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** Its media type, as Discord guessed it. */
  readonly type: string | undefined;
}

/** The name of the option by which a command's text comes as a file. */
export const FILE_OPTION = 'file';

type OptionValue = string | number | boolean | undefined;

/** What Discord itself lets through where a command says nothing. */
const MAX_STRING = 6000;

/**
 * Checks the options of a command against what the command says of them. Discord does so too; what has not come from
 * there, or was asked for while the command changed, ends here and not in the middle of the work.
 *
 * @returns the values by name; one that was not given is undefined
 * @throws UserError
 */
export function checkOptions<const S extends Readonly<Record<string, OptionSpec>>>(
  specs: S,
  sent: readonly SentOption[],
): OptionValues<S> {
  const given = new Map<unknown, unknown>();
  for (const option of sent) {
    const { name, value } = option ?? {};
    if (typeof name !== 'string' || !Object.hasOwn(specs, name)) {
      throw new UserError('option-unknown');
    }
    if (given.has(name)) throw new UserError('option-twice', { option: name });
    given.set(name, value);
  }
  const values = Object.entries(specs).map(([name, spec]): [string, OptionValue] => {
    if (given.has(name)) return [name, checkValue(name, spec, given.get(name))];
    if (spec.required && spec.type === 'string' && spec.file !== undefined) {
      throw new UserError('text-or-file-missing', { option: name, file: FILE_OPTION });
    }
    if (spec.required) throw new UserError('option-missing', { option: name });
    return [name, undefined];
  });
  // Each value was checked against its specification, of which the compiler knows nothing here.
  return Object.fromEntries(values) as OptionValues<S>;
}

function checkValue(name: string, spec: OptionSpec, value: unknown): OptionValue {
  if (spec.type === 'boolean') {
    if (typeof value !== 'boolean') throw new UserError('option-takes-yes-or-no', { option: name });
    return value;
  }
  if (spec.type === 'channel' || spec.type === 'role') {
    if (typeof value === 'string' && /^\d{15,20}$/.test(value)) return value;
    throw new UserError('option-takes-place', { option: name, what: spec.type });
  }
  if (spec.type !== 'string') return checkNumber(name, spec, value);
  if (spec.choices !== undefined) return checkChoice(name, spec.choices, value);
  if (typeof value !== 'string') throw new UserError('option-takes-text', { option: name });
  const { maxLength = MAX_STRING } = spec;
  if (isTooLong(value, maxLength)) throw new UserError('option-too-long', { option: name, most: maxLength });
  return value;
}

function checkNumber(name: string, spec: Extract<OptionSpec, { minimum?: number }>, value: unknown): number {
  const { minimum, maximum } = spec;
  const whole = spec.type === 'integer';
  const isKind = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isKind && Number(value) >= (minimum ?? -Infinity) && Number(value) <= (maximum ?? Infinity)) return Number(value);
  throw new UserError('option-takes-number', { option: name, whole, least: minimum, most: maximum });
}

function checkChoice(name: string, choices: Readonly<Record<string, string>>, value: unknown): string {
  const chosen = Object.values(choices).find((one) => one === value);
  if (chosen !== undefined) return chosen;
  throw new UserError('option-takes-one-of', { option: name, choices: Object.keys(choices) });
}
