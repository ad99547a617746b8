import { setTimeout as sleep } from 'node:timers/promises';
import { askContinuation } from './ask-continuation.js';
import { createAsker, type ModelLog } from './asker.js';
import { buildDistribution } from './build-distribution.js';
import { createCapabilityMemory, type ModelKnowledge } from './capability-memory.js';
import { createReplyCollector } from './collect-reply.js';
import type { Distribution, SampledToken } from './distribution.js';
import { takeFirstCharacter } from './draw-token.js';
import { parseEndpointAddress } from './endpoint-address.js';
import { ModelError } from './errors.js';
import { explainRefusal } from './explain-refusal.js';
import type { Completion, DrawRequest, LanguageModel, NextTokenRequest, ReplyRequest } from './language-model.js';
import { createModelList } from './model-list.js';
import { probeScale } from './probe-scale.js';
import { RefusalError } from './refusal.js';
import { samplingParameters } from './request-shape.js';
import { fitServerText, startSentence } from './server-text.js';
import { openTransport } from './transport.js';

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
  /** The longest silence in the middle of an answer, in milliseconds; 30 s by default. */
  readonly idleTimeoutMs?: number | undefined;
  /** The longest wait for the first byte of an answer, in milliseconds; 60 s by default. */
  readonly requestTimeoutMs?: number | undefined;
  readonly log?: ModelLog | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** A clock in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** As many tokens as hosted endpoints list; a longer list makes the hidden mass smaller. */
const usualListed = 20;
/** The longest a character can be in tokens: 4 bytes, and joined ones. */
const longestCharacter = 8;
const replyAlternatives = 5;
/** A model that ends the text at once is asked so often, for some servers list nothing for the end. */
const mostEndings = 3;
const vocabularyWaitMs = 2_000;

/**
 * Opens the models of one endpoint; nothing is asked until it is used.
 *
 * @throws ModelError when `baseURL` is no http or https address
 */
