import { looksLikeMarker } from '../../domain/control-token.js';
import type { Token } from '../../domain/token.js';
import type { LogprobPosition } from './parse-logprobs.js';

/** Which tokens end a text, as far as a server's doing told it: how they are spelled tells nothing. */
export interface TextEnds {
  /** Undefined where nothing told it. */
  find(token: Token): boolean | undefined;
  learn(token: Token, ends: boolean): void;
  /** Whether anything is known. */
  readonly isEmpty: boolean;
  /** Whether the server was asked for it, which is done once. */
  wasAsked(token: Token): boolean;
  markAsked(token: Token): void;
}

/** More than any model has. */
const MAX_KNOWN = 1000;

/** Creates the knowledge of a model of whose ends nothing is known. */
export function createTextEnds(): TextEnds {
  const known = new Map<string | number, boolean>();
  const asked = new Set<string | number>();
  const keyOf = ({ id, text }: Token) => id ?? text;
  return {
    find: (token) => known.get(keyOf(token)),
    learn(token, ends) {
      // What ended a text once can be what another text goes on with, as where a limit was reached there.
      if (known.size < MAX_KNOWN && (!ends || known.get(keyOf(token)) !== false)) known.set(keyOf(token), ends);
    },
    get isEmpty() {
      return known.size === 0;
    },
    wasAsked: (token) => asked.has(keyOf(token)),
    markAsked(token) {
      if (asked.size < MAX_KNOWN) asked.add(keyOf(token));
    },
  };
}

/** Reasons to stop that are the model's own. */
const OWN_REASONS: readonly (string | undefined)[] = ['stop', 'eos', 'eos_token', 'end_turn'];

/**
 * Learns from an answer which token ended it: the last one, where the model chose to stop and the token is not in the text,
 * or is there as a marker. A marker that others come after ends nothing.
 *
 * @param text as the server decoded it
 */
export function learnEnds(
  positions: readonly LogprobPosition[],
  text: string,
  finishReason: string | undefined,
  ends: TextEnds | undefined,
): void {
  const last = positions.at(-1)?.sampled;
  if (ends === undefined || last === undefined) return;
  for (const { sampled } of positions.slice(0, -1)) {
    if (looksLikeMarker(sampled)) ends.learn(sampled, false);
  }
  if (!OWN_REASONS.includes(finishReason) || last.text.trim() === '' || last.text.includes('\uFFFD')) return;
  const joined = positions.map(({ sampled }) => sampled.text).join('');
  const isLeftOut = text === '' ? joined === last.text : joined.endsWith(text + last.text);
  if (isLeftOut || (looksLikeMarker(last) && text.endsWith(last.text))) ends.learn(last, true);
}

/** The same places with what is known of their tokens. */
export function markEnds(
  positions: readonly LogprobPosition[],
  ends: TextEnds | undefined,
): readonly LogprobPosition[] {
  if (ends === undefined || ends.isEmpty) return positions;
  return positions.map((position) => ({
    ...position,
    sampled: markEnd(position.sampled, ends),
    listed: position.listed.map((one) => markEnd(one, ends)),
  }));
}

/** A token with what is known of it. */
export function markEnd<T extends Token>(token: T, ends: TextEnds): T {
  const known = ends.find(token);
  return known === undefined ? token : { ...token, ends: known };
}
