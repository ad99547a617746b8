import { markersIn } from '../../domain/control-token.js';
import type { Fact } from '../../domain/fact.js';
import { createFact } from '../../facts.js';
import type { Asker } from '../asking/asker.js';
import type { ControlReading } from '../asking/knowledge.js';
import { countTokens } from '../probe/count-tokens.js';

/** More markers than any text has that is not about markers. */
const MAX_MARKERS = 3;
/** So often a marker stands in the longer of two texts, and once in the other. */
const TIMES = 9;
/** A name that is read letter by letter is mostly three tokens, and two at least. */
const LEAST_LETTERS = 2;

/**
 * The names of control tokens in a text, such as `<eos>`, that the server reads as the control tokens: told by how many
 * tokens it counts where such a name stands in a text often and once. Each name is asked for once and remembered.
 *
 * @returns none where the text has no such name, where the server reads them letter by letter, or where it does not count
 */
export async function findControls(
  asker: Asker,
  model: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const markers = markersIn(text).slice(0, MAX_MARKERS);
  if (markers.length === 0) return [];
  const { controls } = asker.memory.about(model);
  const open = markers.filter((marker) => !controls.has(marker));
  if (open.length > 0) {
    // Mostly all are read alike.
    const all = await askReading(asker, model, open, signal);
    for (const marker of open) {
      const isAlone = all !== 'several' || open.length === 1;
      controls.set(marker, isAlone ? all : await askReading(asker, model, [marker], signal));
    }
  }
  return markers.filter((marker) => controls.get(marker) === 'control');
}

/** What to say of names that are read as control tokens. */
export function describeControls(names: readonly string[]): readonly Fact[] {
  return names.length === 0 ? [] : [createFact('control-in-text', { names })];
}

/** How some names are read, in two requests; `several`: not all alike. */
async function askReading(
  asker: Asker,
  model: string,
  markers: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ControlReading> {
  const joined = markers.join('');
  const once = await countTokens(asker, model, `a${joined}`, signal);
  const often = once === undefined ? undefined : await countTokens(asker, model, `a${joined.repeat(TIMES)}`, signal);
  if (once === undefined || often === undefined) return 'untold';
  const each = (often - once) / (TIMES - 1) / markers.length;
  if (each === 1) return 'control';
  return each >= LEAST_LETTERS ? 'letters' : 'several';
}
