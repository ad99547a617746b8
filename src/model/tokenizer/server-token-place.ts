import { placesOf } from './pattern.js';

/** A token with the bytes that it stands for, as far as they are known. */
export interface PlaceableToken {
  readonly id: number;
  readonly bytes: Uint8Array | undefined;
}

/** Where a text's own tokens are among those that stand around it. */
export interface PlacedText {
  /** The first of them. */
  readonly start: number;
  /** The one after the last. */
  readonly end: number;
  /** The share that each has of the text's UTF-8, from `start` on; undefined where it is not known. */
  readonly shares: readonly (Uint8Array | undefined)[];
  /** `ends-left-out`: the spaces at the text's ends are not there. `compared`: told by what changes with the text alone. */
  readonly how: 'whole' | 'ends-left-out' | 'compared';
}

export interface PlaceOptions {
  /** The text's tokens with what stands around them. */
  readonly full: readonly PlaceableToken[];
  /** The text's tokens alone, with their shares of its UTF-8. */
  readonly plain: readonly PlaceableToken[];
  /** The ids of what stands around an empty text, where they are known. */
  readonly bare: readonly number[] | undefined;
  readonly text: string;
}

/**
 * Finds a text's own tokens among those that stand around it, such as a chat template's.
 *
 * A text can occur in what stands around it, and a token at its edge can be joined with its neighbour. So both the ids of
 * the text alone and its bytes are looked for, and of all places the one counts that leaves the least outside that is not
 * around an empty text too.
 *
 * @returns undefined when it is in no place, and what stands around an empty text is not known
 */
export function placeText(options: PlaceOptions): PlacedText | undefined {
  const { full, plain, bare, text } = options;
  if (plain.length === 0) return { start: full.length, end: full.length, shares: [], how: 'whole' };
  const same = sameAround(full, bare);
  const trimmed = text.trim();
  const best =
    leastForeign([placesOfBytes(full, text, 'whole'), placesOfIds(full, plain)], full.length, same) ??
    (trimmed === text ? undefined : leastForeign([placesOfBytes(full, trimmed, 'ends-left-out')], full.length, same));
  if (best !== undefined) return { start: best.start, end: best.end, shares: best.shares(), how: best.how };
  if (bare === undefined) return undefined;
  const start = Math.min(same.before, full.length);
  const end = Math.max(start, full.length - same.after);
  return { start, end, shares: full.slice(start, end).map(() => undefined), how: 'compared' };
}

/** A place that the text may have; a text of one letter can have as many as there are tokens. */
interface PossiblePlace extends Omit<PlacedText, 'shares'> {
  readonly shares: () => PlacedText['shares'];
}

interface SameAround {
  /** Tokens at the beginning that an empty text has as well. */
  readonly before: number;
  readonly after: number;
}

function sameAround(full: readonly PlaceableToken[], bare: readonly number[] | undefined): SameAround {
  if (bare === undefined) return { before: full.length, after: full.length };
  const least = Math.min(full.length, bare.length);
  let before = 0;
  while (before < least && full[before]?.id === bare[before]) before += 1;
  let after = 0;
  while (after < least && full[full.length - 1 - after]?.id === bare[bare.length - 1 - after]) after += 1;
  return { before, after };
}

/** Of all places the one with the least around it that is not around an empty text; the last one of several. */
function leastForeign(
  searches: readonly Iterable<PossiblePlace>[],
  total: number,
  same: SameAround,
): PossiblePlace | undefined {
  let best: PossiblePlace | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const places of searches) {
    for (const place of places) {
      const foreign = Math.max(0, place.start - same.before) + Math.max(0, total - place.end - same.after);
      if (foreign > least) continue;
      best = place;
      least = foreign;
    }
  }
  return best;
}

/** Every place where the ids are those of the text alone. */
function* placesOfIds(full: readonly PlaceableToken[], plain: readonly PlaceableToken[]): Generator<PossiblePlace> {
  const idsOf = (tokens: readonly PlaceableToken[]) => tokens.map(({ id }) => id);
  for (const start of placesOf(idsOf(plain), idsOf(full))) {
    yield { start, end: start + plain.length, shares: () => plain.map(({ bytes }) => bytes), how: 'whole' };
  }
}

/** Every place where the bytes are the text's; a token at an edge may hold more than its share. */
function* placesOfBytes(
  full: readonly PlaceableToken[],
  text: string,
  how: PossiblePlace['how'],
): Generator<PossiblePlace> {
  if (text === '') return;
  const wanted = Buffer.from(text, 'utf8');
  const pieces = full.map(({ bytes }) => bytes ?? new Uint8Array());
  const joined = Buffer.concat(pieces);
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.length;
  }
  const startOf = (token: number) => starts[token] ?? length;
  let start = 0;
  let end = 0;
  for (const at of placesOf(wanted, joined)) {
    const to = at + wanted.length;
    while (startOf(start + 1) <= at) start += 1;
    end = Math.max(end, start + 1);
    while (startOf(end) < to) end += 1;
    const [first, past] = [start, end];
    const shares = () =>
      pieces.slice(first, past).map((piece, index) => {
        const from = startOf(first + index);
        return piece.subarray(Math.max(0, at - from), Math.max(0, to - from));
      });
    yield { start: first, end: past, shares, how };
  }
}

/**
 * Finds several texts, one behind the other, among the tokens of all of them with what stands around them; by their bytes
 * alone, and without the spaces at their ends. The last is found first, because what stands around may say the same.
 *
 * @returns for each its tokens, those at the edges included; undefined where it is not there
 */
export function placeInOrder(
  full: readonly PlaceableToken[],
  texts: readonly string[],
): readonly (Pick<PlacedText, 'start' | 'end'> | undefined)[] {
  const pieces = full.map(({ bytes }) => bytes ?? new Uint8Array());
  const joined = Buffer.concat(pieces);
  const tokenAt: number[] = pieces.flatMap(({ length }, token) => Array<number>(length).fill(token));
  let until = joined.length;
  const placed = texts.toReversed().map((text) => {
    const wanted = Buffer.from(text.trim(), 'utf8');
    const at = wanted.length === 0 ? -1 : joined.subarray(0, until).lastIndexOf(wanted);
    const [start, last] = [tokenAt[at], tokenAt[at + wanted.length - 1]];
    if (at === -1 || start === undefined || last === undefined) return undefined;
    until = at;
    return { start, end: last + 1 };
  });
  return placed.toReversed();
}
