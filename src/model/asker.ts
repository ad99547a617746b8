import type { CapabilityMemory, ModelKnowledge } from './capability-memory.js';
import type { RefusalContext } from './explain-refusal.js';
import { learnFromRefusal } from './learn-from-refusal.js';
import { type AnswerContext, readEvents, readJson } from './read-answer.js';
import { RefusalError } from './refusal.js';
import { buildBody, type RequestShape } from './request-shape.js';
import type { Transport, TransportAnswer } from './transport.js';

/** Where the model layer writes what operators may want to know; pino's loggers fit. Keys and prompts are never logged. */
export interface ModelLog {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
}

/** Decides what to ask from what is known; called again after each lesson. */
type Plan = (knowledge: ModelKnowledge) => RequestShape;

/** What was sent in the end. */
interface Accepted {
  readonly shape: RequestShape;
  readonly body: Record<string, unknown>;
}

/** Asks a model, and asks differently when the endpoint says that it does not take what was asked. */
export interface Asker extends AnswerContext {
  readonly memory: CapabilityMemory;
  /** The answer as one JSON value. */
  json(model: string, plan: Plan, signal?: AbortSignal): Promise<Accepted & { readonly json: unknown }>;
  /**
   * The answer as a stream of JSON values.
   *
   * @param accept called for each value; refusals can no longer be answered by asking differently once it returned true
   * @returns whether the stream was closed as the protocol says
   */
  events(
    model: string,
    plan: Plan,
    accept: (event: unknown) => boolean,
    signal?: AbortSignal,
  ): Promise<Accepted & { readonly closed: boolean }>;
}

export interface AskerOptions extends AnswerContext {
  readonly transport: Transport;
  readonly memory: CapabilityMemory;
  readonly hasKey: boolean;
  readonly log: ModelLog | undefined;
}

/** More lessons than there are to learn; a server that refuses on and on gets its refusal shown. */
const mostAttempts = 16;

const paths = { completions: '/completions', chat: '/chat/completions' } as const;

/** Creates what asks the models of one endpoint. */
export function createAsker(options: AskerOptions): Asker {
  const { transport, memory, where, secrets, log } = options;

  async function negotiate<T>(
    model: string,
    plan: Plan,
    signal: AbortSignal | undefined,
    read: (answer: TransportAnswer) => Promise<T>,
    settled: () => boolean = () => false,
  ): Promise<Accepted & { readonly result: T }> {
    const knowledge = memory.about(model);
    const context: RefusalContext = { where, secrets, model, hasKey: options.hasKey };
    for (let attempt = 1; ; attempt += 1) {
      const shape = plan(knowledge);
      const body = buildBody(shape, knowledge[shape.route]);
      try {
        const answer = await transport.send({ method: 'post', path: paths[shape.route], body, signal });
        return { shape, body, result: await read(answer) };
      } catch (error) {
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
    async json(model, plan, signal) {
      const { shape, body, result } = await negotiate(model, plan, signal, (answer) => readJson(answer, options));
      return { shape, body, json: result };
    },
    async events(model, plan, accept, signal) {
      let settled = false;
      const read = async (answer: TransportAnswer) => {
        const events = readEvents(answer, options);
        for (;;) {
          const next = await events.next();
          if (next.done) return next.value;
          try {
            settled = accept(next.value) || settled;
          } catch (error) {
            await events.return(false);
            throw error;
          }
        }
      };
      const { shape, body, result } = await negotiate(model, plan, signal, read, () => settled);
      return { shape, body, closed: result };
    },
  };
}
