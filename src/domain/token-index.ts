import { type ComparableToken, isWholeText, knownBytes } from './same-token.js';

/** Finds a token among many at once, as looking through all of them would. */
export interface TokenIndex {
  /** @param place what is told of the token when it is found; of several, the least is */
  add(token: ComparableToken, place: number): void;
  /** The least place of the tokens that are known to be the same, as `isSameToken` has it. */
  placeOf(token: ComparableToken): number | undefined;
  /** The least place of the tokens that are the same, or have its text and may be, as `mayBeSameToken` has it. */
  placeOfAlike(token: ComparableToken): number | undefined;
}

/** Creates an index without any tokens. */
export function createTokenIndex(): TokenIndex {
  const ids: Places<number> = new Map();
  const withId = createTextIndex();
  const withoutId = createTextIndex();

  function find(token: ComparableToken, mayBe: boolean): number | undefined {
    if (token.id === undefined) return least([withId.find(token, mayBe), withoutId.find(token, mayBe)]);
    // Ids tell two tokens apart where both have one.
    return least([ids.get(token.id), withoutId.find(token, mayBe)]);
  }

  return {
    add(token, place) {
      if (token.id !== undefined) keepLeast(ids, token.id, place);
      (token.id === undefined ? withoutId : withId).add(token, place);
    },
    placeOf: (token) => find(token, false),
    placeOfAlike: (token) => find(token, true),
  };
}

type Places<K> = Map<K, number>;

/** Finds tokens by their bytes, else by their texts. */
function createTextIndex() {
  const byBytes: Places<string> = new Map();
  // Of those that are no whole text, by their text: all, and those whose bytes are not known.
  const parts: Places<string> = new Map();
  const unknownParts: Places<string> = new Map();
  let ahead: { readonly token: ComparableToken; readonly place: number }[] = [];

  function put(token: ComparableToken, place: number): void {
    const key = bytesKey(token);
    if (key !== undefined) keepLeast(byBytes, key, place);
    if (isWholeText(token.text)) return;
    keepLeast(parts, token.text, place);
    if (key === undefined) keepLeast(unknownParts, token.text, place);
  }

  return {
    // Where all tokens have ids, nothing is ever looked for here.
    add(token: ComparableToken, place: number): void {
      ahead.push({ token, place });
    },
    find(token: ComparableToken, mayBe: boolean): number | undefined {
      for (const { token: one, place } of ahead) put(one, place);
      ahead = [];
      if (byBytes.size === 0 && parts.size === 0) return undefined;
      const key = bytesKey(token);
      // Where the bytes of both are known, they tell.
      if (key === undefined) return mayBe ? parts.get(token.text) : undefined;
      return least([byBytes.get(key), mayBe ? unknownParts.get(token.text) : undefined]);
    },
  };
}

function bytesKey(token: ComparableToken): string | undefined {
  const bytes = knownBytes(token);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function keepLeast<K>(places: Places<K>, key: K, place: number): void {
  places.set(key, Math.min(place, places.get(key) ?? place));
}

function least(places: readonly (number | undefined)[]): number | undefined {
  const known = places.filter((place) => place !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
