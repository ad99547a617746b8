import { type FieldPath, FormErrors } from './form-errors.js';
import { bool, choice, clearable, decimal, fields, integer, list, optional, type Shape, text } from './shape.js';

/** One choice of a command option. */
export interface CommandChoice {
  name: string;
  value: string | number;
  name_localizations?: Record<string, string> | null;
}

/** A command option, read and within its limits. */
export interface CommandOption {
  type: number;
  name: string;
  description: string;
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
  required?: boolean;
  autocomplete?: boolean;
  choices?: CommandChoice[];
  options?: CommandOption[];
  channel_types?: number[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
}

/** A command as a bot registers it, read and within its limits. */
export interface CommandBody {
  type: 1 | 2 | 3;
  name: string;
  description: string;
  name_localizations: Record<string, string> | null;
  description_localizations: Record<string, string> | null;
  options: CommandOption[];
  default_member_permissions: string | null;
  dm_permission: boolean;
  contexts: number[] | null;
  integration_types: number[];
  nsfw: boolean;
}

// Source: the naming rules of application commands in Discord's documentation.
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_SIZE = 8000;

const localizations =
  (max: number): Shape<Record<string, string>> =>
  (value, path, errors) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      errors.add(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      return undefined;
    }
    const read: Record<string, string> = {};
    for (const [locale, entry] of Object.entries(value)) {
      const one = text(1, max)(entry, [...path, locale], errors);
      if (one !== undefined) read[locale] = one;
    }
    return read;
  };

const choiceOf = (value: Shape<string> | Shape<number>): Shape<CommandChoice> =>
  fields({
    name: text(1, 100),
    name_localizations: optional(localizations(100)),
    value: value as Shape<string | number>,
  }) as Shape<CommandChoice>;

const int53 = integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const double = decimal(-(2 ** 53), 2 ** 53);

function optionShape(depth: number): Shape<CommandOption> {
  return (value, path, errors) => {
    const type = choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])(
      (value as { type?: unknown } | null)?.type,
      [...path, 'type'],
      errors,
    );
    const kind = type === 4 ? int53 : type === 10 ? double : text(1, 100);
    const read = fields({
      name: text(1, 32),
      description: text(1, 100),
      name_localizations: optional(localizations(32)),
      description_localizations: optional(localizations(100)),
      required: optional(bool),
      autocomplete: optional(bool),
      choices: optional(list(choiceOf(kind), 0, 25)),
      channel_types: optional(list(integer(0, 20), 0, 20)),
      min_value: optional(type === 4 ? int53 : double),
      max_value: optional(type === 4 ? int53 : double),
      min_length: optional(integer(0, 6000)),
      max_length: optional(integer(1, 6000)),
      options: optional(list(depth < 2 ? optionShape(depth + 1) : nothingDeeper, 0, 25)),
    })(value, path, errors);
    if (read?.name === undefined || read.description === undefined || type === undefined) return undefined;
    checkName(read.name, [...path, 'name'], errors);
    if (read.autocomplete && read.choices?.length) {
      errors.add(
        [...path, 'autocomplete'],
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
        'Cannot have autocomplete enabled on options with choices',
      );
    }
    if (read.autocomplete && type !== 3 && type !== 4 && type !== 10) {
      errors.add(
        [...path, 'autocomplete'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_AUTOCOMPLETE',
        'Autocomplete can only be enabled for options of type STRING, INTEGER or NUMBER',
      );
    }
    if (read.options) checkOptionOrder(read.options, [...path, 'options'], errors);
    return withoutUndefined({ ...read, type, name: read.name, description: read.description }) as CommandOption;
  };
}

const nothingDeeper: Shape<CommandOption> = (_value, path, errors) => {
  errors.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands and groups can be nested two levels deep');
  return undefined;
};

