import { kindOf, type Picture } from './kinds/registry.js';
import { bothEnds } from './text/bounds.js';

/**
 * The picture with no more of its texts than is drawn, so that a token of a megabyte takes no longer than any other to be
 * handed to a thread.
 */
export function boundedPicture<P extends Picture>(picture: P): P {
  return { ...boundTexts(picture), ...kindOf(picture).longTexts?.(picture) };
}

function boundTexts<Value>(value: Value): Value;
function boundTexts(value: unknown): unknown {
  if (typeof value === 'string') return bothEnds(value);
  if (Array.isArray(value)) return value.map((each) => boundTexts(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, boundTexts(each)]));
}
