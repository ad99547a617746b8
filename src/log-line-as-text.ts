import { operatorWords } from './words/operator.js';

/** What is longer does not help who reads along; the whole is in the JSON. */
const MAX_TEXT = 300;

/** pino's numbers. */
const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' } as const;

/** What says which process and which interaction it was, or stands elsewhere in the line. */
const APART = ['level', 'time', 'pid', 'hostname', 'shards', 'run', 'trace', 'msg', 'err', 'fault', 'why', 'detail'];

/** Makes of a line of the log, which is JSON and ends in a newline, a short one for who sits at the terminal. */
export function logLineAsText(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const at = new Date(Number(time)).toTimeString().slice(0, 8);
  const name = LEVELS[level as keyof typeof LEVELS] ?? 'info';
  const more = Object.entries(fields)
    .filter(([key, value]) => !APART.includes(key) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  return `${operatorWords('en').logLine(at, name, safe(msg ?? ''), safe(reasonIn(fields)), safe(more))}\n`;
}

/** Why it happened, as far as the line says. */
function reasonIn({ why, err, fault, detail }: Readonly<Record<string, unknown>>): unknown {
  if (typeof why === 'string') return why;
  if (isRecord(err)) return err.message ?? err.type ?? '';
  if (isRecord(fault)) return [fault.type, fault.code].filter((one) => one !== undefined).join(' ');
  return typeof detail === 'string' ? detail : '';
}

/** On one line, bounded, and with nothing in it that a terminal obeys: an answer of a server can be in it. */
function safe(value: unknown): string {
  const text = String(value)
    .slice(0, 4 * MAX_TEXT)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
