import type { ModelStage } from '../../domain/inside.js';
import { endsWithin } from '../../ends-within.js';
import { ModelError } from '../errors.js';
import { joinLists, readLists } from '../replicas/join-lists.js';
import type { Replica } from '../replicas/replica.js';
import { isPathMissing, isRefusalOf } from '../wire/classify-refusal.js';
import { isRecord } from '../wire/json.js';
import { type AnswerContext, type ReadContext, readJson } from '../wire/read-answer.js';
import { fitServerText } from '../wire/server-text.js';
import type { Transport, Whereto } from '../wire/transport.js';
import type { ListedModel } from './listed-model.js';
import { createSharedAnswer } from './shared-answer.js';

/** An endpoint's models. */
export interface ModelList {
  /** In the endpoint's order, each once; remembered for a minute. */
  read(signal?: AbortSignal): Promise<readonly ListedModel[]>;
  /** What the endpoint lists of one model; read anew where it was not loaded when the list was read. */
  find(model: string, signal?: AbortSignal): Promise<ListedModel | undefined>;
  /** Whether the list, as it was read last, has a model; nothing is asked for it. */
  has(model: string): boolean;
  /** The list may be that of another server by now: it is read anew, unless it has just been read. */
  doubt(): void;
}

const STAGES: readonly ModelStage[] = ['base', 'tuned', 'preferred'];

const REMEMBERED_MS = 60_000;
/** A list that is in doubt is believed for so long. */
const DOUBTED_MS = 2_000;
const MAX_WAIT_MS = 2_000;
const MAX_ID = 200;
/** The first of a list that is longer; others can still be named. */
const MAX_MODELS = 2000;

/**
 * Creates the list of an endpoint's models, which is empty until it is read.
 *
 * @param onChange told of each name under which another model is listed than before
 */
export function createModelList(
  transport: Transport,
  context: ReadContext,
  now: () => number,
  onChange: (model: string) => void = () => {},
): ModelList {
  const listed = createSharedAnswer<readonly ListedModel[]>();
  let askedAt = Number.NEGATIVE_INFINITY;
  const marksBefore = new Map<Replica | undefined, ReadonlyMap<string, string>>();
  let names: ReadonlySet<string> = new Set();

  async function fetchAll(): Promise<readonly ListedModel[]> {
    const lists = await readLists(transport, (where) => fetchList(where));
    const models = joinLists(lists);
    names = new Set(models.map(({ id }) => id));
    return models;
  }

  /** @param where one address, else whichever answers */
  async function fetchList(where?: Whereto): Promise<readonly ListedModel[]> {
    const { json, replica } = await fetchModels(transport, context, where);
    const marks = marksOf(json, Date.now());
    const before = marksBefore.get(replica) ?? new Map<string, string>();
    for (const [id, mark] of marks) if ((before.get(id) ?? mark) !== mark) onChange(id);
    // What is not told for a while, as of a model that is not loaded, still tells them apart later.
    marksBefore.set(replica, new Map([...before, ...marks]));
    const models = json === undefined ? [] : parseModelList(json, context);
    replica?.listed(models.map(({ id }) => id));
    return models;
  }

  function doubt(): void {
    if (now() - askedAt >= DOUBTED_MS) listed.forget();
  }

  async function read(signal?: AbortSignal): Promise<readonly ListedModel[]> {
    if (now() - askedAt >= REMEMBERED_MS) listed.forget();
    if (listed.current === undefined) askedAt = now();
    return listed.ask(fetchAll, signal);
  }

  return {
    read,
    async find(model, signal) {
      const find = async () => (await read(signal)).find(({ id }) => id === model);
      const found = await find();
      if (found?.isLoaded !== false) return found;
      doubt();
      return find();
    },
    has: (model) => names.has(model),
    doubt,
  };
}

/** A model as it is listed, where the server tells it soon: a slow list is no reason to hold a distribution back. */
export async function findListed(list: ModelList, model: string): Promise<ListedModel | undefined> {
  const listed = list.find(model).catch(() => undefined);
  return (await endsWithin(MAX_WAIT_MS, listed)) ? listed : undefined;
}

