import type { AttendedToken } from '../../src/charts/strip/attended-line.js';
import type { Token } from '../../src/domain/token.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { attentionWords } from './words.js';

/** As wide as a line of the picture is, in pixels of its smallest type; what is a little too long is drawn shorter. */
const ROOM = 1020;
const LETTER = 18;
const NAME_LETTER = 17;
const INSET = 16;
const LEAST = 48;
const GAP = 8;

/** A share from which on it is written under its token, and what that takes. */
const WRITTEN = 0.005;
const FIGURE = 78;
/** From here on with one more digit. */
const NEARLY_ALL = 0.995;
const LONG_FIGURE = 96;

/** Of a longer label only so much is counted: the picture shortens it. */
const MAX_COUNTED = 11;

/** Tokens before the one that looks which stay beside it, because without them nobody would know where it stands. */
const NEIGHBOURS = 2;

const MAX_TRIES = 6;

/** What is put on a line. */
interface LineSource {
  readonly tokens: readonly Token[];
  /** How much the token that looks gives to each up to itself. */
  readonly row: readonly number[];
  /** Places that are marked, and stay on the line in any case. */
  readonly marked?: readonly number[];
}

/**
 * A text as one line of the picture, with the share of each token. Of a long text those that get most, the start, and the
 * neighbours of the one that looks; all others between them stand together, so that no share is lost.
 */
export function attendedLine(source: LineSource, locale: string): AttendedToken[] {
  const { tokens, row, marked = [] } = source;
  const from = row.length - 1;
  const whole = lineOf(source, new Set(tokens.keys()), locale);
  if (widthOf(whole) <= ROOM) return whole;
  const shown = new Set([0, from, ...marked.filter((place) => place <= from)]);
  const byShare = [...row.keys()].toSorted((one, other) => (row[other] ?? 0) - (row[one] ?? 0));
  const neighbours = Array.from({ length: NEIGHBOURS }, (_, at) => from - 1 - at).filter((place) => place > 0);
  // Where some in a row have no room, no other has.
  let tries = MAX_TRIES;
  for (const place of [...neighbours, ...byShare]) {
    if (tries === 0) break;
    if (shown.has(place)) continue;
    shown.add(place);
    if (widthOf(lineOf(source, shown, locale)) <= ROOM) continue;
    shown.delete(place);
    tries -= 1;
  }
  return lineOf(source, shown, locale);
}

/** The tokens at some places, and between them what stands for the others. */
function lineOf({ tokens, row, marked = [] }: LineSource, shown: ReadonlySet<number>, locale: string): AttendedToken[] {
  const words = attentionWords(locale);
  const from = row.length - 1;
  const line: AttendedToken[] = [];
  for (let place = 0; place < tokens.length; place += 1) {
    let end = place;
    while (end < tokens.length && !shown.has(end) && end > from === place > from) end += 1;
    if (end - place > 1) {
      const left = end - place;
      const share = sumOf(row.slice(place, end));
      // Rounding must not make all of it what only nearly is.
      const most = 1 - sumOf(row.slice(0, place)) - sumOf(row.slice(end));
      const isSeen = place <= from;
      line.push({
        label: isSeen ? words.leftOut(left) : words.later(left),
        weight: isSeen ? Math.max(0, Math.min(most, share)) : undefined,
        isNamed: true,
      });
      place = end - 1;
      continue;
    }
    const token = tokens[place];
    if (token === undefined) continue;
    line.push({
      label: place === 0 ? words.start : tokenLabel(token),
      weight: row[place],
      looks: place === from,
      isNamed: place === 0,
      isMarked: marked.includes(place),
    });
  }
  return line;
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function widthOf(line: readonly AttendedToken[]): number {
  return line.reduce((sum, { label, isNamed, weight = 0 }) => {
    const letters = Math.min(MAX_COUNTED, Array.from(label).length) * (isNamed ? NAME_LETTER : LETTER);
    const figure = weight < WRITTEN ? 0 : weight < NEARLY_ALL ? FIGURE : LONG_FIGURE;
    return sum + Math.max(LEAST, letters + INSET, figure) + GAP;
  }, -GAP);
}
