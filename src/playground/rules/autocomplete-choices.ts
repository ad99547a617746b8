import type { CommandChoice } from './command-body.js';
import type { FieldPath, FormErrors } from './form-errors.js';
import { decimal, fields, integer, list, optional, type Shape, text } from './shape.js';

/**
 * Reads the choices that a bot offers while somebody types: at most 25, each a name of 1 to 100 characters and a value
 * of the option's kind (3 string up to 100 characters, 4 integer, 10 number).
 */
export function readChoices(value: unknown, optionType: number, path: FieldPath, errors: FormErrors): CommandChoice[] {
  const kind: Shape<string | number> =
    optionType === 4
      ? integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      : optionType === 10
        ? decimal(-(2 ** 53), 2 ** 53)
        : text(0, 100);
  const localized: Shape<Record<string, string>> = (entry) => entry as Record<string, string>;
  const shape = fields({
    choices: list(fields({ name: text(1, 100), value: kind, name_localizations: optional(localized) }), 0, 25),
  });
  const read = shape(value ?? {}, path, errors)?.choices ?? [];
  return read.flatMap((one) =>
    one.name === undefined || one.value === undefined ? [] : [{ name: one.name, value: one.value }],
  );
}
