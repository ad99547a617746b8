/** The tokens of a model that learns one text: the characters that are in it. */
export interface Characters {
  /** By their ids. */
  readonly all: readonly string[];
  /** The text in these tokens; a line break comes before it. */
  readonly ids: readonly number[];
}

/** The id of the line break: what stands before a line, and so before the first one. */
export const LINE_BREAK = 0;

/** Cuts a text into characters (code points), whichever way its lines end. */
export function readCharacters(text: string): Characters {
  const characters = Array.from(`\n${text.replace(/\r\n?/g, '\n').trim()}`);
  const all = [...new Set(characters)];
  const idOf = new Map(all.map((character, id) => [character, id]));
  return { all, ids: characters.map((character) => idOf.get(character) ?? LINE_BREAK) };
}
