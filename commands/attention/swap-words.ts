/** A word of a text, and where it stands. */
export interface Word {
  readonly text: string;
  /** In UTF-16 code units. */
  readonly start: number;
}

/** Letters and digits, with what shortens or joins words inside. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’‑-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** English words that name nothing: exchanging them shows least. */
const SMALL_WORDS = new Set(
  (
    'a an the and or but so because if when while that which who whom whose what where why how than then as at by for ' +
    'from in into of off on onto out over to up upon with without about after before under i you he she it we they me him ' +
    'her us them my your his its our their this these those is are was were be been being am do does did has have had ' +
    'can could will would may might must shall should not no yes there here very too also just once'
  ).split(' '),
);

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (found) => ({ text: found[0], start: found.index }));
}

/**
 * Two words to exchange, by their places among the words: the first and the last one that name something; of a text
 * without two such words any two that differ.
 */
export function proposedPair(words: readonly Word[]): readonly [number, number] | undefined {
  const named = words.flatMap(({ text }, place) => (SMALL_WORDS.has(text.toLowerCase()) ? [] : [place]));
  // A word that begins a text may have its capital letter only for that.
  const later = named.filter((place) => place > 0);
  for (const places of [later, named, [...words.keys()]]) {
    const [first] = places;
    const second = places.findLast((place) => first !== undefined && !isSame(words[place], words[first]));
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return undefined;
}

/**
 * The text with two of its words exchanged. A word that begins the text gets a capital letter where the other had one.
 *
 * @param places two different ones among `wordsOf(text)`
 */
export function exchange(text: string, places: readonly [number, number]): string {
  const words = wordsOf(text);
  const [early, late] = places.toSorted((one, other) => one - other) as [number, number];
  const [first, second] = [words[early], words[late]];
  if (first === undefined || second === undefined) return text;
  const begins = early === 0 && /^\p{Lu}/u.test(first.text);
  const put = begins ? second.text.replace(/^./u, (letter) => letter.toUpperCase()) : second.text;
  const between = text.slice(first.start + first.text.length, second.start);
  return text.slice(0, first.start) + put + between + first.text + text.slice(second.start + second.text.length);
}

/** Whether two words are the same but for capitals, so that exchanging them changes nothing. */
export function isSame(one: Word | undefined, other: Word | undefined): boolean {
  return one?.text.toLowerCase() === other?.text.toLowerCase();
}
