import type { HomeTraining, ModelInside } from '../../domain/inside.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { isPathMissing, isRefusalOf } from '../wire/classify-refusal.js';
import { isCount, isRecord } from '../wire/json.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText } from '../wire/server-text.js';
import { notInProtocol } from './ask-inside.js';

type Request = Parameters<ModelInside['trainHere']>[0];

/** More than is told of any training, and than any of it is shown. */
const MAX_TOLD = 2000;
const MAX_SAMPLE = 2000;

/** Has a small model trained from nothing on a text, and reads what is told of it as it goes. */
export async function askTrainHere(
  asker: Asker,
  { text, seconds, seed, signal, onProgress }: Request,
): Promise<HomeTraining> {
  const body = { input: text, seconds, seed, stream: true };
  const path = '/training/run';
  const sentAt = Date.now();
  const begun = performance.now();
  const { events, headers } = await open(asker, { method: 'post', path, body, signal });
  const id = headers.get('x-request-id');
  const requestId = id === null ? undefined : fitServerText(id, asker.secrets);
  let told: Told = { parameters: 0, characters: 0, losses: [], samples: [], waiting: undefined, ended: false };
  const soFar = (): HomeTraining => {
    return { ...told, request: { path, body, requestId, sentAt, seconds: (performance.now() - begun) / 1000 } };
  };
  for await (const event of events) {
    const next = takeEvent(told, event);
    if (next === undefined || next.losses.length + next.samples.length > MAX_TOLD) throw notInProtocol(asker);
    told = next;
    if (!told.ended) onProgress?.(soFar());
  }
  if (!told.ended) throw new ModelError('server', 'training-broke-off', { endpoint: asker.where });
  return soFar();
}

type Told = Omit<HomeTraining, 'request'>;

async function open(asker: Asker, request: Parameters<Asker['stream']>[0]): ReturnType<Asker['stream']> {
  try {
    return await asker.stream(request);
  } catch (error) {
    if (error instanceof RefusalError && error.refusal.code === 'too_many_trainings') {
      throw new ModelError('rate-limited', 'too-many-trainings', {}, { cause: error });
    }
    if (!isPathMissing(error) && !isRefusalOf(error, 'route')) throw error;
    throw new ModelError('unsupported', 'cannot-look-inside', { endpoint: asker.where }, { cause: error });
  }
}

/** @returns undefined for an event that the protocol does not have */
function takeEvent(told: Told, event: unknown): Told | undefined {
  if (!isRecord(event)) return undefined;
  const { step, seconds, bits, text, waiting, done, parameters, characters } = event;
  if (done === true) {
    return isCount(parameters) && isCount(characters) ? { ...told, parameters, characters, ended: true } : undefined;
  }
  if (isCount(waiting)) return { ...told, waiting };
  if (!isCount(step)) return undefined;
  const running = { ...told, waiting: undefined };
  if (typeof text === 'string') {
    return { ...running, samples: [...told.samples, { step, text: text.slice(0, MAX_SAMPLE) }] };
  }
  return isFigure(seconds) && isFigure(bits)
    ? { ...running, losses: [...told.losses, { step, seconds, bits }] }
    : undefined;
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