function checkName(name: string, path: FieldPath, errors: FormErrors): void {
  if (!NAME.test(name) || name !== name.toLowerCase()) {
    errors.add(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkOptionOrder(options: readonly CommandOption[], path: FieldPath, errors: FormErrors): void {
  let optionalSeen = false;
  const names = new Set<string>();
  for (const [index, option] of options.entries()) {
    if (option.required && optionalSeen) {
      errors.add(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    if (!option.required) optionalSeen = true;
    if (names.has(option.name)) {
      errors.add([...path, index, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE', 'Option names must be unique');
    }
    names.add(option.name);
  }
}

const permissions: Shape<string> = (value, path, errors) => {
  if (
    (typeof value === 'string' && /^\d{1,20}$/.test(value)) ||
    (typeof value === 'number' && Number.isSafeInteger(value))
  ) {
    return String(value);
  }
  errors.add(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
  return undefined;
};

const command = fields({
  type: optional(choice([1, 2, 3])),
  name: text(1, 32),
  description: optional(text(0, 100)),
  name_localizations: optional(localizations(32)),
  description_localizations: optional(localizations(100)),
  options: optional(list(optionShape(0), 0, 25)),
  default_member_permissions: optional(permissions),
  dm_permission: optional(bool),
  contexts: clearable(list(choice([0, 1, 2]), 1, 3)),
  integration_types: optional(list(choice([0, 1]), 1, 2)),
  nsfw: optional(bool),
});

/** Reads one command; undefined when it is so bad that there is nothing to compare with others. */
export function readCommand(value: unknown, path: FieldPath, errors: FormErrors): CommandBody | undefined {
  const read = command(value, path, errors);
  if (read?.name === undefined) return undefined;
  const type = (read.type ?? 1) as 1 | 2 | 3;
  const description = read.description ?? '';
  if (type === 1) {
    checkName(read.name, [...path, 'name'], errors);
    if (description === '') errors.add([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  } else {
    if (description !== '') {
      errors.add(
        [...path, 'description'],
        'APPLICATION_COMMAND_DESCRIPTION_CANNOT_BE_SET',
        'Context menu commands cannot have a description',
      );
    }
    if (read.options?.length) {
      errors.add(
        [...path, 'options'],
        'APPLICATION_COMMAND_OPTIONS_CANNOT_BE_SET',
        'Context menu commands cannot have options',
      );
    }
  }
  const options = read.options ?? [];
  checkOptionOrder(options, [...path, 'options'], errors);
  if (commandLength(read.name, description, options) > MAX_SIZE) {
    errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_SIZE})`);
  }
  return {
    type,
    name: read.name,
    description,
    name_localizations: read.name_localizations ?? null,
    description_localizations: read.description_localizations ?? null,
    options,
    default_member_permissions: read.default_member_permissions ?? null,
    dm_permission: read.dm_permission ?? true,
    contexts: read.contexts ?? null,
    integration_types: read.integration_types ?? [0],
    nsfw: read.nsfw ?? false,
  };
}

/** Reads the whole list of a bulk overwrite: names are unique per type, 100 slash and 15 of each menu kind. */
export function readCommandList(value: unknown): CommandBody[] {
  const errors = new FormErrors();
  if (!Array.isArray(value)) errors.add([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
  const read: CommandBody[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of (Array.isArray(value) ? value.slice(0, 200) : []).entries()) {
    const one = readCommand(entry, [index], errors);
    if (one === undefined) continue;
    if (seen.has(`${one.type} ${one.name}`)) {
      errors.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    seen.add(`${one.type} ${one.name}`);
    read.push(one);
  }
  errors.throwIfAny();
  return read;
}

// Discord counts names, descriptions and choice values of a command with all its options.
function commandLength(name: string, description: string, options: readonly CommandOption[]): number {
  let total = name.length + description.length;
  for (const option of options) {
    total += commandLength(option.name, option.description, option.options ?? []);
    for (const one of option.choices ?? []) total += one.name.length + String(one.value).length;
  }
  return total;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
