import type { TrainingRecord } from '../../domain/inside.js';
import type { Asker } from '../asking/asker.js';
import { isCount, isRecord } from '../wire/json.js';
import { askInside, notInProtocol } from './ask-inside.js';

/** More than a log of training has that anybody draws. */
const MAX_LOSSES = 5000;
const MAX_CHECKPOINTS = 100;
/** Names of models are shorter. */
const MAX_NAME = 200;

/** Asks how a model was trained. */
export async function askTraining(asker: Asker, model: string, signal?: AbortSignal): Promise<TrainingRecord> {
  const { json, request } = await askInside(asker, { path: `/training/${encodeURIComponent(model)}`, signal });
  const read = readTraining(json);
  if (read === undefined) throw notInProtocol(asker);
  return { ...read, model, request };
}

function readTraining(json: unknown): Omit<TrainingRecord, 'model' | 'request'> | undefined {
  if (!isRecord(json)) return undefined;
  const { parameters, training_tokens: trainingTokens, held_out_tokens: heldOutTokens } = json;
  if (!isCount(parameters) || !isCount(trainingTokens) || !isCount(heldOutTokens)) return undefined;
  const losses = readList(json.losses, MAX_LOSSES, ({ step, training, held_out: heldOut }) => {
    if (!isCount(step) || !isLoss(training)) return undefined;
    return { step, training, heldOut: isLoss(heldOut) ? heldOut : undefined };
  });
  const checkpoints = readList(json.checkpoints, MAX_CHECKPOINTS, ({ step, model }) =>
    isCount(step) && typeof model === 'string' && model !== '' && model.length <= MAX_NAME
      ? { step, model }
      : undefined,
  );
  return losses && checkpoints && { parameters, trainingTokens, heldOutTokens, losses, checkpoints };
}

/** Reads a list whose entries have steps that go up; undefined where it is none. */
function readList<T extends { readonly step: number }>(
  value: unknown,
  most: number,
  read: (entry: Record<string, unknown>) => T | undefined,
): T[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return undefined;
  const entries = value.map((entry: unknown) => (isRecord(entry) ? read(entry) : undefined));
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  const rises = entries.every(({ step }, at) => step > (entries[at - 1]?.step ?? 0));
  return rises ? entries : undefined;
}

function isLoss(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
