import type { Candidate, Token } from './token.js';

/** A token as far as it is to be compared: without what is left out. */
export type ComparableToken = Pick<Token, 'text'> & Partial<Token>;

/** Values of one token in two places of one answer differ by no more than rounding. */
const SAME_LOGPROB = 1e-6;

type Value = Pick<Candidate, 'logprob'>;

/** Whether two entries of one answer have the same value. */
export function hasSameValue(one: Value, other: Value): boolean {
  return Math.abs(one.logprob - other.logprob) < SAME_LOGPROB;
}

/**
 * Whether two tokens are known to be the same: by their ids where both have one, else by their bytes where both are
 * known, which of a whole text they are without being told. Parts of characters of which neither is known look alike and
 * are never the same. Ids mean something only within one vocabulary.
 */
export function isSameToken(token: ComparableToken, other: ComparableToken): boolean {
  if (token.id !== undefined && other.id !== undefined) return token.id === other.id;
  if (isOnlyText(token) && isOnlyText(other)) return hasSameText(token.text, other.text);
  const [bytes, others] = [knownBytes(token), knownBytes(other)];
  return bytes !== undefined && others !== undefined && hasSameBytes(bytes, others);
}

/**
 * Whether two tokens may be the same: they are, or look alike and nothing that is known of both tells them apart. What
 * holds of a token must then hold of every one that it may be.
 */
export function mayBeSameToken(token: ComparableToken, other: ComparableToken): boolean {
  if (token.id !== undefined && other.id !== undefined) return token.id === other.id;
  if (isOnlyText(token) && isOnlyText(other)) return hasSameText(token.text, other.text);
  const [bytes, others] = [knownBytes(token), knownBytes(other)];
  if (bytes !== undefined && others !== undefined) return hasSameBytes(bytes, others);
  // A whole text is no part of a character.
  return !isWholeText(token.text) && !isWholeText(other.text);
}

/**
 * Whether two entries of one answer are the same token, whose value is the same wherever it stands: by their ids where
 * both have one, else where nothing tells them apart and their values agree.
 */
export function isSameCandidate(one: ComparableToken & Value, other: ComparableToken & Value): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  // The values first: to compare them takes no time.
  return hasSameValue(one, other) && mayBeSameToken(one, other);
}

/** What tells a token from those of other texts, in hexadecimal digits; undefined where its bytes are not known. */
export function textKey(token: ComparableToken): string | undefined {
  const bytes = knownBytes(token);
  return bytes && Buffer.from(bytes).toString('hex');
}

/** What tells a token from the others of one list: its id, else its text; undefined where neither is known. */
export function tokenKey(token: ComparableToken): string | undefined {
  return token.id === undefined ? textKey(token) : `id ${token.id}`;
}

/** Whether anything tells a token from others; nothing tells parts of characters whose bytes and ids are not known. */
export function isTold(token: ComparableToken): boolean {
  return token.id !== undefined || knownBytes(token) !== undefined;
}

/** A token's bytes, where they are told or follow from its text. */
function knownBytes({ bytes, text }: ComparableToken): Uint8Array | undefined {
  // None at all are those of a special token, or of one that the server does not show.
  if (bytes !== undefined && bytes.length > 0) return bytes;
  return isWholeText(text) ? encoder.encode(text) : undefined;
}

const encoder = new TextEncoder();

/** Whether nothing but a whole text is told of a token. */
function isOnlyText({ bytes, text }: ComparableToken): boolean {
  return (bytes === undefined || bytes.length === 0) && isWholeText(text);
}

/** Whether two texts have the same bytes: also those that are no well-formed text, whose halves of characters are encoded alike. */
function hasSameText(one: string, other: string): boolean {
  return (
    one === other || (!(one.isWellFormed() && other.isWellFormed()) && one.toWellFormed() === other.toWellFormed())
  );
}

function isWholeText(text: string): boolean {
  return text !== '' && !text.includes('\uFFFD');
}

function hasSameBytes(bytes: Uint8Array, others: Uint8Array): boolean {
  if (bytes.length !== others.length) return false;
  for (let place = 0; place < bytes.length; place += 1) if (bytes[place] !== others[place]) return false;
  return true;
}
