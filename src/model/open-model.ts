import type { Fact } from '../domain/fact.js';
import type { ModelInside } from '../domain/inside.js';
import type { LanguageModel } from '../domain/language-model.js';
import { createFact } from '../facts.js';
import { createAsker } from './asking/asker.js';
import { createCapabilityMemory } from './asking/capability-memory.js';
import { createModelList } from './asking/model-list.js';
import { ModelError } from './errors.js';
import { createInside } from './inside/create-inside.js';
import { findContextLength } from './probe/context-length.js';
import { findCapabilities } from './probe/find-capabilities.js';
import { findDrawOrder } from './probe/probe-draw-order.js';
import { findScale } from './probe/probe-scale.js';
import { scoreText } from './score/score-text.js';
import { tokenizeOnServer } from './tokenizer/server-tokenizer.js';
import { askDraw } from './ways/ask-draw.js';
import { askEndings } from './ways/ask-endings.js';
import { askRolls } from './ways/ask-rolls.js';
import { generateText } from './ways/generate-text.js';
import { askNextToken } from './ways/next-token.js';
import { askReply } from './ways/reply.js';
import { parseEndpointAddress } from './wire/endpoint-address.js';
import { explainRefusal } from './wire/explain-refusal.js';
import { createFailureLog } from './wire/failure-log.js';
import { openJsonThread } from './wire/json-thread.js';
import type { ModelLog } from './wire/model-log.js';
import { RefusalError } from './wire/refusal.js';
import { openTransport } from './wire/transport.js';

