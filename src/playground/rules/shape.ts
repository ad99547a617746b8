import type { FieldPath, FormErrors } from './form-errors.js';

/**
 * Reads an unknown value as a `T`, or notes why it is none and returns undefined.
 * `optional` marks a field that may be missing or null.
 */
export interface Shape<T> {
  (value: unknown, path: FieldPath, errors: FormErrors): T | undefined;
  readonly optional?: boolean;
}

type ShapeValue<S> = S extends Shape<infer T> ? T : never;

/** Makes a field optional: missing and null both read as undefined. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return Object.assign(
    (value: unknown, path: FieldPath, errors: FormErrors) =>
      value === undefined || value === null ? undefined : shape(value, path, errors),
    { optional: true },
  );
}

/** Makes a field optional and keeps null apart from missing: in an edit null clears the field. */
export function clearable<T>(shape: Shape<T>): Shape<T | null | undefined> {
  return Object.assign(
    (value: unknown, path: FieldPath, errors: FormErrors) =>
      value === null ? null : optional(shape)(value, path, errors),
    { optional: true },
  );
}

/**
 * A string between `min` and `max` long.
 *
 * Lengths are UTF-16 units. Discord's own count is never larger, so a text that passes here passes there.
 */
export function text(min: number, max: number): Shape<string> {
  return (value, path, errors) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      errors.add(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
      return undefined;
    }
    const read = String(value);
    if (min > 0 && read.trim() === '') errors.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    else if (read.length < min || read.length > max) errors.add(path, ...lengthComplaint(min, max));
    else return read;
    return undefined;
  };
}

function lengthComplaint(min: number, max: number): [code: string, message: string] {
  return min > 0
    ? ['BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`]
    : ['BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`];
}

/** A whole number in a range; digits in a string are taken too, as Discord does. */
export function integer(min: number, max: number): Shape<number> {
  return numeric('int', min, max, Number.isSafeInteger);
}

/** Any finite number in a range. */
export function decimal(min: number, max: number): Shape<number> {
  return numeric('float', min, max, Number.isFinite);
}

function numeric(kind: string, min: number, max: number, fits: (value: number) => boolean): Shape<number> {
  return (value, path, errors) => {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof read !== 'number' || !fits(read)) {
      errors.add(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not ${kind}.`);
    } else if (read < min) {
      errors.add(path, 'NUMBER_TYPE_MIN', `${kind} value should be greater than or equal to ${min}.`);
    } else if (read > max) {
      errors.add(path, 'NUMBER_TYPE_MAX', `${kind} value should be less than or equal to ${max}.`);
    } else return read;
    return undefined;
  };
}

/** true or false. */
export const bool: Shape<boolean> = (value, path, errors) => {
  if (typeof value === 'boolean') return value;
  errors.add(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  return undefined;
};

/** A Discord id: 1 to 20 digits, as a string or a number. */
export const snowflake: Shape<string> = (value, path, errors) => {
  const read = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof read === 'string' && /^\d{1,20}$/.test(read)) return read;
  errors.add(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`);
  return undefined;
};

/** One of a few values. */
export function choice<const T extends string | number>(values: readonly T[]): Shape<T> {
  return (value, path, errors) => {
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) {
      errors.add(
        path,
        'BASE_TYPE_CHOICES',
        `Value must be one of {${values.map((v) => JSON.stringify(v)).join(', ')}}.`,
      );
    }
    return found;
  };
}

/** An address with one of the schemes; `attachment` stands for a file of the same message. */
export function address(schemes: readonly string[], max = 2048): Shape<string> {
  const readText = text(1, max);
  return (value, path, errors) => {
    const read = readText(value, path, errors);
    if (read === undefined) return undefined;
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/./i.exec(read)?.[1]?.toLowerCase();
    if (scheme === undefined) errors.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    else if (!schemes.includes(scheme)) {
      const known = schemes.map((name) => `'${name}'`).join(', ');
      errors.add(
        path,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${known}).`,
      );
    } else if (scheme !== 'attachment' && !URL.canParse(read)) {
      errors.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else return read;
    return undefined;
  };
}

/** A list of `min` to `max` items. */
export function list<T>(item: Shape<T>, min: number, max: number): Shape<T[]> {
  return (value, path, errors) => {
    if (!Array.isArray(value)) {
      errors.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return undefined;
    }
    // Without this, a list of a million items would be read to the end before it is refused.
    if (value.length < min || value.length > max) {
      errors.add(path, ...lengthComplaint(min, max));
      return undefined;
    }
    const read: T[] = [];
    for (const [index, entry] of value.entries()) {
      const one = item(entry, [...path, index], errors);
      if (one !== undefined) read.push(one);
    }
    return read;
  };
}

/** An object with the named fields; unknown fields are ignored, as Discord does. */
export function fields<S extends Record<string, Shape<unknown>>>(
  shapes: S,
): Shape<{ [K in keyof S]: ShapeValue<S[K]> }> {
  return (value, path, errors) => {
    const read = asRecord(value, path, errors);
    if (read === undefined) return undefined;
    const out: Record<string, unknown> = {};
    for (const [key, shape] of Object.entries(shapes)) {
      const field = read[key];
      if ((field === undefined || field === null) && shape.optional !== true) {
        errors.add([...path, key], 'BASE_TYPE_REQUIRED', 'This field is required');
      } else out[key] = shape(field, [...path, key], errors);
    }
    return out as { [K in keyof S]: ShapeValue<S[K]> };
  };
}

/** An object whose `type` says which shape it has. */
export function byType<T>(shapes: ReadonlyMap<number, Shape<T>>): Shape<T> {
  return (value, path, errors) => {
    const read = asRecord(value, path, errors);
    if (read === undefined) return undefined;
    const shape = typeof read.type === 'number' ? shapes.get(read.type) : undefined;
    if (shape !== undefined) return shape(read, path, errors);
    const types = [...shapes.keys()];
    const shown = types.length === 1 ? `${types[0]},` : types.join(', ');
    errors.add([...path, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${shown}).`);
    return undefined;
  };
}

function asRecord(value: unknown, path: FieldPath, errors: FormErrors): Record<string, unknown> | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  errors.add(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
  return undefined;
}
