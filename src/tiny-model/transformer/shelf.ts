import { join } from 'node:path';
import { readListedFile, readLog, STAGES, type Stage, type TrainingLog, weightsFile } from '../training/model-files.js';
import { openTransformer, type Transformer } from './read-text.js';
import { decodeWeights } from './weights-file.js';

/** A transformer that is there to be opened. */
export interface ShelvedTransformer {
  /** The name under which it is asked for, such as `tokenscope-base` or `tokenscope-base@500`. */
  readonly name: string;
  readonly stage: Stage;
  /** After so many steps of training; undefined for a finished model. */
  readonly step: number | undefined;
}

/** The transformers whose weights lie in a directory; each is opened when it is first asked for. */
export interface TransformerShelf {
  /** The finished models first, in the order of their lives, then the base model's checkpoints. */
  readonly all: readonly ShelvedTransformer[];
  readonly log: TrainingLog;
  /** Tokens that each of them sees at once. */
  readonly context: number;
  find(name: string): ShelvedTransformer | undefined;
  /** @throws Error where the weights cannot be read, or are not those that were listed */
  open(one: ShelvedTransformer): Promise<Transformer>;
}

/** Each holds about 12 MB; a lesson goes through the checkpoints one after another. */
const MAX_OPEN = 4;

/** @param directory with the weights, their manifest, the log of training and the compiled kernels */
export async function openShelf(directory: string): Promise<TransformerShelf> {
  const log = await readLog(directory);
  const finished = STAGES.filter((stage) => log[stage] !== undefined);
  const checkpoints = (log.base?.checkpoints ?? []).filter((step) => step !== log.base?.steps);
  const all: ShelvedTransformer[] = [
    ...finished.map((stage) => ({ name: nameOf(stage), stage, step: undefined })),
    ...checkpoints.map((step) => ({ name: nameOf('base', step), stage: 'base' as const, step })),
  ];
  const opened = new Map<string, Promise<Transformer>>();

  async function load({ stage, step }: ShelvedTransformer): Promise<Transformer> {
    const file = await readListedFile(directory, weightsFile(stage, step));
    return openTransformer(join(directory, 'kernels.wasm'), decodeWeights(file));
  }

  return {
    all,
    log,
    context: log.base?.context ?? 0,
    find: (name) => all.find((one) => one.name === name),
    open(one) {
      const known = opened.get(one.name);
      opened.delete(one.name);
      const transformer = known ?? load(one);
      // Whoever still reads with one that is put away keeps it until then.
      opened.set(one.name, transformer);
      transformer.catch(() => opened.delete(one.name));
      const [oldest] = opened.keys();
      if (opened.size > MAX_OPEN && oldest !== undefined) opened.delete(oldest);
      return transformer;
    },
  };
}

/** The name under which a transformer is asked for. */
export function nameOf(stage: Stage, step?: number): string {
  return `tokenscope-${stage}${step === undefined ? '' : `@${step}`}`;
}
