import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { operatorWords } from './words/operator.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Several times what any secret takes. */
const MAX_BYTES = 64 * 1024;

/** The variables that a file may hold: those with a secret in them. */
export const SECRETS = [
  'DISCORD_TOKEN',
  'DISCORD_PUBLIC_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_HEADERS',
  'MODERATION_BASE_URL',
  'MODERATION_API_KEY',
  'DATABASE_URL',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

/** Those of several endpoints have a number behind them, before or after what says that it is a file. */
const PATTERN = new RegExp(`^(?:(${SECRETS.join('|')})_FILE|(OPENAI_[A-Z_]+)(?:_(\\d{1,3})_FILE|_FILE_(\\d{1,3})))$`);

const words = operatorWords('en').setting;

/**
 * Reads secrets out of the files that variables such as `DISCORD_TOKEN_FILE` name, as orchestrators mount them: the last line
 * break of a file is none of the secret.
 *
 * @param environment without empty values
 * @returns the variables that stand in files, as if they were set, and what is wrong, in words without what is in a file
 */
export function readSecretFiles(environment: Environment): { readonly set: Environment; readonly problems: string[] } {
  const set: Record<string, string> = {};
  const problems: string[] = [];
  const from = new Map<string, string>();
  for (const [name, path] of Object.entries(environment)) {
    const variable = path === undefined ? undefined : variableOf(name);
    if (variable === undefined || path === undefined) continue;
    const other = from.get(variable) ?? (environment[variable] === undefined ? undefined : variable);
    from.set(variable, name);
    if (other !== undefined) {
      problems.push(`${name} ${words.secretTwice(other)}`);
      continue;
    }
    const read = readSecret(path, /^OPENAI_HEADERS/.test(variable));
    if ('problem' in read) problems.push(`${name} ${read.problem}`);
    else set[variable] = read.secret;
  }
  return { set, problems };
}

/** The variable whose value a file holds that another variable names; undefined for a variable that names none. */
function variableOf(name: string): string | undefined {
  const [, alone, numbered, before, after] = PATTERN.exec(name) ?? [];
  if (alone !== undefined) return alone;
  const number = before ?? after;
  const isSecret = SECRETS.some((secret) => secret === numbered);
  return isSecret && number !== undefined ? `${numbered}_${number}` : undefined;
}

/**
 * Reads a file that holds one secret.
 *
 * @param mayHaveLines whether it may be of several lines, as JSON may
 */
export function readSecret(
  path: string,
  mayHaveLines = false,
): { readonly secret: string } | { readonly problem: string } {
  try {
    const bytes = readBounded(path);
    if (typeof bytes === 'string') return { problem: words.secretNoFile(path) };
    if (bytes.length > MAX_BYTES) return { problem: words.secretTooLong(path, MAX_BYTES / 1024) };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const secret = text.replace(/\r?\n$/, '').trim();
    if (secret === '') return { problem: words.secretEmpty(path) };
    const isText = !/\p{Cc}/u.test(mayHaveLines ? secret.replace(/[\t\r\n]/g, '') : secret);
    return isText ? { secret } : { problem: words.secretNoText(path) };
  } catch (error) {
    if (error instanceof TypeError) return { problem: words.secretNoText(path) };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: words.notRead(path, code) };
  }
}

/** A pipe that nobody writes into must not hold the start up, so it is opened without waiting, and not read. */
function readBounded(path: string): Buffer | 'no-file' {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(file).isFile()) return 'no-file';
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let size = 0;
    for (;;) {
      const read = readSync(file, bytes, size, bytes.length - size, null);
      size += read;
      if (read === 0 || size === bytes.length) return bytes.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}
