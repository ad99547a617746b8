import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ByteVocabulary, loadByteVocabulary } from '../../byte-pair/vocabulary.js';

/** How the token is written that ends every document and stands before its first token. */
export const END_OF_TEXT_NAME = '<|endoftext|>';

/** The way between text and token ids that the embedded models share. */
export interface Vocabulary extends ByteVocabulary {
  /** Id of `<|endoftext|>`. */
  readonly endOfText: number;
  /** How a special token is written where an answer lists tokens; undefined for tokens that are text. */
  specialName(id: number): string | undefined;
  /** Whether the number is the id of a token. */
  isTokenId(id: number): boolean;
}

function vocabularyFile(): string {
  const root = import.meta.url.endsWith('.js') ? '../../../../' : '../../../';
  return fileURLToPath(new URL(`${root}assets/model/vocabulary.txt`, import.meta.url));
}

/**
 * Loads the vocabulary in this repository.
 *
 * @throws Error when the file is missing, damaged, or has no `<|endoftext|>`
 */
export function loadVocabulary(): Vocabulary {
  const loaded = loadByteVocabulary(readFileSync(vocabularyFile(), 'utf8'));
  const endOfText = loaded.specials.get(END_OF_TEXT_NAME);
  if (endOfText === undefined) throw new Error(`the vocabulary has no ${END_OF_TEXT_NAME}`);
  const names = new Map(Array.from(loaded.specials, ([name, id]) => [id, name]));
  return {
    ...loaded,
    endOfText,
    specialName: (id) => names.get(id),
    isTokenId: (id) => Number.isInteger(id) && id >= 0 && id < loaded.size,
  };
}
