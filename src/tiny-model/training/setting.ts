import type { ByteVocabulary } from '../../byte-pair/vocabulary.js';
import type { CorpusDocument } from '../language/corpus.js';
import type { RandomNumbers } from '../language/random.js';
import type { TransformerShape } from '../transformer/shape.js';
import type { LossEntry } from './fit.js';
import { isHeldOut } from './held-out.js';
import { type Example, type PackedBatch, pack } from './pack.js';

/** What all stages of training share. */
export interface TrainingSetting {
  /** The compiled kernels. */
  readonly kernels: string;
  readonly vocabulary: ByteVocabulary;
  readonly shape: TransformerShape;
  readonly documents: readonly CorpusDocument[];
  readonly random: RandomNumbers;
  /** Told of every entry of the log as it is written. */
  readonly onEntry: (entry: LossEntry) => void;
}

/** Rows of a batch, and their length: what is read before the parameters are changed once. */
export const ROWS = 4;

/** The id of a special token. @throws Error where the vocabulary has none of that name */
export function specialOf({ specials }: ByteVocabulary, name: string): number {
  const id = specials.get(name);
  if (id === undefined) throw new Error(`The vocabulary has no token ${name}.`);
  return id;
}

/** How many bytes each token is, by its id; a special token, which stands for no text, counts as one. */
export function bytesOfTokens({ size, bytes }: ByteVocabulary): Uint8Array {
  return Uint8Array.from({ length: size }, (_, id) => Math.max(1, bytes(id).length));
}

/** A text between two ends of text. */
export function asText(vocabulary: ByteVocabulary, text: string): Example {
  const end = specialOf(vocabulary, '<|endoftext|>');
  return { tokens: [end, ...vocabulary.encode(text), end] };
}

/** The documents that are learnt from, and those that are not. */
export function splitDocuments(documents: readonly CorpusDocument[]): {
  readonly training: readonly CorpusDocument[];
  readonly heldOut: readonly CorpusDocument[];
} {
  return {
    training: documents.filter(({ text }) => !isHeldOut(text)),
    heldOut: documents.filter(({ text }) => isHeldOut(text)),
  };
}

/** Batches without end: pass after pass over examples. */
export function* batchesOf(pass: () => Iterable<Example>, length: number): Generator<PackedBatch, never> {
  for (;;) yield* pack(pass(), ROWS, length);
}

/** How many predictions examples ask for. */
export function countOf(examples: readonly Example[]): number {
  return examples.reduce((sum, { tokens }) => sum + tokens.length - 1, 0);
}
