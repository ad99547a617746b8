// `npm run model-card`: writes the figures of training into docs/model-card.md.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadByteVocabulary } from '../src/byte-pair/vocabulary.js';
import { readCorpus } from '../src/tiny-model/language/corpus.js';
import { readLog } from '../src/tiny-model/training/model-files.js';
import { fillCard } from './model-card-figures.js';

const CARD = 'docs/model-card.md';
const CORPUS = 'assets/corpus';
const MODELS = 'assets/model';

async function bytesIn(folder: string, ending: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const figures = {
  log: await readLog(MODELS),
  vocabulary: loadByteVocabulary(await readFile(join(MODELS, 'vocabulary.txt'), 'utf8')).size,
  documents: (await readCorpus(CORPUS)).length,
  corpusBytes: await bytesIn(CORPUS, '.txt'),
  weightBytes: await bytesIn(MODELS, '.weights'),
};
await writeFile(CARD, fillCard(await readFile(CARD, 'utf8'), figures));
console.log(`${CARD} has the figures of ${MODELS}`);
