import type { Logger } from 'pino';
import { UserError } from '../../errors.js';
import { withoutPictures } from '../present/drawn-reply.js';
import { presentProgress } from '../present/present.js';
import { messageWords } from '../present/words.js';
import { type Reply, status } from '../reply.js';
import { createLiveEdit } from './live-edit.js';
import { causeOf, SendError } from './send-error.js';
import type { Target } from './target.js';

/** What a run shows while it is under way. */
export interface Progress {
  /** Offers a reply that is not final: the newest one wins. */
  show(reply: Reply): void;
  /** What was offered last. */
  latest(): Reply | undefined;
  /** Aborts when the message was deleted. */
  readonly gone: AbortSignal;
  /** To be told of each wait for a server: one that lasts is said below what is shown. */
  readonly waits: () => () => void;
  /** Shows nothing more, and waits for what is being shown. */
  end(): Promise<void>;
}

/**
 * Creates the progress of one run; `end` must be called.
 *
 * @param options.stopKey what the **Stop** button ends, which stands there after `stopAfterMs`
 * @param options.loadingAfterMs after how long a wait for a server is said
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
  readonly gapMs: number;
  readonly beforeEdit: () => Promise<void>;
  /** Makes of a version what may be shown of it. */
  readonly cover?: ((reply: Reply) => Promise<Reply>) | undefined;
  readonly log: Logger;
}): Progress {
  const { target, command, locale, log, cover = async (reply) => reply } = options;
  const gone = new AbortController();
  let latest: Reply | undefined;
  let isLong = false;
  /** Waits for servers that last. */
  let lasting = 0;

  const live = createLiveEdit<{ readonly reply: Reply; readonly isLong: boolean }>({
    send: async (version) => {
      await options.beforeEdit();
      const stopKey = version.isLong && version.reply.isWhole !== true ? options.stopKey : undefined;
      await target.grow(presentProgress(withoutPictures(await cover(version.reply)), command, locale, stopKey));
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
    const isSaid = lasting > 0 && latest?.isWhole !== true;
    // Where nothing is shown yet, only a message of the run's own may be changed for this.
    if (latest === undefined && !(isSaid && target.ownMessage)) return;
    const waiting = isSaid ? withLine(latest, messageWords(locale).serverSilent) : undefined;
    const reply = waiting ?? latest;
    if (reply !== undefined) live.show({ reply, isLong });
  };
  const timer = setTimeout(() => {
    isLong = true;
    update();
  }, options.stopAfterMs);

  const waits = (): (() => void) => {
    let isLasting = false;
    const patience = setTimeout(() => {
      isLasting = true;
      lasting += 1;
      update();
    }, options.loadingAfterMs);
    return () => {
      clearTimeout(patience);
      if (!isLasting) return;
      lasting -= 1;
      update();
    };
  };

  return {
    show(reply) {
      latest = reply;
      update();
    },
    latest: () => latest,
    gone: gone.signal,
    waits,
    async end() {
      clearTimeout(timer);
      await live.settle();
    },
  };
}

/** A reply with a line below that goes when it goes on. */
function withLine(reply: Reply | undefined, line: string): Reply {
  return { ...reply, blocks: [...(reply?.blocks ?? []), status(line)] };
}
