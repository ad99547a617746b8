import type { Logger } from 'pino';
import { UserError } from '../../errors.js';
import type { WaitListener } from '../../waits.js';
import { withoutPictures } from '../present/drawn-reply.js';
import { presentProgress } from '../present/present.js';
import { type Reply, status } from '../reply.js';
import { createLiveEdit } from './live-edit.js';
import { causeOf, SendError } from './send-error.js';
import type { Target } from './target.js';
import { createWaitWords } from './wait-words.js';

/** What a run shows while it is under way. */
export interface Progress {
  /** Offers a reply that is not final: the newest one wins. */
  show(reply: Reply): void;
  /** What was offered last. */
  latest(): Reply | undefined;
  /** Aborts when the message was deleted. */
  readonly gone: AbortSignal;
  /** To be told of each wait for a server, and of each in line: one that lasts is said below what is shown. */
  readonly waits: WaitListener;
  /** Shows nothing more, and waits for what is being shown. */
  end(): Promise<void>;
}

/**
 * Creates the progress of one run; `end` must be called.
 *
 * @param options.stopKey what the **Stop** button ends, which stands there after `stopAfterMs`
 * @param options.loadingAfterMs after how long a wait for a server is said
 * @param options.lineAfterMs after how long a wait in line is said
 * @param options.gapMs least time between two edits, in milliseconds
 * @param options.beforeEdit is waited for before the message is changed
 */
export function createProgress(options: {
  readonly target: Target;
  readonly command: string;
  readonly locale: string;
  readonly stopKey: string;
  readonly stopAfterMs: number;
  readonly loadingAfterMs: number;
  readonly lineAfterMs: number;
  readonly gapMs: number;
  readonly beforeEdit: () => Promise<void>;
  readonly log: Logger;
}): Progress {
  const { target, command, locale, log } = options;
  const gone = new AbortController();
  let latest: Reply | undefined;
  let isLong = false;

  const live = createLiveEdit<{ readonly reply: Reply; readonly isLong: boolean }>({
    send: async (version) => {
      await options.beforeEdit();
      const stopKey = version.isLong && version.reply.isWhole !== true ? options.stopKey : undefined;
      await target.grow(presentProgress(withoutPictures(version.reply), command, locale, stopKey));
    },
    gapMs: options.gapMs,
    onError: (error) => {
      const outcome = error instanceof SendError ? error.outcome : undefined;
      if (outcome === 'gone') gone.abort(new UserError('message-deleted'));
      else log.warn({ err: causeOf(error), command }, 'an edit of a growing reply failed');
      return outcome === 'unreachable' ? 'again' : undefined;
    },
  });

  const update = (): void => {
    const said = latest?.isWhole === true ? undefined : waitWords.now();
    // Where nothing is shown yet, only a message of the run's own may be changed for this.
    if (latest === undefined && !(said !== undefined && target.ownMessage)) return;
    const reply = said === undefined ? latest : withLine(latest, said);
    if (reply !== undefined) live.show({ reply, isLong });
  };
  const waitWords = createWaitWords({ ...options, onChange: update });
  const timer = setTimeout(() => {
    isLong = true;
    update();
  }, options.stopAfterMs);

  return {
    show(reply) {
      latest = reply;
      update();
    },
    latest: () => latest,
    gone: gone.signal,
    waits: waitWords.listener,
    async end() {
      clearTimeout(timer);
      waitWords.end();
      await live.settle();
    },
  };
}

/** A reply with a line below that goes when it goes on. */
function withLine(reply: Reply | undefined, line: string): Reply {
  return { ...reply, blocks: [...(reply?.blocks ?? []), status(line)] };
}
