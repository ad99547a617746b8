import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LossEntry } from './fit.js';
import type { MeasuredHead } from './measure-heads.js';
import type { PreferenceEntry } from './train-preferred.js';

/** The stages of the transformer's life. */
export const STAGES = ['base', 'tuned', 'preferred'] as const;

export type Stage = (typeof STAGES)[number];

/** How the transformer was trained: what `training.json` beside the weights holds. */
export interface TrainingLog {
  readonly base?: {
    readonly steps: number;
    readonly parameters: number;
    /** Tokens that the transformer sees at once. */
    readonly context: number;
    readonly trainingTokens: number;
    readonly heldOutTokens: number;
    readonly losses: readonly LossEntry[];
    /** Steps at which the weights were kept; the last are those of the finished model. */
    readonly checkpoints: readonly number[];
  };
  readonly tuned?: { readonly steps: number; readonly losses: readonly LossEntry[] };
  readonly preferred?: {
    readonly pairs: number;
    readonly heldOutPairs: number;
    readonly entries: readonly PreferenceEntry[];
  };
  /** What the heads of each stage do on texts that were held back. */
  readonly heads?: Readonly<Partial<Record<Stage, readonly MeasuredHead[]>>>;
}

/** The name of the file with the weights of a stage, or of the base model after so many steps. */
export function weightsFile(stage: Stage, step?: number): string {
  return step === undefined ? `${stage}.weights` : `${stage}-${step}.weights`;
}

/** Reads the log of training in a directory; an empty one where there is none. */
export async function readLog(directory: string): Promise<TrainingLog> {
  try {
    return JSON.parse(await readFile(join(directory, LOG), 'utf8')) as TrainingLog;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export async function writeLog(directory: string, log: TrainingLog): Promise<void> {
  // An entry on each line: a list of a hundred losses can be read, and compared with another.
  const text = JSON.stringify(log, null, 1).replace(/\{\n\s+("(?:step|layer)":[^{}]*?)\n\s+\}/g, (_, inner: string) => {
    return `{ ${inner.replace(/\n\s+/g, ' ')} }`;
  });
  await writeFile(join(directory, LOG), `${text}\n`);
}

const LOG = 'training.json';
const MANIFEST = 'manifest.json';

/** Writes down what the files of a directory are: their lengths and SHA-256. */
export async function writeManifest(directory: string, names: readonly string[]): Promise<void> {
  const entries = await Promise.all(
    [...names].sort().map(async (name) => {
      const content = await readFile(join(directory, name));
      return [name, { bytes: content.length, sha256: hashOf(content) }] as const;
    }),
  );
  await writeFile(join(directory, MANIFEST), `${JSON.stringify({ files: Object.fromEntries(entries) }, null, 2)}\n`);
}

/**
 * Reads a file of weights that the manifest has.
 *
 * @throws Error when it is missing there, or another than it was
 */
export async function readListedFile(directory: string, name: string): Promise<Buffer> {
  const manifest = JSON.parse(await readFile(join(directory, MANIFEST), 'utf8')) as {
    files: Record<string, { sha256: string }>;
  };
  const content = await readFile(join(directory, name));
  if (manifest.files[name]?.sha256 !== hashOf(content)) {
    throw new Error(`${name} is not the file that ${MANIFEST} lists: get the files of assets/model again.`);
  }
  return content;
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