export interface ModelOptions {
  /** The address of an OpenAI-compatible API, such as `http://localhost:8000/v1`. */
  readonly baseURL: string;
  readonly apiKey?: string | undefined;
  /** The model to use when a request names none; else the first that the endpoint lists. */
  readonly defaultModel?: string | undefined;
  /** The endpoint in words; its host by default. */
  readonly label?: string | undefined;
  /** True for the embedded tiny model. */
  readonly tiny?: boolean | undefined;
  /** The longest silence in the middle of an answer, in milliseconds; 2 minutes by default. */
  readonly idleTimeoutMs?: number | undefined;
  /** The longest wait for the first byte of an answer, in milliseconds; by default as long as for all of it. */
  readonly requestTimeoutMs?: number | undefined;
  /** The longest time in which nothing comes but signs of life, in milliseconds; 3 minutes by default. */
  readonly quietTimeoutMs?: number | undefined;
  /** The longest time for a whole answer, in milliseconds; by default 14 minutes, after which Discord would not take it. */
  readonly answerTimeoutMs?: number | undefined;
  readonly log?: ModelLog | undefined;
  /** What people are told when the endpoint cannot be reached or breaks off; by default, to look after the server. */
  readonly whenUnreachable?: (() => Fact) | undefined;
  /** Takes `dispatcher` among its options, as Node's own does. */
  readonly fetch?: typeof fetch | undefined;
  /** A clock in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** The models of one endpoint, and what looks inside them. */
export interface OpenModel extends LanguageModel {
  readonly inside: ModelInside;
  close(): void;
}

/**
 * Opens the models of one endpoint; nothing is asked until it is used.
 *
 * @throws ModelError when `baseURL` is no http or https address
 */
export function openModel(options: ModelOptions): OpenModel {
  const { log, now = () => performance.now() } = options;
  const address = parseEndpointAddress(options.baseURL);
  const apiKey = options.apiKey === '' ? undefined : options.apiKey;
  const label = options.label ?? address.host;
  const named = label.includes(address.host) ? label : `${label} (${address.host})`;
  const where = options.tiny ? createFact('embedded-model') : named;
  const secrets = [...(apiKey === undefined ? [] : [apiKey]), ...address.secrets];
  const failures = createFailureLog({ where, secrets, log, now });
  const transport = openTransport({
    address,
    apiKey,
    where,
    secrets,
    limits: {
      firstByteMs: options.requestTimeoutMs ?? 840_000,
      idleMs: options.idleTimeoutMs ?? 120_000,
      quietMs: options.quietTimeoutMs ?? 180_000,
      wholeMs: options.answerTimeoutMs ?? 840_000,
    },
    fetch: options.fetch,
    whenUnreachable: options.whenUnreachable,
    onFailure: failures.met,
  });
  const memory = createCapabilityMemory(now);
  const hasKey = apiKey !== undefined || address.authorization !== undefined;
  const long = openJsonThread(log);
  const list = createModelList(transport, { where, secrets, long }, now);
  const asker = createAsker({ transport, memory, list, where, secrets, long, hasKey, log, failures, now });

  async function listIds(signal?: AbortSignal): Promise<string[]> {
    const listed = await list.read(signal).catch((error: unknown) => {
      failures.passed(error, { model: undefined, route: '/models' });
      throw error;
    });
    const ids = listed.map(({ id }) => id);
    return ids.length === 0 && options.defaultModel !== undefined ? [options.defaultModel] : ids;
  }

  async function chooseModel(wanted: string | undefined, signal?: AbortSignal): Promise<string> {
    const named = wanted ?? options.defaultModel;
    if (named !== undefined) return named;
    const [first] = await listIds(signal);
    if (first === undefined) {
      throw new ModelError('model-unknown', 'no-models-listed', { endpoint: where });
    }
    return first;
  }

  /** Refusals that nothing was learned from end as sentences here. */
  async function explained<T>(model: string | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof RefusalError)) {
        failures.told(error, model);
        throw error;
      }
      const about = { where, model, hasKey, secrets };
      const failure = explainRefusal(error.refusal, about);
      failures.told(error, model, failure);
      if (failure.kind !== 'model-unknown') throw failure;
      throw explainRefusal(error.refusal, about, await listIds().catch(() => []));
    }
  }

  async function withModel<T>(
    wanted: string | undefined,
    signal: AbortSignal | undefined,
    run: (model: string) => Promise<T>,
  ): Promise<T> {
    const model = await explained(wanted, () => chooseModel(wanted, signal));
    return explained(model, () => run(model));
  }

  return {
    endpoint: { label, tiny: options.tiny ?? false },
    models: (signal) => explained(undefined, () => listIds(signal)),
    defaultModel: (signal) => explained(undefined, () => chooseModel(undefined, signal)),
    nextToken: (request) => withModel(request.model, request.signal, (model) => askNextToken(asker, model, request)),
    generate: (request) => withModel(request.model, request.signal, (model) => generateText(asker, model, request)),
    draw: (request) => withModel(request.model, request.signal, (model) => askDraw(asker, model, request)),
    rolls: (request) => withModel(request.model, request.signal, (model) => askRolls(asker, model, request)),
    endings: (request) => withModel(request.model, request.signal, (model) => askEndings(asker, model, request)),
    scale: (wanted, signal) => withModel(wanted, signal, (model) => findScale(asker, model, signal)),
    drawOrder: (wanted, signal) => withModel(wanted, signal, (model) => findDrawOrder(asker, model, signal)),
    capabilities: (wanted, signal, again) =>
      withModel(wanted, signal, (model) => findCapabilities(asker, model, { signal, again })),
    contextLength: (wanted, signal) => withModel(wanted, signal, (model) => findContextLength(asker, model, signal)),
    score: (request) => withModel(request.model, request.signal, (model) => scoreText(asker, model, request)),
    tokenize: (request) => withModel(request.model, request.signal, (model) => tokenizeOnServer(asker, model, request)),
    reply: (request) => withModel(request.model, request.signal, (model) => askReply(asker, model, request)),
    inside: createInside({ asker, withModel, listed: (signal) => explained(undefined, () => list.read(signal)), now }),
    close() {
      transport.close();
      long.close();
    },
  };
}