/** The JSON is undefined where the endpoint has no list. */
async function fetchModels(
  transport: Transport,
  context: ReadContext,
  where: Whereto | undefined,
): Promise<{ readonly json: unknown; readonly replica: Replica | undefined }> {
  try {
    const answer = await transport.send({ method: 'get', path: '/models' }, where);
    return { json: await readJson(answer, context), replica: answer.replica };
  } catch (error) {
    // An endpoint that lists no models can still have them.
    if (isPathMissing(error) || isRefusalOf(error, 'route')) return { json: undefined, replica: where?.only };
    throw error;
  }
}

/** Of a model's facts those that another model under the same name would mostly have otherwise; by names. */
function marksOf(json: unknown, now: number): Map<string, string> {
  const marks = new Map<string, string>();
  for (const item of itemsOf(json) ?? []) {
    const id = idOf(item);
    if (id === undefined || !isRecord(item)) continue;
    const { n_vocab, n_params, n_embd, n_ctx_train, size } = isRecord(item.meta) ? item.meta : {};
    // Some servers tell the time of the answer, which is always another.
    const isTimeOfAnswer = Math.abs(Number(item.created) * 1000 - now) < 10 * REMEMBERED_MS;
    const created = isTimeOfAnswer ? undefined : item.created;
    const told = [n_vocab, n_params, n_embd, n_ctx_train, size, created, item.root, item.digest];
    if (told.some((fact) => fact !== undefined)) marks.set(id, JSON.stringify(told));
  }
  return marks;
}

/**
 * Reads a list of models: OpenAI's `{data: [...]}`, `{models: [...]}`, or the bare array that some hosts send; of objects,
 * or of names alone.
 *
 * @throws ModelError `protocol` when it is none of these
 */
export function parseModelList(json: unknown, { where, secrets }: AnswerContext): ListedModel[] {
  const data = itemsOf(json);
  if (data === undefined) {
    throw new ModelError('protocol', 'models-not-in-protocol', { endpoint: where });
  }
  const models = new Map<string, ListedModel>();
  for (const item of data) {
    if (models.size === MAX_MODELS) break;
    const id = idOf(item);
    if (id === undefined || models.has(id)) continue;
    const model = isRecord(item) ? item : {};
    models.set(id, readModel(id, model, secrets));
  }
  return [...models.values()];
}

function itemsOf(json: unknown): readonly unknown[] | undefined {
  const data: unknown = isRecord(json) ? (json.data ?? json.models ?? ('data' in json ? [] : undefined)) : json;
  if (data === null) return [];
  return Array.isArray(data) ? data : undefined;
}

/** By which name a request asks for it: `id`, or what Ollama's and Gemini's own lists have in its place. */
function idOf(item: unknown): string | undefined {
  const names = isRecord(item) ? [item.id, item.model, item.name] : [item];
  const id = names.find((name) => typeof name === 'string')?.trim();
  return id === undefined || id === '' || id.length > MAX_ID ? undefined : id;
}

function readModel(id: string, item: Record<string, unknown>, secrets: readonly string[]): ListedModel {
  const meta = isRecord(item.meta) ? item.meta : {};
  return {
    id,
    vocabularySize: countOf(meta.n_vocab),
    contextLength: countOf(item.max_model_len) ?? countOf(meta.n_ctx) ?? countOf(item.context_length),
    tailBins: item.tail_bins === true,
    ownedBy: typeof item.owned_by === 'string' ? fitServerText(item.owned_by, secrets) || undefined : undefined,
    stage: STAGES.find((stage) => stage === item.stage),
    isLoaded:
      isRecord(item.status) && typeof item.status.value === 'string' ? item.status.value === 'loaded' : undefined,
    looksUp: item.retrieval === true || undefined,
    writesText: saysOther(item) ? false : undefined,
  };
}

/** Kinds of models that write no texts, as LM Studio and Together name them. */
const OTHER_KIND =
  /^(?:text-?)?(?:embeddings?|rerank(?:er)?|image|audio|speech|tts|stt|transcri(?:be|ption)|moderation|video)s?$/i;

function saysOther({ type, capabilities, architecture }: Record<string, unknown>): boolean {
  if (typeof type === 'string' && OTHER_KIND.test(type)) return true;
  // Mistral's.
  if (isRecord(capabilities) && capabilities.completion_chat === false) return capabilities.completion_fim !== true;
  // OpenRouter's.
  const outputs: unknown = isRecord(architecture) ? architecture.output_modalities : undefined;
  return Array.isArray(outputs) && outputs.length > 0 && !outputs.includes('text');
}

function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}
