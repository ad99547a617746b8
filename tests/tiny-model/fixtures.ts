import { readFileSync } from 'node:fs';
import { parseCorpus } from '../../src/tiny-model/language/corpus.js';
import type { NextTokenModel, Probabilities } from '../../src/tiny-model/language/next-token-model.js';
import { likeliest } from '../../src/tiny-model/language/ranking.js';
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

/** What a model says after tokens that start a document. */
export function nextOf(model: NextTokenModel, history: readonly number[]): Probabilities {
  return model.open(history).probabilities();
}

/** What the model writes at temperature 0, up to the end of the document, so many tokens, or a text. */
export function writeOn(model: NextTokenModel, prompt: string, most: number, stop?: string): string {
  const { encode, decode, endOfText } = vocabulary();
  const session = model.open(encode(prompt));
  const ids: number[] = [];
  while (ids.length < most) {
    const id = likeliest(session.probabilities());
    if (id === endOfText || (stop !== undefined && decode([...ids, id]).includes(stop))) break;
    session.push(id);
    ids.push(id);
  }
  return decode(ids);
}
