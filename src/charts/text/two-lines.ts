import type { SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../words/graphemes.js';
import { bothEnds } from './bounds.js';
import { type Label, type LabelStyle, layOutLabel } from './label.js';

/** More never fit on a first line. */
const MAX_PIECES = 60;

/**
 * A label in one line where it fits, or else in two: it breaks at a space, or within a word that is too long for a line. The
 * second line is shortened at its end.
 */
export function twoLines(context: SKRSContext2D, text: string, style: LabelStyle, width: number): readonly Label[] {
  const measure = (part: string) => layOutLabel(context, part, style, Number.POSITIVE_INFINITY).width;
  const whole = bothEnds(text);
  if (measure(whole) <= width) return [layOutLabel(context, whole, style, width)];
  const first = firstLine(whole.split(/(?<= )/), measure, width) || firstLine([...graphemes(whole)], measure, width);
  if (!first) return [layOutLabel(context, whole, style, width, 'start')];
  const rest = whole.slice(first.length).trimStart();
  return [layOutLabel(context, first.trimEnd(), style, width), layOutLabel(context, rest, style, width, 'start')];
}

/** As many pieces as fit. */
function firstLine(pieces: readonly string[], measure: (part: string) => number, width: number): string {
  const first = (count: number) => pieces.slice(0, count).join('');
  let [fits, tooLong] = [0, Math.min(MAX_PIECES, pieces.length) + 1];
  while (tooLong - fits > 1) {
    const count = Math.floor((fits + tooLong) / 2);
    if (measure(first(count).trimEnd()) <= width) fits = count;
    else tooLong = count;
  }
  return first(fits);
}
