import { createRandomNumbers } from '../language/random.js';
import { wordsOf } from '../language/words.js';

/** Turns texts into vectors that lie close together when the texts are about like things. */
export interface Embedder {
  /** A vector of length 1 with `EMBEDDING_DIMENSIONS` numbers. */
  embed(text: string): Float32Array;
}

/** Length of the vectors. */
export const EMBEDDING_DIMENSIONS = 256;

const WINDOW = 4;
const NON_ZEROS = 8;

/** A sparse vector: each entry adds its sign at one dimension. */
type SparseVector = readonly (readonly [dimension: number, sign: number])[];

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

function sparseVector(text: string): SparseVector {
  const random = createRandomNumbers(hash(text));
  return Array.from({ length: NON_ZEROS }, (): [number, number] => [
    Math.floor(random() * EMBEDDING_DIMENSIONS),
    random() < 0.5 ? -1 : 1,
  ]);
}

function add(vector: Float32Array, sparse: SparseVector, weight: number) {
  for (const [dimension, sign] of sparse) vector[dimension] = (vector[dimension] ?? 0) + sign * weight;
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/**
 * Learns word vectors from which words stand near which.
 *
 * A word's vector is its row of the positive pointwise mutual information matrix over a window of four words to each side (Levy and
 * Goldberg 2014), projected to 256 dimensions by sparse random vectors of the context words (Achlioptas 2003), plus the
 * word's own random vector, so that shared words count as well. A text's vector is the mean of its words' vectors,
 * weighted by inverse document frequency. A word that the corpus lacks is the mean of the random vectors of its letter
 * trigrams.
 */
export function trainEmbedder(texts: readonly string[]): Embedder {
  const documents = texts.map(wordsOf);
  const frequency = new Map<string, number>();
  const documentFrequency = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  const contextTotal = new Map<string, number>();
  let total = 0;
  for (const words of documents) {
    for (const word of new Set(words)) documentFrequency.set(word, (documentFrequency.get(word) ?? 0) + 1);
    for (const [at, word] of words.entries()) {
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
      const row = pairs.get(word) ?? new Map<string, number>();
      pairs.set(word, row);
      for (let near = Math.max(0, at - WINDOW); near <= Math.min(words.length - 1, at + WINDOW); near++) {
        const context = words[near];
        if (near === at || context === undefined) continue;
        row.set(context, (row.get(context) ?? 0) + 1);
        contextTotal.set(context, (contextTotal.get(context) ?? 0) + 1);
        total++;
      }
    }
  }
  const idf = (word: string) => Math.log((documents.length + 1) / ((documentFrequency.get(word) ?? 0) + 1));
  const projections = new Map(Array.from(frequency.keys(), (word) => [word, sparseVector(word)]));

  const vectors = new Map<string, Float32Array>();
  for (const [word, row] of pairs) {
    const rowTotal = contextTotal.get(word) ?? 0;
    const vector = new Float32Array(EMBEDDING_DIMENSIONS);
    for (const [context, count] of row) {
      const information = Math.log((count * total) / (rowTotal * (contextTotal.get(context) ?? 1)));
      if (information > 0) add(vector, projections.get(context) ?? [], information);
    }
    const meaning = normalise(vector);
    const own = new Float32Array(EMBEDDING_DIMENSIONS);
    add(own, projections.get(word) ?? [], 1);
    const form = normalise(own);
    vectors.set(word, normalise(meaning.map((value, index) => value + (form[index] ?? 0))));
  }

  const vectorOf = (word: string) => {
    const known = vectors.get(word);
    if (known) return known;
    const vector = new Float32Array(EMBEDDING_DIMENSIONS);
    const bounded = ` ${word} `;
    for (let at = 0; at + 3 <= bounded.length; at++) add(vector, sparseVector(bounded.slice(at, at + 3)), 1);
    return normalise(vector);
  };

  return {
    embed(text) {
      const words = wordsOf(text);
      const sum = new Float32Array(EMBEDDING_DIMENSIONS);
      // A text without words, such as `!?`, is told from others by its characters alone.
      for (const word of words.length > 0 ? words : [text]) {
        const weight = idf(word) + 0.1;
        for (const [index, value] of vectorOf(word).entries()) sum[index] = (sum[index] ?? 0) + weight * value;
      }
      return normalise(sum);
    },
  };
}
