import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Llama, openLlama } from './llama/open-llama.js';
import { type SmallModel, writeByteModel, writePieceModel } from './models/small-models.js';

/** One of the two models, in llama.cpp. */
export interface OpenedModel {
  readonly model: SmallModel;
  readonly llama: Llama;
  /** Its GGUF file. */
  readonly path: string;
  close(): void;
}

export type ModelKind = 'pieces' | 'bytes';

/** The weights by chance come from it. */
const SEED = 1;

/** Writes a model into a folder of its own and loads it. */
export function openSmall(kind: ModelKind, contextSize = 256): OpenedModel {
  const model = kind === 'pieces' ? writePieceModel(SEED) : writeByteModel();
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-gguf-'));
  const path = join(folder, `${model.name}.gguf`);
  writeFileSync(path, model.gguf);
  const llama = openLlama(path, contextSize);
  return {
    model,
    llama,
    path,
    close() {
      llama.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
