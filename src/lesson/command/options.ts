import type { OptionSpec, OptionValues, SentOption } from '../../discord/options.js';
import { checkOptions } from '../../discord/options.js';
import { optionWords } from '../options/words.js';

/** One option of a slash command. What people read of it is found by locale. */
export type OptionDefinition =
  | {
      readonly type: 'string';
      readonly description: (locale: string) => string;
      readonly required?: boolean;
      readonly maxLength?: number;
      readonly autocomplete?: boolean;
      /** The same text can come as a file. */
      readonly orFile?: boolean;
      /** The values that it takes. */
      readonly choices?: readonly string[];
      /** What a choice is called. */
      readonly choiceLabel?: (value: string, locale: string) => string;
    }
  | {
      readonly type: 'number' | 'integer';
      readonly description: (locale: string) => string;
      readonly required?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: 'boolean'; readonly description: (locale: string) => string; readonly required?: boolean }
  /** What Discord lets people choose, as its id. */
  | { readonly type: 'channel'; readonly description: (locale: string) => string; readonly required?: boolean }
  | { readonly type: 'role'; readonly description: (locale: string) => string; readonly required?: boolean };

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

type DefinedValue<O> = O extends { type: 'boolean' }
  ? boolean
  : O extends { type: 'channel' | 'role' }
    ? string
    : O extends { type: 'number' | 'integer' }
      ? number
      : O extends { choices: readonly (infer V extends string)[] }
        ? V
        : string;

/** The values of options, as `ask` gets them: a required one is always there. */
export type DefinedValues<S> = {
  readonly [K in keyof S]: S[K] extends { required: true } ? DefinedValue<S[K]> : DefinedValue<S[K]> | undefined;
};

/** Options as Discord is told of them in one language. */
export function specsOf(options: OptionDefinitions, locale: string): Readonly<Record<string, OptionSpec>> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, specOf(option, locale)]));
}

function specOf(option: OptionDefinition, locale: string): OptionSpec {
  const description = option.description(locale);
  if (option.type !== 'string') return { ...option, description };
  const { choices, choiceLabel = (value: string) => value, orFile, ...rest } = option;
  if (choices === undefined) return { ...rest, description, ...(orFile ? { file: optionWords(locale).file } : {}) };
  return { ...rest, description, choices: Object.fromEntries(choices.map((one) => [choiceLabel(one, locale), one])) };
}

/** Reads options as they came; throws a `UserError` for what the command does not take. */
export function readOptions<S extends OptionDefinitions>(
  specs: Readonly<Record<string, OptionSpec>>,
  sent: readonly SentOption[],
): DefinedValues<S> {
  const values: OptionValues<typeof specs> = checkOptions(specs, sent);
  // The specifications were made of these definitions, so their values have the same types.
  return values as DefinedValues<S>;
}
