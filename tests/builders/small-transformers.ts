import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KERNELS_FILE } from '../../scripts/kernels.mjs';
import type { MeasuredHead } from '../../src/tiny-model/training/measure-heads.js';
import {
  STAGES,
  type TrainingLog,
  weightsFile,
  writeLog,
  writeManifest,
} from '../../src/tiny-model/training/model-files.js';
import { nameParameters, type TransformerParameters } from '../../src/tiny-model/transformer/shape.js';
import { decodeWeights, encodeWeights } from '../../src/tiny-model/transformer/weights-file.js';
import { vocabulary } from '../tiny-model/fixtures.js';
import { randomWeights } from '../tiny-model/random-transformer.js';

/** Small enough that a plain computation with loops takes no time. */
export const SMALL_SHAPE = {
  vocabulary: vocabulary().size,
  context: 64,
  width: 16,
  layers: 2,
  heads: 2,
  hidden: 32,
};

/** What is said of its heads: one looks at the token before, and of the others nothing stands out. */
export const SMALL_HEADS: readonly MeasuredHead[] = [0, 1, 2, 3].map((at) => ({
  layer: Math.floor(at / SMALL_SHAPE.heads),
  head: at % SMALL_SHAPE.heads,
  patterns: {
    'previous-token': at === 2 ? 0.625 : 0.0625,
    'same-token': 0.03125,
    'after-same-token': 0.046875,
    'start-of-text': 0.0625,
    itself: 0.0625,
  },
}));

/** Transformers with weights by chance, as the repository keeps the trained ones. */
export interface SmallTransformers {
  readonly directory: string;
  /** The base model's, as they are read from its file. */
  readonly parameters: TransformerParameters;
  remove(): void;
}

/** Writes a transformer for each stage into a directory of its own; the same for the same seed. */
export async function writeSmallTransformers(seed: number): Promise<SmallTransformers> {
  const directory = mkdtempSync(join(tmpdir(), 'tokenscope-transformers-'));
  copyFileSync(KERNELS_FILE, join(directory, 'kernels.wasm'));
  const files = STAGES.map((stage, at) => {
    const file = encodeWeights(SMALL_SHAPE, randomWeights(SMALL_SHAPE, seed + at), 127);
    writeFileSync(join(directory, weightsFile(stage)), file);
    return file;
  });
  await writeManifest(
    directory,
    STAGES.map((stage) => weightsFile(stage)),
  );
  const log: TrainingLog = {
    base: {
      steps: 1,
      parameters: 1,
      context: SMALL_SHAPE.context,
      trainingTokens: 1,
      heldOutTokens: 1,
      losses: [],
      checkpoints: [1],
    },
    tuned: { steps: 1, losses: [] },
    preferred: { pairs: 1, heldOutPairs: 1, entries: [] },
    heads: { base: SMALL_HEADS },
  };
  await writeLog(directory, log);
  const { weights } = decodeWeights(files[0] ?? Buffer.alloc(0));
  return {
    directory,
    parameters: nameParameters(SMALL_SHAPE, weights),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
