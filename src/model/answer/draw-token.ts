import type { Candidate, SampledToken } from '../../domain/token.js';
import { ModelError } from '../errors.js';
import { createMatcher } from '../tokenizer/pattern.js';
import { toSampledToken } from './build-distribution.js';
import type { LogprobPosition } from './parse-logprobs.js';

/**
 * The first token of a continuation and, where it is part of a character, those that complete the character.
 *
 * Where a server tells no bytes for the parts, their text is taken from the continuation as a whole and put on the last
 * part, so that the texts joined are what was drawn.
 *
 * @param text the whole continuation, as the server decoded it
 * @throws ModelError `unsupported` where tokens come as numbers, which are no text to go on with
 */
export function takeFirstCharacter(positions: readonly LogprobPosition[], text: string): SampledToken[] {
  const taken: SampledToken[] = [];
  for (const position of positions) {
    const token = toSampledToken(position);
    checkReadable(token);
    const last = taken.at(-1);
    // Without bytes, parts written as U+FFFD end where a token with whole text begins.
    if (last !== undefined && last.bytes === undefined && last.text !== '' && !isPart(token)) break;
    taken.push(token);
    if (isWhole(taken)) break;
  }
  return spell(taken, positions.slice(taken.length), text);
}

/**
 * Checks that a drawn token is a text to go on with.
 *
 * @throws ModelError `unsupported` where the server writes its number instead
 */
export function checkReadable({ text, id }: Candidate): void {
  if (text !== `token_id:${id}`) return;
  throw new ModelError('unsupported', 'tokens-as-numbers');
}

function isPart({ text, bytes }: SampledToken): boolean {
  return text === '' || (bytes === undefined && text.includes('\uFFFD'));
}

function isWhole(tokens: readonly SampledToken[]): boolean {
  const bytes = joinBytes(tokens);
  if (bytes !== undefined) return !endsInsideCharacter(bytes);
  const last = tokens.at(-1);
  return last !== undefined && !isPart(last);
}

function spell(taken: SampledToken[], rest: readonly LogprobPosition[], text: string): SampledToken[] {
  const last = taken.at(-1);
  if (last === undefined || joinBytes(taken) !== undefined || !taken.some(isPart)) return taken;
  const own = textBefore(rest.map(({ sampled }) => sampled.text).join(''), text);
  if (own === '' || own.includes('\uFFFD')) return taken;
  const spelled = { ...last, text: own, bytes: undefined };
  return [...taken.slice(0, -1).map((token) => ({ ...token, text: '', bytes: undefined })), spelled];
}

/** The shortest start of a text that what comes after can follow; the text may end sooner, or have whole characters there. */
function textBefore(after: string, text: string): string {
  if (after === '') return text;
  const unknown = after.indexOf('\uFFFD');
  const known = unknown === -1 ? after : after.slice(0, unknown);
  if (known === '' || text === '') return '';
  const match = createMatcher(Array.from({ length: known.length }, (_, at) => known.charCodeAt(at)));
  let matched = 0;
  for (let at = (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1; at < text.length; at += 1) {
    matched = match(text.charCodeAt(at));
    if (matched === known.length) return text.slice(0, at + 1 - matched);
  }
  return text.slice(0, text.length - matched);
}

function joinBytes(tokens: readonly SampledToken[]): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (const { bytes } of tokens) {
    if (bytes === undefined) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** Whether bytes stop before a UTF-8 character is complete; false for bytes that are no UTF-8 at all. */
function endsInsideCharacter(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(bytes, { stream: true });
  } catch {
    return false;
  }
  try {
    decoder.decode();
    return false;
  } catch {
    return true;
  }
}
