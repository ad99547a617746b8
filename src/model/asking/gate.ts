import { type ModelObserver, noModelObserver } from '../../domain/model-observer.js';
import type { TokenMeter } from '../../domain/token-meter.js';
import type { WhoAsks } from '../../domain/who-asks.js';
import { UserError } from '../../errors.js';
import { takeModelTurn } from '../../waits.js';
import { createTokenCount } from '../answer/token-count.js';
import { ModelError } from '../errors.js';
import type { LineToEndpoint } from '../line/line.js';
import { classifyRefusal } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { isForAll } from './ask-for-all.js';

/** What every request that has a model work goes through: whoever asks has tokens left for it, and it is its turn. */
export interface Gate {
  /** @throws UserError where there are no tokens left or too many wait, ModelError `cancelled` */
  enter(route: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal | undefined): Promise<Passage>;
}

/** A request that has passed. */
export interface Passage {
  /** To be sent along. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes what comes of the answer, to count its tokens. */
  readonly note: (json: unknown) => void;
  /** It came to nothing. */
  failed(error: unknown): void;
  /** To be called when the answer is over. @param isCounted false where it failed, and another server is asked the same */
  leave(isCounted?: boolean): void;
}

export interface GateOptions {
  readonly line: LineToEndpoint;
  /** Who asks at the moment; undefined where the bot asks for itself. */
  readonly whoAsks: () => WhoAsks | undefined;
  readonly meter: TokenMeter | undefined;
  /** The endpoint, as people read of it. */
  readonly endpoint: string;
  /** Whether the endpoint or the operator has named a model so. */
  readonly isKnown: (model: string) => boolean;
  readonly observer?: ModelObserver | undefined;
}

/** A server writes about so many tokens in the time that a request for one takes. */
const TOKENS_PER_REQUEST = 32;

/** Where a request does not say how long its answer may get. */
const UNSAID = 256;

/** Creates the gate of one endpoint. */
export function createGate(options: GateOptions): Gate {
  const { line, whoAsks, meter, endpoint, isKnown, observer = noModelObserver } = options;
  return {
    async enter(route, body, signal) {
      const who = isForAll() ? undefined : whoAsks();
      const { model } = body;
      const named = typeof model === 'string' && isKnown(model) ? model : undefined;
      const watch = observer.request({ endpoint, model: named, route });
      let leave = () => {};
      try {
        leave = await line.enter({ who, cost: costOf(body), signal });
        // After the wait, in which others of the same person may have had their answers.
        if (who !== undefined) await meter?.check(who);
      } catch (error) {
        leave();
        watch.end(failureOf(error), { read: 0, written: 0 });
        throw error;
      }
      takeModelTurn();
      const headers = watch.turn();
      const count = createTokenCount(body);
      let failure: string | undefined;
      return {
        headers,
        note(json) {
          watch.piece();
          count.note(json);
        },
        failed(error) {
          failure = failureOf(error);
        },
        leave(isCounted = true) {
          leave();
          watch.end(failure, count.parts());
          if (who !== undefined && isCounted) meter?.count(who, count.total());
        },
      };
    },
  };
}

/** Of which kind a failure is, of few. */
function failureOf(error: unknown): string {
  if (error instanceof RefusalError) return `refusal-${classifyRefusal(error.refusal)}`;
  if (error instanceof ModelError) return error.kind;
  return error instanceof UserError ? 'limited' : 'unforeseen';
}

/** What a request takes, in requests for one token. */
function costOf(body: Readonly<Record<string, unknown>>): number {
  const { n, max_completion_tokens: most = body.max_tokens, prompt, messages } = body;
  const answers = typeof n === 'number' && n > 1 ? n : 1;
  const isAnswered = prompt !== undefined || messages !== undefined;
  const tokens = typeof most === 'number' && most >= 0 ? most : isAnswered ? UNSAID : 0;
  return 1 + (answers * tokens) / TOKENS_PER_REQUEST;
}
