import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { type AnswerContext, type ReadContext, readJson } from '../wire/read-answer.js';
import { isRouteMissing } from '../wire/read-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText, startSentence } from '../wire/server-text.js';
import type { Transport } from '../wire/transport.js';
import { withCancel } from '../wire/with-cancel.js';

/** A model as an endpoint lists it. */
export interface ListedModel {
  readonly id: string;
  /** Where the server tells it, as llama.cpp does. */
  readonly vocabularySize: number | undefined;
  /** In tokens, where the server tells it: `max_model_len` of vLLM, `meta.n_ctx` of llama.cpp, `context_length` of OpenRouter. */
  readonly contextLength: number | undefined;
  /** Whom the server names as the model's owner: mostly itself, such as `vllm`. */
  readonly ownedBy: string | undefined;
}

/** An endpoint's models. */
export interface ModelList {
  /** In the endpoint's order, each once; remembered for a minute. */
  read(signal?: AbortSignal): Promise<readonly ListedModel[]>;
  /** What the endpoint lists of one model. */
  find(model: string, signal?: AbortSignal): Promise<ListedModel | undefined>;
}

const rememberedMs = 60_000;
const MAX_ID = 200;
/** The first of a list that is longer; others can still be named. */
const MAX_MODELS = 2000;

/** Creates the list of an endpoint's models, which is empty until it is read. */
export function createModelList(transport: Transport, context: ReadContext, now: () => number): ModelList {
  let known: { at: number; models: Promise<readonly ListedModel[]> } | undefined;

  function refresh(): Promise<readonly ListedModel[]> {
    if (known !== undefined && now() - known.at < rememberedMs) return known.models;
    const models = fetchModels(transport, context);
    const entry = { at: now(), models };
    known = entry;
    models.catch(() => {
      if (known === entry) known = undefined;
    });
    return models;
  }

  const read: ModelList['read'] = (signal) => withCancel(refresh(), signal);
  return {
    read,
    find: async (model, signal) => (await read(signal)).find(({ id }) => id === model),
  };
}

async function fetchModels(transport: Transport, context: ReadContext): Promise<readonly ListedModel[]> {
  try {
    const answer = await transport.send({ method: 'get', path: '/models' });
    return parseModelList(await readJson(answer, context), context);
  } catch (error) {
    // An endpoint that lists no models can still have them.
    if (error instanceof RefusalError && isRouteMissing(error.refusal)) return [];
    throw error;
  }
}

/**
 * Reads a list of models: OpenAI's `{data: [...]}`, or the bare array that some hosts send.
 *
 * @throws ModelError `protocol` when it is neither
 */
export function parseModelList(json: unknown, { where, secrets }: AnswerContext): ListedModel[] {
  const data: unknown = isRecord(json) ? ('data' in json ? json.data : json.models) : json;
  if (data === null) return [];
  if (!Array.isArray(data)) {
    throw new ModelError(
      'protocol',
      `${startSentence(where)} did not list its models in the OpenAI protocol. Check that OPENAI_BASE_URL is the address of the API, which mostly ends in /v1.`,
    );
  }
  const models = new Map<string, ListedModel>();
  for (const item of data as readonly unknown[]) {
    if (models.size === MAX_MODELS) break;
    if (!isRecord(item) || typeof item.id !== 'string') continue;
    if (item.id.length > MAX_ID) continue;
    const id = item.id.trim();
    if (id === '' || models.has(id)) continue;
    const meta = isRecord(item.meta) ? item.meta : {};
    models.set(id, {
      id,
      vocabularySize: countOf(meta.n_vocab),
      contextLength: countOf(item.max_model_len) ?? countOf(meta.n_ctx) ?? countOf(item.context_length),
      ownedBy: typeof item.owned_by === 'string' ? fitServerText(item.owned_by, secrets) || undefined : undefined,
    });
  }
  return [...models.values()];
}

function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}
