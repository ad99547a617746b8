import { readFileSync } from 'node:fs';
import { parseCorpus } from '../../src/tiny-model/language/corpus.js';
import { type TinyLanguageModel, trainTinyLanguageModel } from '../../src/tiny-model/language/tiny-language-model.js';
import { loadVocabulary, type Vocabulary } from '../../src/tiny-model/language/vocabulary.js';

/** Directory with a small corpus of the tests' own. */
export const corpusDirectory = new URL('./fixtures/', import.meta.url);

/** The only text in that directory; its continuations are known. */
export const smallCorpus = readFileSync(new URL('small.txt', corpusDirectory), 'utf8');

let loaded: Vocabulary | undefined;

/** The vocabulary, loaded once. */
export function vocabulary(): Vocabulary {
  loaded ??= loadVocabulary();
  return loaded;
}

/** A model trained on `smallCorpus`. */
export function smallModel(): TinyLanguageModel {
  return trainTinyLanguageModel(parseCorpus(smallCorpus), vocabulary());
}
