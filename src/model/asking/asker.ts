import type { SentRequest } from '../../domain/sent-request.js';
import type { Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { explainRefusal, type RefusalContext } from '../wire/explain-refusal.js';
import type { FailureLog } from '../wire/failure-log.js';
import { isRecord } from '../wire/json.js';
import type { ModelLog } from '../wire/model-log.js';
import { type AnswerContext, type ReadContext, readEvents, readJson } from '../wire/read-answer.js';
import { type Refusal, RefusalError } from '../wire/refusal.js';
import { fitServerText } from '../wire/server-text.js';
import type { Transport, TransportAnswer, TransportRequest } from '../wire/transport.js';
import type { CapabilityMemory, ModelKnowledge } from './capability-memory.js';
import { learnFromRefusal } from './learn-from-refusal.js';
import { askedLogprobs, buildBody, type RequestShape } from './request-shape.js';

/** Decides what to ask from what is known; called again after each lesson. */
type Plan = (knowledge: ModelKnowledge) => RequestShape | Promise<RequestShape>;

/** What was sent in the end. */
interface Accepted {
  readonly shape: RequestShape;
  readonly request: SentRequest;
}

/** What takes the values of a stream. */
export interface EventSink {
  /** @returns true once a refusal can no longer be answered by asking differently */
  readonly add: (event: unknown) => Promise<boolean>;
  /** Whether as much has come as was asked for; the rest is not read, and the stream counts as closed. */
  readonly isFull: () => boolean;
  /** Whether a failure comes so late that it takes nothing away; the stream then counts as closed. */
  readonly survives: (error: unknown) => boolean;
}

/** A request as it went out, while its answer is being read. */
interface Sending {
  readonly answer: TransportAnswer;
  readonly wanted: Wanted;
  /** Looks for the server's name for the request in a piece of the answer. */
  readonly note: (json: unknown) => void;
}

/** Asks a model, and asks differently when the endpoint says that it does not take what was asked. */
export interface Asker extends AnswerContext {
  readonly memory: CapabilityMemory;
  /** Puts a refusal into a sentence. */
  explain(refusal: Refusal, model: string): ModelError;
  /** Sends one request as it is and reads its answer as one JSON value; rejects with a RefusalError when it is refused. */
  plain(request: TransportRequest): Promise<{ readonly json: unknown; readonly headers: Headers }>;
  /** The answer as one JSON value. */
  json(model: string, plan: Plan, signal?: AbortSignal): Promise<Accepted & { readonly json: unknown }>;
  /** The answer as a stream of JSON values. @returns whether the stream was closed as the protocol says */
  events(
    model: string,
    plan: Plan,
    sink: EventSink,
    signal?: AbortSignal,
  ): Promise<Accepted & { readonly closed: boolean }>;
}

export interface AskerOptions extends ReadContext {
  readonly transport: Transport;
  readonly memory: CapabilityMemory;
  readonly hasKey: boolean;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly log: ModelLog | undefined;
  readonly failures: FailureLog;
}

/** More lessons than there are to learn; a server that refuses on and on gets its refusal shown. */
const mostAttempts = 16;

const paths = { completions: '/completions', chat: '/chat/completions' } as const;

/** Creates what asks the models of one endpoint. */
export function createAsker(options: AskerOptions): Asker {
  const { transport, memory, where, secrets, log, failures, now } = options;

  const send: Transport['send'] = async (request) => {
    try {
      return await transport.send(request);
    } catch (error) {
      // A server that was away can come back with other options.
      if (error instanceof ModelError && error.kind === 'unreachable') memory.forgetAll();
      throw error;
    }
  };

  const contextOf = (model: string): RefusalContext => ({ where, secrets, model, hasKey: options.hasKey });

  async function negotiate<T>(
    model: string,
    plan: Plan,
    signal: AbortSignal | undefined,
    read: (sending: Sending) => Promise<T>,
    settled: () => boolean = () => false,
  ): Promise<Accepted & { readonly result: T }> {
    const knowledge = memory.about(model);
    const context = contextOf(model);
    for (let attempt = 1; ; attempt += 1) {
      const shape = await plan(knowledge);
      const body = buildBody(shape, knowledge[shape.route]);
      const path = paths[shape.route];
      const sentAt = Date.now();
      const start = now();
      try {
        const answer = await send({ method: 'post', path, body, signal });
        let requestId = answer.headers.get('x-request-id') ?? undefined;
        const note = (json: unknown) => {
          if (isRecord(json) && typeof json.id === 'string') requestId ??= json.id;
        };
        const result = await read({ answer, wanted: wantedOf(body), note });
        const shownId = requestId === undefined ? undefined : fitServerText(requestId, secrets);
        const seconds = Math.max(0, now() - start) / 1000;
        return { shape, request: { path, body, requestId: shownId, sentAt, seconds }, result };
      } catch (error) {
        failures.passed(error, { model, route: path });
        if (!(error instanceof RefusalError) || settled() || attempt >= mostAttempts) throw error;
        const lesson = learnFromRefusal(error.refusal, shape, body, knowledge, context);
        if (lesson === undefined) throw error;
        log?.debug({ model, route: shape.route, status: error.refusal.status, lesson }, 'learned from a refusal');
      }
    }
  }

  return {
    where,
    secrets,
    memory,
    explain: (refusal, model) => explainRefusal(refusal, contextOf(model)),
    async plain(request) {
      const answer = await send(request);
      return { json: await readJson(answer, options, wantedOf(request.body ?? {})), headers: answer.headers };
    },
    async json(model, plan, signal) {
      const { result, ...accepted } = await negotiate(model, plan, signal, async ({ answer, wanted, note }) => {
        const json = await readJson(answer, options, wanted);
        note(json);
        return json;
      });
      return { ...accepted, json: result };
    },
    async events(model, plan, sink, signal) {
      let settled = false;
      const read = async ({ answer, wanted, note }: Sending) => {
        const events = readEvents(answer, options, wanted);
        for (;;) {
          const next = await events.next().catch((error: unknown) => {
            if (!sink.survives(error)) throw error;
            return { done: true as const, value: true };
          });
          if (next.done) return next.value;
          note(next.value);
          try {
            settled = (await sink.add(next.value)) || settled;
          } catch (error) {
            await events.return(false);
            throw error;
          }
          if (!sink.isFull()) continue;
          await events.return(true);
          return true;
        }
      };
      const { result, ...accepted } = await negotiate(model, plan, signal, read, () => settled);
      return { ...accepted, closed: result };
    },
  };
}

/** What a body asks for; an answer that repeats the prompt has as many tokens as that. */
function wantedOf(body: Record<string, unknown>): Wanted {
  const { prompt_logprobs: beside, echo, max_tokens: most, max_completion_tokens: mostCompleted = most } = body;
  return {
    listed: Math.max(askedLogprobs(body), typeof beside === 'number' ? beside : 0),
    tokens: echo !== true && typeof mostCompleted === 'number' ? mostCompleted : undefined,
  };
}
