/** An error for the log, without anything that people or models wrote. */
export interface Fault {
  /** The error's name, or the type of what is none. */
  readonly type: string;
  /** A code of the system or a library, such as `ENOSPC`. */
  readonly code?: string;
  /** What the engine says of a mistake in the code, which quotes nothing but code. */
  readonly says?: string;
  /** Where it was thrown, the innermost place first. */
  readonly at?: string[];
  /** What it came from. */
  readonly cause?: Fault;
}

/** So deep causes are followed. */
const MAX_CAUSES = 4;

/** V8's own sentences about mistakes in code. Others, such as those of parsers, quote what they could not read. */
const ABOUT_CODE =
  /^(Cannot (read|set) properties of (undefined|null)( \((reading|setting) '[\w$]+'\))?|[\w$.()]+ is not (a function|a constructor|defined)|Assignment to constant variable\.|Cannot access '[\w$]+' before initialization|Maximum call stack size exceeded|Invalid (array|string|typed array) length.*|Array buffer allocation failed)$/;

/**
 * An error for the log by its kind and where it was thrown. Its message is left out: errors of parsing quote what they
 * could not read, which is what people and models wrote.
 */
export function faultOf(error: unknown, depth = 0): Fault {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const { code } = error as NodeJS.ErrnoException;
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(ABOUT_CODE.test(message) ? { says: message } : {}),
    at: at.map((line) => line.trim()),
    ...(cause === undefined || depth >= MAX_CAUSES ? {} : { cause: faultOf(cause, depth + 1) }),
  };
}
