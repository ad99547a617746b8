import type { TokenMeter } from '../../domain/token-meter.js';
import type { WhoAsks } from '../../domain/who-asks.js';
import { takeModelTurn } from '../../waits.js';
import { createTokenCount } from '../answer/token-count.js';
import type { LineToEndpoint } from '../line/line.js';
import { isForAll } from './ask-for-all.js';

/** What every request that has a model work goes through: whoever asks has tokens left for it, and it is its turn. */
export interface Gate {
  /** @throws UserError where there are no tokens left or too many wait, ModelError `cancelled` */
  enter(body: Readonly<Record<string, unknown>>, signal: AbortSignal | undefined): Promise<Passage>;
}

/** A request that has passed. */
export interface Passage {
  /** Takes what comes of the answer, to count its tokens. */
  readonly note: (json: unknown) => void;
  /** To be called when the answer is over. @param isCounted false where it failed, and another server is asked the same */
  leave(isCounted?: boolean): void;
}

export interface GateOptions {
  readonly line: LineToEndpoint;
  /** Who asks at the moment; undefined where the bot asks for itself. */
  readonly whoAsks: () => WhoAsks | undefined;
  readonly meter: TokenMeter | undefined;
}

/** A server writes about so many tokens in the time that a request for one takes. */
const TOKENS_PER_REQUEST = 32;

/** Where a request does not say how long its answer may get. */
const UNSAID = 256;

/** Creates the gate of one endpoint. */
export function createGate({ line, whoAsks, meter }: GateOptions): Gate {
  return {
    async enter(body, signal) {
      const who = isForAll() ? undefined : whoAsks();
      const leave = await line.enter({ who, cost: costOf(body), signal });
      try {
        // After the wait, in which others of the same person may have had their answers.
        if (who !== undefined) await meter?.check(who);
      } catch (error) {
        leave();
        throw error;
      }
      takeModelTurn();
      const count = createTokenCount(body);
      return {
        note: count.note,
        leave(isCounted = true) {
          leave();
          if (who !== undefined && isCounted) meter?.count(who, count.total());
        },
      };
    },
  };
}

/** What a request takes, in requests for one token. */
function costOf(body: Readonly<Record<string, unknown>>): number {
  const { n, max_completion_tokens: most = body.max_tokens, prompt, messages } = body;
  const answers = typeof n === 'number' && n > 1 ? n : 1;
  const isAnswered = prompt !== undefined || messages !== undefined;
  const tokens = typeof most === 'number' && most >= 0 ? most : isAnswered ? UNSAID : 0;
  return 1 + (answers * tokens) / TOKENS_PER_REQUEST;
}