export function openModel(options: ModelOptions): LanguageModel & { close(): void } {
  const { log, now = () => performance.now() } = options;
  const address = parseEndpointAddress(options.baseURL);
  const apiKey = options.apiKey === '' ? undefined : options.apiKey;
  const label = options.label ?? address.host;
  const where = options.tiny ? `the ${label}` : label.includes(address.host) ? label : `${label} (${address.host})`;
  const secrets = [...(apiKey === undefined ? [] : [apiKey]), ...address.secrets];
  const transport = openTransport({
    address,
    apiKey,
    where,
    idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
    fetch: options.fetch ?? fetch,
  });
  const memory = createCapabilityMemory(now);
  const hasKey = apiKey !== undefined || address.authorization !== undefined;
  const asker = createAsker({ transport, memory, where, secrets, hasKey, log });
  const list = createModelList(transport, { where, secrets }, now);

  async function listIds(signal?: AbortSignal): Promise<string[]> {
    const ids = (await list.read(signal)).map(({ id }) => id);
    return ids.length === 0 && options.defaultModel !== undefined ? [options.defaultModel] : ids;
  }

  async function chooseModel(wanted: string | undefined, signal?: AbortSignal): Promise<string> {
    const named = wanted ?? options.defaultModel;
    if (named !== undefined) return named;
    const [first] = await listIds(signal);
    if (first === undefined) {
      throw new ModelError('model-unknown', `${startSentence(where)} lists no models. Name one in OPENAI_MODEL.`);
    }
    return first;
  }

  /** Refusals that nothing was learned from end as sentences here. */
  async function explained<T>(model: string | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      const { refusal } = error;
      log?.info(
        { model, status: refusal.status, said: fitServerText(refusal.message, secrets) },
        'the endpoint refused',
      );
      const context = { where, model, hasKey, secrets };
      const failure = explainRefusal(refusal, context);
      if (failure.kind !== 'model-unknown') throw failure;
      throw explainRefusal(refusal, context, await listIds().catch(() => []));
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

  /** A list that is slow or fails is no reason to hold a distribution back. */
  async function findVocabularySize(model: string): Promise<number | undefined> {
    const listed = list.read().catch(() => []);
    const models = await Promise.race([listed, sleep(vocabularyWaitMs, [], { ref: false })]);
    return models.find(({ id }) => id === model)?.vocabularySize;
  }

  async function nextToken(model: string, request: NextTokenRequest): Promise<Distribution> {
    const vocabularySize = findVocabularySize(model);
    for (let endings = 0; endings < mostEndings; endings += 1) {
      const continuation = await askContinuation(asker, {
        model,
        prompt: request.prompt,
        parameters: samplingParameters({ temperature: 1 }, 'neutral'),
        maxTokens: 1,
        listed: Math.max(request.candidates, usualListed),
        signal: request.signal,
      });
      const [position] = continuation.positions;
      if (position === undefined) continue;
      return buildDistribution(position, {
        listed: continuation.asked,
        route: continuation.route,
        model: continuation.model,
        vocabularySize: await vocabularySize,
      });
    }
    throw new ModelError(
      'no-logprobs',
      'The model ends its text here, and the endpoint gives no probabilities for the end. Take back a token, or change the text.',
    );
  }

  async function draw(model: string, request: DrawRequest): Promise<readonly SampledToken[]> {
    const continuation = await askContinuation(asker, {
      model,
      prompt: request.prompt,
      parameters: samplingParameters(request, 'neutral'),
      maxTokens: longestCharacter,
      listed: replyAlternatives,
      signal: request.signal,
    });
    return continuation.ended ? [] : takeFirstCharacter(continuation.positions, continuation.text);
  }

  async function reply(model: string, request: ReplyRequest): Promise<Completion> {
    const collector = createReplyCollector({ where, model, onText: request.onText });
    const system = request.system === undefined ? [] : [{ role: 'system', content: request.system }];
    let start = now();
    const plan = (knowledge: ModelKnowledge) => {
      if (!knowledge.chat.available) {
        knowledge.chat.available = true;
        throw new ModelError(
          'unsupported',
          `${fitServerText(model, secrets)} takes no questions at ${where}. It may only continue texts, as /nextword does, or OPENAI_BASE_URL is not the address of the API, which mostly ends in /v1.`,
        );
      }
      start = now();
      return {
        route: 'chat' as const,
        model,
        content: { messages: [...system, { role: 'user', content: request.question }] },
        parameters: samplingParameters(request, 'unsent'),
        maxTokens: request.maxTokens,
        logprobs: replyAlternatives,
        stream: true,
      };
    };
    const closed = await asker.events(model, plan, collector.add, request.signal).then(
      (answer) => answer.closed,
      (error: unknown) => {
        // A connection that fails after the last word takes nothing away.
        if (collector.hasFinished() && error instanceof ModelError && error.kind !== 'cancelled') return true;
        throw error;
      },
    );
    return { ...collector.finish(closed), seconds: Math.max(0, now() - start) / 1000 };
  }

  async function scale(model: string, signal: AbortSignal | undefined) {
    const knowledge = memory.about(model);
    knowledge.scale ??= await probeScale(asker, model, signal).catch((error: unknown) => {
      if (error instanceof ModelError && ['no-logprobs', 'unsupported'].includes(error.kind)) return 'unknown' as const;
      throw error;
    });
    return knowledge.scale;
  }

  return {
    endpoint: { label, tiny: options.tiny ?? false },
    models: (signal) => explained(undefined, () => listIds(signal)),
    defaultModel: (signal) => explained(undefined, () => chooseModel(undefined, signal)),
    nextToken: (request) => withModel(request.model, request.signal, (model) => nextToken(model, request)),
    draw: (request) => withModel(request.model, request.signal, (model) => draw(model, request)),
    scale: (wanted, signal) => withModel(wanted, signal, (model) => scale(model, signal)),
    reply: (request) => withModel(request.model, request.signal, (model) => reply(model, request)),
    close: () => transport.close(),
  };
}
