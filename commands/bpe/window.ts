/** Pixels of a line of the picture that are surely filled, of characters in its smallest type, and around a label. */
const LINE = 920;
const LETTER = 18;
const WIDE_LETTER = 31;
const AROUND = 22;
const BORDER = 22;
const LEAST = 33;

/** Writing and pictures that take two columns. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** What a part takes of a line. */
interface Wide {
  readonly label: string;
  readonly caption?: string | undefined;
  readonly isBorder?: boolean | undefined;
}

/**
 * Which parts of a row have room on so many lines: from the first on, where what is looked at is among them; else those
 * around it.
 *
 * @param looked place of what is looked at, with the part after it
 */
export function windowOf(parts: readonly Wide[], looked: number, lines: number): { from: number; to: number } {
  const widths = parts.map(widthOf);
  const room = lines * LINE;
  let [to, taken] = [0, 0];
  while (to < parts.length && taken + (widths[to] ?? 0) <= room) taken += widths[to++] ?? 0;
  if (looked + 1 < to || to === parts.length) return { from: 0, to };
  let from = looked;
  to = Math.min(parts.length, looked + 2);
  taken = widths.slice(from, to).reduce((sum, width) => sum + width, 0);
  for (;;) {
    const [left, right] = [widths[from - 1], widths[to]];
    const canLeft = left !== undefined && taken + left <= room;
    const canRight = right !== undefined && taken + right <= room;
    if (!canLeft && !canRight) return { from, to };
    if (canLeft) taken += widths[--from] ?? 0;
    if (canRight && taken + (right ?? 0) <= room) taken += widths[to++] ?? 0;
    else if (!canLeft) return { from, to };
  }
}

/** Whether all parts have room on so many lines. */
export function isRoomFor(parts: readonly Wide[], lines: number): boolean {
  return parts.reduce((sum, part) => sum + widthOf(part), 0) <= lines * LINE;
}

function widthOf({ label, caption = '', isBorder = false }: Wide): number {
  let letters = 0;
  for (const letter of label) letters += WIDE.test(letter) ? WIDE_LETTER : LETTER;
  return Math.max(LEAST, letters + AROUND, caption.length * LETTER + AROUND) + (isBorder ? BORDER : 0);
}
