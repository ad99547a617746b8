import { type ComparableToken, isWholeText, textKey } from './same-token.js';

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
  const withId = createByText();
  const withoutId = createByText();
  // Ids tell two tokens apart only where both have one.
  const comparable = ({ id }: ComparableToken) => (id === undefined ? [withId, withoutId] : [withoutId]);
  return {
    add(token, place) {
      if (token.id !== undefined) keepLeast(ids, token.id, place);
      addByText(token.id === undefined ? withoutId : withId, token, place);
    },
    placeOf(token) {
      const key = textKey(token);
      const byText = key === undefined ? [] : comparable(token).map(({ keys }) => keys.get(key));
      return least([token.id === undefined ? undefined : ids.get(token.id), ...byText]);
    },
    placeOfAlike(token) {
      // Where the bytes of both are known, they tell; a whole text has them.
      const unknown = comparable(token).map(({ parts, unknownParts }) =>
        (textKey(token) === undefined ? parts : unknownParts).get(token.text),
      );
      return least([this.placeOf(token), ...unknown]);
    },
  };
}

type Places<K> = Map<K, number>;

interface ByText {
  /** By the bytes, where they are known. */
  readonly keys: Places<string>;
  /** By the text, of those that are no whole text. */
  readonly parts: Places<string>;
  /** The same of those whose bytes are not known. */
  readonly unknownParts: Places<string>;
}

function createByText(): ByText {
  return { keys: new Map(), parts: new Map(), unknownParts: new Map() };
}

function addByText({ keys, parts, unknownParts }: ByText, token: ComparableToken, place: number): void {
  const key = textKey(token);
  if (key !== undefined) keepLeast(keys, key, place);
  if (isWholeText(token.text)) return;
  keepLeast(parts, token.text, place);
  if (key === undefined) keepLeast(unknownParts, token.text, place);
}

function keepLeast<K>(places: Places<K>, key: K, place: number): void {
  places.set(key, Math.min(place, places.get(key) ?? place));
}

function least(places: readonly (number | undefined)[]): number | undefined {
  const known = places.filter((place) => place !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
