import type { SentRequest } from '../../domain/sent-request.js';
import type { DistributionSource } from '../answer/build-distribution.js';
import { joinPieces } from '../answer/join-pieces.js';
import { type ReadCompletion, readCompletion } from '../answer/read-completion.js';
import { ModelError } from '../errors.js';
import { noteLogprobs } from '../replicas/note-logprobs.js';
import { mayAnswerElsewhere } from '../replicas/pass-on.js';
import type { Replica, Wish } from '../replicas/replica.js';
import { wishOf } from '../replicas/wish.js';
import { explainRefusal, type RefusalContext } from '../wire/explain-refusal.js';
import type { FailureLog } from '../wire/failure-log.js';
import type { TransportRequest } from '../wire/http-client.js';
import { isRecord } from '../wire/json.js';
import type { ModelLog } from '../wire/model-log.js';
import { type AnswerContext, type ReadContext, readJson } from '../wire/read-answer.js';
import { readEvents } from '../wire/read-events.js';
import type { Refusal } from '../wire/refusal.js';
import { fitServerText } from '../wire/server-text.js';
import type { Transport } from '../wire/transport.js';
import { createAttempts } from './attempts.js';
import type { CapabilityMemory } from './capability-memory.js';
import { createCrowd } from './crowd.js';
import { createSinkReader, type EventSink, type Incoming } from './event-sink.js';
import type { Gate } from './gate.js';
import type { ModelKnowledge } from './knowledge.js';
import type { ModelList } from './model-list.js';
import { type Parameter, type RequestShape, scaleOf, wantedOf } from './request-shape.js';

/** Decides what to ask from what is known; called again after each lesson. */
type Plan = (knowledge: ModelKnowledge) => RequestShape | Promise<RequestShape>;

/** A completion, and what a distribution needs to know of how it was asked for. */
export interface AskedCompletion extends ReadCompletion, DistributionSource {
  readonly model: string;
}

/** A request as it went out, while its answer is being read. */
interface Sending extends Incoming {
  readonly wish: Wish;
}

/** How far an answer that is read piece by piece has come. */
interface Reading {
  /** Whether so much of it was shown that asking otherwise would take it back. */
  readonly settled: () => boolean;
  readonly isEmpty: () => boolean;
  /** Whether it lacks what another address may give. */
  readonly isLacking?: () => boolean;
}

/** How an answer was asked for that came as a stream. */
export interface StreamedSource extends DistributionSource {
  /** Whether the stream was closed as the protocol says. */
  readonly closed: boolean;
  /** Whether it came in pieces; servers can ignore the wish. */
  readonly inPieces: boolean;
}

/** Asks a model, and asks differently when the endpoint says that it does not take what was asked. */
export interface Asker extends AnswerContext {
  readonly memory: CapabilityMemory;
  readonly list: ModelList;
  /** Puts a refusal into a sentence. */
  explain(refusal: Refusal, model: string): ModelError;
  /** Sends one request as it is and reads its answer as one JSON value; rejects with a RefusalError when it is refused. */
  plain(request: TransportRequest): Promise<{ readonly json: unknown; readonly headers: Headers }>;
  /** The same, and gives its answer's values as they come; to be read to the end or left by `return`. */
  stream(
    request: TransportRequest,
  ): Promise<{ readonly events: AsyncGenerator<unknown, boolean>; readonly headers: Headers }>;
  /** The answer as a whole. Rejects with a ModelError `protocol` where it has no text. */
  completion(model: string, plan: Plan, signal?: AbortSignal): Promise<AskedCompletion>;
  /**
   * The answer as a stream of JSON values, or as one where the endpoint does not stream what is asked for.
   *
   * @param open a sink for each time that it is asked for
   */
  events(model: string, plan: Plan, open: () => EventSink, signal?: AbortSignal): Promise<StreamedSource>;
}

export interface AskerOptions extends ReadContext {
  readonly transport: Transport;
  readonly memory: CapabilityMemory;
  readonly list: ModelList;
  readonly hasKey: boolean;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** What is sent along with each question where the endpoint takes it, such as who asks. */
  readonly sentAlong?: (() => readonly Parameter[]) | undefined;
  /** What requests that have a model work go through. */
  readonly gate: Gate;
  readonly log: ModelLog | undefined;
  readonly failures: FailureLog;
}

const PATHS = { completions: '/completions', chat: '/chat/completions' } as const;

