import type { Transcript } from './transcript.js';

/** What may differ from run to run. */
export interface Masks {
  /** What these match in a text is taken for `…` on both sides, such as the seconds of a reply: `/[\d.]+ s\b/`. */
  masks?: readonly RegExp[];
}

// Of a long text, this much on either side of the first difference.
const AROUND = 40;

/**
 * What came out differently, one line for each difference, such as
 * `deeds[1].outcome.messages[0].text: saved "4 tokens", now "5 tokens"`. Empty when nothing did.
 */
export function compareTranscripts(saved: Transcript, now: Transcript, options: Masks = {}): string[] {
  // Of what was not seen it is not known what came of it.
  const deeds = now.deeds.map((entry, at) => (saved.deeds[at]?.deed.do === 'unseen' ? saved.deeds[at] : entry));
  return differences(saved, { ...now, deeds }, options);
}

/** The same for any two JSON values; a field that is undefined counts as not there. */
export function differences(saved: unknown, now: unknown, { masks = [] }: Masks = {}): string[] {
  const found: string[] = [];
  compare(saved, now, '', (text) => maskText(text, masks), found);
  return found;
}

/**
 * A transcript to save, with what the masks match put out of it. What people did stays as it is, because it is done
 * again.
 */
export function maskTranscript(transcript: Transcript, masks: readonly RegExp[]): Transcript {
  const { deeds, posts, ...rest } = transcript;
  return {
    ...rest,
    deeds: deeds.map((entry) => ({ ...entry, outcome: maskValue(entry.outcome, masks) })),
    posts: maskValue(posts, masks),
  };
}

function maskValue<T>(value: T, masks: readonly RegExp[]): T {
  return JSON.parse(JSON.stringify(value), (_, entry) =>
    typeof entry === 'string' ? maskText(entry, masks) : entry,
  ) as T;
}

function maskText(text: string, masks: readonly RegExp[]): string {
  return masks.reduce((masked, mask) => {
    const everywhere = mask.global ? mask : new RegExp(mask, `${mask.flags}g`);
    return masked.replace(everywhere, '…');
  }, text);
}

function compare(saved: unknown, now: unknown, path: string, mask: (text: string) => string, found: string[]): void {
  if (Array.isArray(saved) && Array.isArray(now)) {
    const length = Math.max(saved.length, now.length);
    for (let index = 0; index < length; index += 1) compare(saved[index], now[index], `${path}[${index}]`, mask, found);
    return;
  }
  if (isObject(saved) && isObject(now)) {
    for (const key of new Set([...Object.keys(saved), ...Object.keys(now)])) {
      const inner = /^\w+$/.test(key) ? `${path === '' ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`;
      compare(saved[key], now[key], path + inner, mask, found);
    }
    return;
  }
  const [before, after] = [saved, now].map((value) => (typeof value === 'string' ? mask(value) : value));
  if (before === after) return;
  const at = typeof before === 'string' && typeof after === 'string' ? firstDifference(before, after) : 0;
  found.push(`${path || 'the whole'}: saved ${excerpt(before, at)}, now ${excerpt(after, at)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function excerpt(value: unknown, at: number): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') {
    const json = JSON.stringify(value);
    return json.length > 2 * AROUND ? `${json.slice(0, 2 * AROUND)}…` : json;
  }
  const start = Math.max(0, at - AROUND);
  const end = at + AROUND;
  return `${start > 0 ? '…' : ''}${JSON.stringify(value.slice(start, end))}${end < value.length ? '…' : ''}`;
}
