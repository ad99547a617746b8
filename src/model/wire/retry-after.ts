/** A year: whoever asks for a longer wait means never; seconds. */
const MAX_WAIT = 366 * 24 * 3600;
/** Seconds since 1970 and milliseconds since then are told from a wait by their size. */
const LEAST_SECONDS_DATE = 1e9;
const LEAST_MILLISECONDS_DATE = 1e11;

const SECONDS_PER = { ms: 0.001, s: 1, m: 60, h: 3600, d: 24 * 3600 } as const;
const DURATION = /(\d+(?:\.\d+)?)\s*(ms|d|h|m|s)/gi;
const RESET = /^(?:x-rate-?limit|ratelimit)-reset/;

/**
 * How long a server wants the bot to wait: by `retry-after-ms` or `retry-after`, else by when a limit that is used up is
 * reset, else by words such as “try again in 6m0s”, else by when any limit is reset.
 *
 * @param headers names in small letters; of the answer, and of what it hands on
 * @param now Unix time in milliseconds
 * @returns seconds, at most a year; undefined where it says nothing of that
 */
export function readRetryAfter(headers: ReadonlyMap<string, string>, message: string, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  const seconds =
    (milliseconds >= 0 ? milliseconds / 1000 : undefined) ??
    readWait(headers.get('retry-after'), now) ??
    longest(resets(headers, true), now) ??
    readWords(message) ??
    longest(resets(headers, false), now);
  return seconds === undefined ? undefined : Math.min(MAX_WAIT, Math.max(0, seconds));
}

/** The headers that say when a limit is reset. @param usedUp only those of which nothing remains */
function resets(headers: ReadonlyMap<string, string>, usedUp: boolean): string[] {
  return [...headers].flatMap(([name, value]) => {
    if (!RESET.test(name)) return [];
    const remaining = headers.get(name.replace('reset', 'remaining'));
    return usedUp && remaining?.trim() !== '0' ? [] : [value];
  });
}

function longest(values: readonly string[], now: number): number | undefined {
  const waits = values.flatMap((value) => readWait(value, now) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** A number of seconds, a date in any form, or a duration such as `1h2m` or `850ms`. */
function readWait(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,400}(\.\d{1,100})?$/.test(text)) {
    const number = Number(text);
    if (number >= LEAST_MILLISECONDS_DATE) return isYearAway(number, now) ? MAX_WAIT : (number - now) / 1000;
    return number >= LEAST_SECONDS_DATE ? number - now / 1000 : number;
  }
  if (/^(?:\d{1,20}(?:\.\d{1,20})?\s{0,3}(?:ms|d|h|m|s)\s{0,3}){1,6}$/i.test(text)) return readDuration(text);
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function isYearAway(date: number, now: number): boolean {
  return (date - now) / 1000 > MAX_WAIT;
}

function readDuration(text: string): number {
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(DURATION)) {
    seconds += Number(amount) * (SECONDS_PER[unit?.toLowerCase() as keyof typeof SECONDS_PER] ?? 0);
  }
  return seconds;
}

function readWords(message: string): number | undefined {
  const words =
    /(?:try again|retry|wait)[^.\d]{0,30}((?:\d+(?:\.\d+)?\s*(?:ms|d|h|m|s)[a-z]*[\s,]*(?:and\s+)?)+)/i.exec(
      message,
    )?.[1];
  return words === undefined ? undefined : readDuration(words);
}
