// `npm run train`: trains the transformer in all its stages, or only those that are named, such as `npm run train -- tuned`.
// The same texts, seed and machine give the same weights. On one core the base model takes about an hour.
import { writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadByteVocabulary } from '../src/byte-pair/vocabulary.js';
import { readCorpus } from '../src/tiny-model/language/corpus.js';
import { createRandomNumbers } from '../src/tiny-model/language/random.js';
import type { LossEntry } from '../src/tiny-model/training/fit.js';
import { measureHeads } from '../src/tiny-model/training/measure-heads.js';
import {
  readLog,
  STAGES,
  type Stage,
  weightsFile,
  writeLog,
  writeManifest,
} from '../src/tiny-model/training/model-files.js';
import { parsePreferences } from '../src/tiny-model/training/preferences.js';
import { asText, splitDocuments, type TrainingSetting } from '../src/tiny-model/training/setting.js';
import { trainBase } from '../src/tiny-model/training/train-base.js';
import { trainPreferred } from '../src/tiny-model/training/train-preferred.js';
import { trainTuned } from '../src/tiny-model/training/train-tuned.js';
import { openTransformer } from '../src/tiny-model/transformer/read-text.js';
import { parameterCount, type TransformerShape } from '../src/tiny-model/transformer/shape.js';
import { decodeWeights, encodeWeights, type Levels } from '../src/tiny-model/transformer/weights-file.js';

const SEED = 2026;
const BASE = { steps: 6000, checkpoints: [20, 100, 500, 2000] };
const TUNED = { steps: 900 };
const PREFERRED = { passes: 2 };

/** The checkpoints are looked at, and not used: fewer levels make their files smaller. */
const LEVELS: Readonly<Record<'stage' | 'checkpoint', Levels>> = { stage: 127, checkpoint: 31 };

const assets = fileURLToPath(new URL('../../assets/', import.meta.url));
const directory = join(assets, 'model');
const kernels = join(directory, 'kernels.wasm');
const named = process.argv.slice(2);
const stages = STAGES.filter((stage) => named.length === 0 || named.includes(stage));
setPriority(19);

const vocabulary = loadByteVocabulary(await readFile(join(directory, 'vocabulary.txt'), 'utf8'));
const documents = await readCorpus(join(assets, 'corpus'));
const shape: TransformerShape = {
  vocabulary: vocabulary.size,
  context: 256,
  width: 128,
  layers: 4,
  heads: 4,
  hidden: 512,
};
const begun = performance.now();
const say = (line: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(6)} s  ${line}`);
const sayEntry = ({ step, training, heldOut }: LossEntry) =>
  say(
    `step ${step}: ${training.toFixed(3)}${heldOut === undefined ? '' : `, held out ${heldOut.toFixed(3)}`} bits per byte`,
  );

const settingOf = (stage: Stage): TrainingSetting => ({
  kernels,
  vocabulary,
  shape,
  documents,
  random: createRandomNumbers(SEED, STAGES.indexOf(stage)),
  onEntry: sayEntry,
});
const save = (name: string, weights: Float32Array, levels: Levels) =>
  writeFile(join(directory, name), encodeWeights(shape, weights, levels));
const weightsOf = async (stage: Stage) => decodeWeights(await readFile(join(directory, weightsFile(stage)))).weights;

say(`${parameterCount(shape)} parameters, ${documents.length} documents: ${stages.join(', ')}`);
let log = await readLog(directory);

if (stages.includes('base')) {
  const base = await trainBase(settingOf('base'), {
    ...BASE,
    onCheckpoint: (step, weights) =>
      writeFileSync(join(directory, weightsFile('base', step)), encodeWeights(shape, weights, LEVELS.checkpoint)),
  });
  await save(weightsFile('base'), base.weights, LEVELS.stage);
  const { losses, trainingTokens, heldOutTokens } = base;
  const checkpoints = [...BASE.checkpoints, BASE.steps];
  const parameters = parameterCount(shape);
  log = {
    ...log,
    base: { steps: BASE.steps, parameters, context: shape.context, trainingTokens, heldOutTokens, losses, checkpoints },
  };
}

if (stages.includes('tuned')) {
  const { weights, losses } = await trainTuned(settingOf('tuned'), await weightsOf('base'), TUNED);
  await save(weightsFile('tuned'), weights, LEVELS.stage);
  log = { ...log, tuned: { steps: TUNED.steps, losses } };
}

if (stages.includes('preferred')) {
  const preferences = parsePreferences(await readFile(join(assets, 'preferences', 'short-and-friendly.txt'), 'utf8'));
  const plan = { preferences, passes: PREFERRED.passes };
  const { weights, ...rest } = await trainPreferred(settingOf('preferred'), await weightsOf('tuned'), plan, (entry) =>
    say(`step ${entry.step}: loss ${entry.loss.toFixed(3)}, held-out pairs right ${entry.heldOutRight.toFixed(2)}`),
  );
  await save(weightsFile('preferred'), weights, LEVELS.stage);
  log = { ...log, preferred: rest };
}

const heldOut = splitDocuments(documents).heldOut.map(({ text }) => asText(vocabulary, text).tokens);
for (const stage of stages) {
  const transformer = await openTransformer(kernels, { shape, weights: await weightsOf(stage) });
  log = { ...log, heads: { ...log.heads, [stage]: measureHeads(transformer, heldOut) } };
}
await writeLog(directory, log);
const files = (await readdir(directory)).filter((name) => name.endsWith('.weights'));
await writeManifest(directory, files);
say(`written to ${directory}`);
