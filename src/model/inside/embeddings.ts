import type { ModelInside } from '../../domain/inside.js';
import type { SentRequest } from '../../domain/sent-request.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { isNoOrFailure, isPathMissing, isRefusalOf } from '../wire/classify-refusal.js';
import { isRecord } from '../wire/json.js';
import { fitServerText } from '../wire/server-text.js';
import { askInside, type InsideAnswer, notInProtocol } from './ask-inside.js';
import { readEmbeddings } from './read-embeddings.js';

type Embeddings = Awaited<ReturnType<ModelInside['embeddings']>>;
type EmbeddingRequest = Parameters<ModelInside['embeddings']>[0];

/** Which model of the endpoint embeds, and how it is asked. */
interface Way {
  readonly model: string;
  /** Numbers come shorter where the endpoint writes them so; not all take the parameter. */
  readonly encoded: boolean;
  /** Texts at once; undefined as long as no number of them was refused. */
  readonly most?: number | undefined;
}

/** So many of an endpoint's models are asked whether they embed. */
const MAX_TRIED = 8;

/** Servers that take few texts at once take at least so many. */
const FEW_TEXTS = 32;

/** Names that embedding models have: asked first, and believed only where they answer. */
const HINT = /embed|\bbge\b|\be5\b|\bgte\b|minilm/i;

/** How long an endpoint without embeddings is not asked again, in milliseconds. */
const REMEMBERED_MS = 5 * 60_000;

/**
 * Creates what asks for vectors: of the model itself, or where it has none, of another model of the endpoint that embeds.
 * The way that was found is remembered.
 *
 * @param now a clock in milliseconds
 */
export function createEmbeddings(
  asker: Asker,
  now: () => number,
): (model: string, request: EmbeddingRequest) => Promise<Embeddings> {
  const ways = new Map<string, Way>();
  const without = new Map<string, number>();

  async function find(model: string, request: EmbeddingRequest): Promise<Embeddings> {
    const own = await tryWays(model, request);
    if (own !== 'no' && own !== 'no-path') return remember(model, own);
    if (own === 'no') {
      for (const other of await otherModels(asker, model, request.signal)) {
        const found = await tryWays(other, request);
        if (found !== 'no' && found !== 'no-path') return remember(model, found);
      }
    }
    without.set(model, now());
    throw withoutEmbeddings(asker);
  }

  function remember(model: string, { way, embeddings }: Found): Embeddings {
    ways.set(model, way);
    return embeddings;
  }

  async function tryWays(model: string, request: EmbeddingRequest): Promise<Found | 'no' | 'no-path'> {
    const few = request.texts.length > FEW_TEXTS ? [{ model, encoded: false, most: FEW_TEXTS }] : [];
    for (const way of [{ model, encoded: true }, { model, encoded: false }, ...few]) {
      try {
        return { way, embeddings: await askAll(asker, way, request) };
      } catch (error) {
        const refused = error instanceof ModelError && error.kind === 'unsupported' ? error.cause : error;
        if (isPathMissing(refused)) return 'no-path';
        if (isRefusalOf(refused, 'model', 'route')) return 'no';
        if (!isNoOrFailure(error)) throw error;
      }
    }
    return 'no';
  }

  return async (model, request) => {
    const way = ways.get(model);
    if (way !== undefined) {
      try {
        return await askAll(asker, way, request);
      } catch (error) {
        if (!isNoOrFailure(error) && !isRefusalOf(error, 'model')) throw error;
        ways.delete(model);
      }
    }
    const missedAt = without.get(model);
    if (missedAt !== undefined && now() - missedAt < REMEMBERED_MS) throw withoutEmbeddings(asker);
    without.delete(model);
    return find(model, request);
  };
}

interface Found {
  readonly way: Way;
  readonly embeddings: Embeddings;
}

async function askAll(asker: Asker, way: Way, { texts, signal }: EmbeddingRequest): Promise<Embeddings> {
  const { most = texts.length } = way;
  const vectors: Float32Array[] = [];
  let request: SentRequest | undefined;
  let name: string | undefined;
  for (let from = 0; from < texts.length; from += most) {
    const some = texts.slice(from, from + most);
    const body = { model: way.model, input: some, ...(way.encoded ? { encoding_format: 'base64' } : {}) };
    const answer = await askInside(asker, { path: '/embeddings', body, signal });
    const read = readEmbeddings(answer.json, some.length);
    if (read === undefined || (vectors[0] && read[0]?.length !== vectors[0].length)) throw notInProtocol(asker);
    for (const vector of read) vectors.push(vector);
    request ??= answer.request;
    name ??= nameIn(answer, asker);
  }
  if (request === undefined) throw new RangeError('There are no texts to embed.');
  return { model: name ?? way.model, vectors, request };
}

/** Whom the server says that the vectors are from. */
function nameIn({ json }: InsideAnswer, { secrets }: Asker): string | undefined {
  return isRecord(json) && typeof json.model === 'string' ? fitServerText(json.model, secrets) || undefined : undefined;
}

/** The endpoint's other models, those first whose names say that they embed. */
async function otherModels(asker: Asker, model: string, signal?: AbortSignal): Promise<readonly string[]> {
  const others = (await asker.list.read(signal)).map(({ id }) => id).filter((id) => id !== model);
  const isNamed = (id: string) => HINT.test(id);
  return [...others.filter(isNamed), ...others.filter((id) => !isNamed(id))].slice(0, MAX_TRIED);
}

function withoutEmbeddings({ where }: Asker): ModelError {
  return new ModelError('unsupported', 'no-embeddings', { endpoint: where });
}
