// Measures the n-gram model: bits per byte on the held-out documents, for Kneser–Ney alone and for the whole mixture,
// training time, speed and memory. Run `npm run build` first, then
// `node tests/bench/tiny-model.mjs [answer.sharpness=0 strength=8 …]` with any of the mixture's parameters.
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readCorpus } from '../../dist/src/tiny-model/language/corpus.js';
import { MIXTURE_PARAMETERS } from '../../dist/src/tiny-model/language/mixture-parameters.js';
import { trainTinyLanguageModel } from '../../dist/src/tiny-model/language/tiny-language-model.js';
import { loadVocabulary } from '../../dist/src/tiny-model/language/vocabulary.js';
import { isHeldOut } from '../../dist/src/tiny-model/training/held-out.js';

const parameters = structuredClone(MIXTURE_PARAMETERS);
for (const pair of process.argv.slice(2)) {
  const [path, value] = pair.split('=');
  const [name, inner] = path.split('.');
  if (inner === undefined) parameters[name] = Number(value);
  else parameters[name][inner] = Number(value);
}
const off = { ceiling: 0, sharpness: 0, choice: 1 };
const alone = { ...parameters, answer: off, text: off };

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

const kept = corpus.filter(({ text }) => !isHeldOut(text));
const heldOut = corpus.filter(({ text }) => isHeldOut(text));

function measure(model, documents) {
  let [bits, tokens, bytes] = [0, 0, 0];
  const { milliseconds } = timed(() => {
    for (const { text, turns } of documents) {
      const ids = [...vocabulary.encode(text), vocabulary.endOfText];
      // The mark that begins a conversation is not predicted: the model gives the distribution where there is none.
      const given = turns.length > 0 ? ids.splice(0, 1) : [];
      const session = model.open(given);
      for (const id of ids) {
        bits -= Math.log2(session.probabilities()[id]);
        session.push(id);
      }
      tokens += ids.length;
      // The end of a document counts as the line break that it stands for.
      bytes += Buffer.byteLength(text) + 1 - given.length;
    }
  });
  return { bits, tokens, bytes, milliseconds };
}

for (const [what, settings] of [
  ['Kneser–Ney alone', alone],
  ['the mixture', parameters],
]) {
  const model = trainTinyLanguageModel(kept, vocabulary, settings);
  const [talk, prose] = [true, false].map((isTalk) =>
    measure(
      model,
      heldOut.filter(({ turns }) => turns.length > 0 === isTalk),
    ),
  );
  const all = Object.fromEntries(Object.keys(talk).map((key) => [key, talk[key] + prose[key]]));
  for (const [name, { bits, tokens, bytes, milliseconds }] of Object.entries({ all, talk, prose })) {
    console.log(
      `${what}, held out, ${name}: ${(bits / bytes).toFixed(4)} bits per byte, perplexity ` +
        `${(2 ** (bits / tokens)).toFixed(2)} per token (${tokens} tokens, ${((1000 * tokens) / milliseconds).toFixed(0)} a second)`,
    );
  }
}
console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB (three models)`);
