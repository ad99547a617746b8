import { UserError } from '../../src/errors.js';
import type { Services } from '../../src/services.js';
import { graphemes } from '../../src/words/graphemes.js';
import type { LearnedResult, MergingResult } from './result.js';

/** Of a longer text the beginning is merged: user-perceived characters, and bytes, of which some have many. */
export const MAX_CHARACTERS = 200;
const MAX_BYTES = 600;

/** As many merges as are learned where nobody says how many, and at most. */
export const DEFAULT_MERGES = 100;
export const MAX_MERGES = 300;

/** What is shorter shows nothing; characters. */
export const MIN_LEARNED = 20;

/**
 * Merges a text, and makes sure that the ids are those of tiktoken.
 *
 * @throws UserError where they are not
 */
export async function mergeText(
  { text, encoding, asked }: Pick<MergingResult, 'text' | 'encoding' | 'asked'>,
  signal: AbortSignal,
  { tokenizer }: Services,
): Promise<MergingResult> {
  const read = beginningOf(Buffer.from(text, 'utf8').toString('utf8'));
  const [merged, { tokens }] = await Promise.all([
    tokenizer.mergeText(read, encoding, signal),
    tokenizer.tokenize(read, encoding, signal),
  ]);
  if (merged.ids.join() !== tokens.map(({ id }) => id).join()) throw new UserError('merges-differ', { encoding });
  const { pieces, starts, order, pairs, ids } = merged;
  return {
    kind: 'merging',
    text: read,
    isCut: read.length < text.length,
    encoding,
    pieces: [...pieces],
    starts: [...starts],
    order: [...order],
    pairs: pairs.map(([left, right, token]) => [left, right, token]),
    ids: [...ids],
    asked,
  };
}

/** As many whole characters as are merged. */
function beginningOf(text: string): string {
  // A letter under hundreds of marks is one character, and too long: of it the first marks are merged.
  return fittingOf(graphemes(text)) || fittingOf(text);
}

function fittingOf(all: Iterable<string>): string {
  let [read, characters, bytes] = ['', 0, 0];
  for (const character of all) {
    characters += 1;
    bytes += Buffer.byteLength(character);
    if (characters > MAX_CHARACTERS || bytes > MAX_BYTES) break;
    read += character;
  }
  return read;
}

/**
 * Learns merges from a text.
 *
 * @throws UserError where it is too short, or no two bytes stand beside each other twice
 */
export async function learnMerges(
  { text, isOwn, wanted, asked }: Pick<LearnedResult, 'text' | 'isOwn' | 'wanted' | 'asked'>,
  signal: AbortSignal,
  { tokenizer }: Services,
): Promise<LearnedResult> {
  const read = Buffer.from(text, 'utf8').toString('utf8');
  const characters = [...graphemes(read)].length;
  if (read.trim().length < MIN_LEARNED) throw new UserError('text-too-short-for-merges', { least: MIN_LEARNED });
  const { merges, bytes, cut } = await tokenizer.learnMerges(read, wanted, signal);
  if (merges.length === 0) throw new UserError('no-pair-comes-twice');
  return {
    kind: 'learned',
    text: read,
    isOwn,
    characters,
    wanted,
    bytes,
    merges: merges.map((merge) => ({ ...merge })),
    cut: [...cut],
    asked,
  };
}
