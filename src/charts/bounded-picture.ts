import { wrappedEnd } from './kinds/draw-step/text-lines.js';
import type { Picture } from './picture.js';
import { bothEnds } from './text/label.js';

/**
 * The picture with no more of its texts than is drawn, so that a token of a megabyte takes no longer than any other to be
 * handed to a thread.
 */
export function boundedPicture(picture: Picture): Picture {
  const bounded = boundTexts(picture);
  return bounded.kind === 'draw-step' && picture.kind === 'draw-step'
    ? { ...bounded, text: wrappedEnd(picture.text) }
    : bounded;
}

function boundTexts<Value>(value: Value): Value;
function boundTexts(value: unknown): unknown {
  if (typeof value === 'string') return bothEnds(value);
  if (Array.isArray(value)) return value.map((each) => boundTexts(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, boundTexts(each)]));
}