/** Creates what asks the models of one endpoint. */
export function createAsker(options: AskerOptions): Asker {
  const { transport, memory, list, where, secrets, gate, log, failures, now, sentAlong = () => [] } = options;

  const send: Transport['send'] = async (request, where) => {
    try {
      return await transport.send(request, where);
    } catch (error) {
      // A server that was away can come back with other options.
      if (error instanceof ModelError && error.kind === 'unreachable') {
        memory.forgetAll();
        list.doubt();
      }
      throw error;
    }
  };

  /** Whether an answer that failed while it was read is asked for at another address, once. */
  function goesElsewhere(error: unknown, left: Set<Replica>, from: Replica, model: unknown): boolean {
    transport.comesFrom(error, from);
    if (left.size > 0 || !mayAnswerElsewhere(error)) return false;
    from.setAside(error, typeof model === 'string' ? model : undefined);
    return leaves(from, left);
  }

  /** Notes that an address is not asked any more, where there is another. */
  function leaves(from: Replica, left: Set<Replica>): boolean {
    const isLeft = transport.hasOther(new Set([...left, from]));
    if (isLeft) left.add(from);
    return isLeft;
  }

  const hasSeveral = transport.replicas.length > 1;
  const crowd = createCrowd();
  const contextOf = (model: string): RefusalContext => ({ where, secrets, model, hasKey: options.hasKey });

  async function negotiate<T>(
    model: string,
    plan: Plan,
    signal: AbortSignal | undefined,
    read: (sending: Sending) => Promise<T>,
    { settled, isEmpty, isLacking = () => false }: Reading,
  ): Promise<{ readonly source: DistributionSource; readonly result: T }> {
    const knowledge = memory.about(model);
    const attempts = createAttempts({ knowledge, context: contextOf(model), settled });
    const left = new Set<Replica>();
    for (;;) {
      const planned = await plan(knowledge);
      const shape = { ...planned, parameters: [...planned.parameters, ...sentAlong()] };
      const route = knowledge[shape.route];
      const body = attempts.fit(shape);
      const path = PATHS[shape.route];
      const passage = await gate.enter(path, body, signal);
      const sentAt = Date.now();
      const start = now();
      let requestId: string | undefined;
      let wasCrowded = false;
      let from: Replica | undefined;
      let isCounted = true;
      const ask = async (others: () => boolean): Promise<T> => {
        try {
          const answer = await send({ method: 'post', path, body, signal, headers: passage.headers }, { not: left });
          from = answer.replica;
          requestId = answer.headers.get('x-request-id') ?? undefined;
          const note = (json: unknown) => {
            passage.note(json);
            if (isRecord(json) && typeof json.id === 'string') requestId ??= json.id;
          };
          const mayAskElsewhere = left.size === 0 && transport.hasOther(new Set([answer.replica]));
          return await read({ answer, wanted: wantedOf(body), wish: wishOf({ path, body }), note, mayAskElsewhere });
        } finally {
          wasCrowded = others();
        }
      };
      try {
        const result = await (attempts.isAlone ? crowd.alone(ask, signal) : crowd.join(ask, signal));
        if (from !== undefined && isLacking() && leaves(from, left)) {
          isCounted = false;
          continue;
        }
        if (isEmpty() && attempts.cameToNothing(body, route)) continue;
        attempts.succeeded(body, route);
        const shownId = requestId === undefined ? undefined : fitServerText(requestId, secrets);
        const seconds = Math.max(0, now() - start) / 1000;
        const request: SentRequest = { path, body, requestId: shownId, sentAt, seconds };
        const { listed } = wantedOf(body);
        const scale = scaleOf(body, knowledge.scale);
        return { source: { route: shape.route, model, listed, scale, request }, result };
      } catch (error) {
        passage.failed(error);
        failures.passed(error, { model, route: path });
        if (from !== undefined && !settled() && goesElsewhere(error, left, from, model)) {
          isCounted = false;
          continue;
        }
        const lesson = attempts.failed(error, { shape, body, wasCrowded });
        if (lesson === undefined) throw error;
        log?.debug({ model, route: shape.route, lesson }, 'asks differently');
      } finally {
        passage.leave(isCounted);
      }
    }
  }

  return {
    where,
    secrets,
    memory,
    list,
    explain: (refusal, model) => explainRefusal(refusal, contextOf(model)),
    async plain(request) {
      const { path, body = {}, signal } = request;
      // What is fetched, and what a server's tokenizer does, costs next to nothing.
      const hasModelWork = request.method === 'post' && request.below !== 'root';
      const passage = hasModelWork ? await gate.enter(path, body, signal) : undefined;
      const left = new Set<Replica>();
      try {
        for (;;) {
          const answer = await send({ ...request, headers: passage?.headers }, { not: left });
          try {
            const json = await readJson(answer, options, wantedOf(body));
            passage?.note(json);
            return { json, headers: answer.headers };
          } catch (error) {
            if (!goesElsewhere(error, left, answer.replica, body.model)) throw error;
          }
        }
      } catch (error) {
        passage?.failed(error);
        throw error;
      } finally {
        passage?.leave();
      }
    },
    async stream(request) {
      const answer = await send(request);
      return { events: readEvents(answer, options, wantedOf({})), headers: answer.headers };
    },
    async completion(model, plan, signal) {
      let completion: ReadCompletion | undefined;
      let isLacking = false;
      const { result, source } = await negotiate(
        model,
        plan,
        signal,
        async ({ answer, wanted, wish, note }) => {
          // Some servers stream unasked, and some only where they are asked to.
          const json = await joinPieces(readEvents(answer, options, wanted), where);
          note(json);
          // What is no completion is found out while another address may still be asked.
          if (hasSeveral) {
            completion = await readCompletion(json, where, memory.about(model));
            isLacking = noteLogprobs(completion, answer.replica, wish, transport.replicas);
          }
          return json;
        },
        { settled: () => false, isEmpty: () => false, isLacking: () => isLacking },
      );
      completion ??= await readCompletion(result, where, memory.about(model));
      return { ...source, ...completion, model: completion.model ?? model };
    },
    async events(model, plan, open, signal) {
      const reader = createSinkReader(open, options);
      const { result, source } = await negotiate(model, plan, signal, reader.read, reader);
      return { ...source, closed: result, inPieces: reader.inPieces() };
    },
  };
}
