// Measures the tiny model: held-out perplexity, training time, speed and memory. Run `npm run build` first, then
// `node tests/bench/tiny-model.mjs [sharpness=0 strength=8 …]` with any of the mixture's parameters.
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readCorpus } from '../../dist/src/tiny-model/language/corpus.js';
import { MIXTURE_PARAMETERS } from '../../dist/src/tiny-model/language/mixture-parameters.js';
import { trainTinyLanguageModel } from '../../dist/src/tiny-model/language/tiny-language-model.js';
import { END_OF_TEXT, loadVocabulary } from '../../dist/src/tiny-model/language/vocabulary.js';

const heldOutEvery = 20;
const given = Object.fromEntries(process.argv.slice(2).map((pair) => pair.split('=')));
const parameters = { ...MIXTURE_PARAMETERS };
for (const [name, value] of Object.entries(given)) parameters[name] = Number(value);

const timed = (work) => {
  const begun = performance.now();
  const result = work();
  return { result, milliseconds: performance.now() - begun };
};

const loading = timed(loadVocabulary);
const vocabulary = loading.result;
const corpus = await readCorpus(fileURLToPath(new URL('../../assets/corpus', import.meta.url)));
const training = timed(() => trainTinyLanguageModel(corpus, vocabulary, parameters));
console.log(`load the vocabulary ${loading.milliseconds.toFixed(0)} ms, train on ${corpus.length} documents with`);
console.log(`${training.result.trainingTokens} tokens ${training.milliseconds.toFixed(0)} ms`);

const isHeldOut = (_, index) => index % heldOutEvery === heldOutEvery - 1;
const model = trainTinyLanguageModel(
  corpus.filter((document, index) => !isHeldOut(document, index)),
  vocabulary,
  parameters,
);

function perplexity(documents) {
  let bits = 0;
  let tokens = 0;
  let characters = 0;
  const { milliseconds } = timed(() => {
    for (const { text } of documents) {
      const ids = [...vocabulary.encode(text), END_OF_TEXT];
      for (const [index, id] of ids.entries()) bits -= Math.log2(model.next(ids.slice(0, index)).probability(id));
      tokens += ids.length;
      characters += text.length;
    }
  });
  return { perToken: 2 ** (bits / tokens), bitsPerCharacter: bits / characters, tokens, milliseconds };
}

const heldOut = corpus.filter(isHeldOut);
for (const [name, documents] of [
  ['all', heldOut],
  ['conversations', heldOut.filter((document) => document.turns.length > 0)],
  ['prose', heldOut.filter((document) => document.turns.length === 0)],
]) {
  const { perToken, bitsPerCharacter, tokens, milliseconds } = perplexity(documents);
  console.log(
    `held out, ${name}: perplexity ${perToken.toFixed(2)} per token, ${bitsPerCharacter.toFixed(3)} bits per character ` +
      `(${documents.length} documents, ${tokens} tokens, ${((1000 * tokens) / milliseconds).toFixed(0)} tokens/s)`,
  );
}
console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB (two models)`);
