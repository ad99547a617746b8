/** Tokens whose beginnings are asked for one by one: more would keep a person waiting. */
const MAX_TOKENS = 256;
const ASKED_AT_ONCE = 8;

/**
 * Finds where tokens end in a text by asking for the text of the first, the first two, and so on.
 *
 * @param textOf asks for the text of some tokens; undefined where it is not told
 * @returns one entry a token, in UTF-16 code units: undefined where it ends inside a character. Undefined for all where
 * the tokens do not come back as the text, or are more than 256
 */
export async function findBoundaries(
  ids: readonly number[],
  text: string,
  textOf: (ids: readonly number[]) => Promise<string | undefined>,
): Promise<readonly (number | undefined)[] | undefined> {
  if (ids.length === 0 || ids.length > MAX_TOKENS) return undefined;
  const whole = await textOf(ids);
  // A tokenizer can put a space of its own before a text, and leave it out again or not.
  if (whole === undefined || (whole !== text && whole !== ` ${text}`)) return undefined;
  const extra = whole.length - text.length;
  const ends: (number | undefined)[] = [];
  for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
    const counts = ids.slice(from, from + ASKED_AT_ONCE).map((_, at) => from + at + 1);
    const starts = await Promise.all(
      counts.map((count) => (count === ids.length ? whole : textOf(ids.slice(0, count)))),
    );
    for (const start of starts) {
      const isStart = start !== undefined && whole.startsWith(start);
      ends.push(isStart ? Math.max(0, start.length - extra) : undefined);
    }
  }
  // Some servers leave the beginning of a character out, so that the text does not grow.
  return ends.map((end, at) => (end === (at === 0 ? 0 : ends[at - 1]) ? undefined : end));
}
