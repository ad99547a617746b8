import { type ComparableToken, textKey } from './same-token.js';

/** Finds a token among many at once, as looking through all of them would. */
export interface TokenIndex {
  /** @param place what is told of the token when it is found; of several, the least is */
  add(token: ComparableToken, place: number): void;
  /** The least place of the tokens that are known to be the same, as `isSameToken` has it. */
  placeOf(token: ComparableToken): number | undefined;
}

/** Creates an index without any tokens. */
export function createTokenIndex(): TokenIndex {
  const ids = new Map<number, number>();
  const withId = createTextIndex();
  const withoutId = createTextIndex();
  return {
    add(token, place) {
      if (token.id !== undefined) keepLeast(ids, token.id, place);
      (token.id === undefined ? withoutId : withId).add(token, place);
    },
    placeOf(token) {
      // Ids tell two tokens apart where both have one.
      const other = token.id === undefined ? withId.placeOf(token) : ids.get(token.id);
      const own = withoutId.placeOf(token);
      return own === undefined || other === undefined ? (own ?? other) : Math.min(own, other);
    },
  };
}

/** Finds tokens by their bytes. */
function createTextIndex(): TokenIndex {
  const places = new Map<string, number>();
  let ahead: { readonly token: ComparableToken; readonly place: number }[] = [];

  function putAhead(): void {
    for (const { token, place } of ahead) {
      const key = textKey(token);
      if (key !== undefined) keepLeast(places, key, place);
    }
    ahead = [];
  }

  return {
    // Where all tokens have ids, nothing is ever looked for here.
    add(token, place) {
      ahead.push({ token, place });
    },
    placeOf(token) {
      putAhead();
      const key = places.size === 0 ? undefined : textKey(token);
      return key === undefined ? undefined : places.get(key);
    },
  };
}

function keepLeast<K>(places: Map<K, number>, key: K, place: number): void {
  places.set(key, Math.min(place, places.get(key) ?? place));
}
