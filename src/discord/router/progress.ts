import type { Logger } from 'pino';
import { UserError } from '../../errors.js';
import type { WaitListener } from '../../waits.js';
import { withoutPictures } from '../present/drawn-reply.js';
import { presentProgress } from '../present/present.js';
import { messageWords } from '../present/words.js';
import { type Reply, status } from '../reply.js';
import { createLiveEdit } from './live-edit.js';
import { createLongWait } from './long-wait.js';
import { createPlaceInLine } from './place-in-line.js';
import { causeOf, SendError } from './send-error.js';
import type { Target } from './target.js';

/** What a run shows while it is under way. */
export interface Progress {
  /** Offers a reply that is not final: the newest one wins. */
  show(reply: Reply): void;
  /** What was offered last. */
  latest(): Reply | undefined;
  /** Aborts when the message was deleted, or nothing can be shown any more. */
  readonly gone: AbortSignal;
  /** Why nothing can be shown any more, where the message itself is there. */
  expired(): SendError | undefined;
  /** To be told of each wait for a server, and of each in line: one that lasts is said below what is shown. */
  readonly waits: WaitListener;
  /** Whether a model has worked for this run. */
  hasAskedModel(): boolean;
  /** There is nothing left to stop: what was found is only drawn. */
  found(): void;
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
 * @param options.beforeEdit is waited for before the message is changed, and says whether it may be
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
  readonly beforeEdit: () => Promise<boolean>;
  /** Told when a version is shown. */
  readonly afterEdit: () => void;
  /** Told of the message that says to who pressed alone that it takes long. */
  readonly onNote: (messageId: string) => void;
  /** Makes of a version what may be shown of it. */
  readonly cover?: ((reply: Reply) => Promise<Reply>) | undefined;
  readonly log: Logger;
}): Progress {
  const { target, command, locale, log, cover = async (reply) => reply } = options;
  const words = messageWords(locale);
  const gone = new AbortController();
  let expired: SendError | undefined;
  let latest: Reply | undefined;
  let isLong = false;
  let isVeryLong = false;
  let isFound = false;
  let hasAskedModel = false;
  /** Answers of servers that are under way, and waits for the first sign of one that last. */
  let waiting = 0;
  let lasting = 0;

  const note = (line: string) => presentProgress({ blocks: [status(line)] }, command, locale, options.stopKey);
  const beside = createLongWait(target, options.onNote, log);

  const live = createLiveEdit<{ readonly reply: Reply; readonly isLong: boolean }>({
    send: async (version) => {
      if (!(await options.beforeEdit())) return;
      const stopKey = version.isLong && version.reply.isWhole !== true ? options.stopKey : undefined;
      await target.grow(presentProgress(withoutPictures(await cover(version.reply)), command, locale, stopKey));
      options.afterEdit();
    },
    gapMs: options.gapMs,
    onError: (error) => {
      const outcome = error instanceof SendError ? error.outcome : undefined;
      if (outcome === 'gone') gone.abort(new UserError('message-deleted'));
      else if (outcome === 'expired') {
        expired = error as SendError;
        gone.abort(new UserError('run-too-slow'));
      } else log.warn({ err: causeOf(error), command }, 'an edit of a growing reply failed');
      return outcome === 'unreachable' ? 'again' : undefined;
    },
  });

  /** What a run is at that shows nothing of its own; undefined where nothing is to be said yet. */
  const lineOf = (): string | undefined => {
    const place = inLine.now();
    if (place !== undefined) return place;
    if (lasting > 0) return words.serverSilent;
    if (isLong && waiting > 0) return words.waiting;
    return isVeryLong && !isFound ? words.working : undefined;
  };

  const update = (): void => {
    if (latest !== undefined) {
      const silent = lasting > 0 ? words.serverSilent : undefined;
      const line = latest.isWhole === true ? undefined : (inLine.now() ?? silent);
      live.show({ reply: line === undefined ? latest : withLine(latest, line), isLong });
      return;
    }
    const line = lineOf();
    if (line === undefined) return;
    if (target.ownMessage) live.show({ reply: withLine(undefined, line), isLong });
    // The message that a press is on stays as it is meanwhile.
    else if (isLong) beside.say(() => note(line));
  };
  const inLine = createPlaceInLine({ ...options, onChange: update });
  const timers = [
    setTimeout(() => {
      isLong = true;
      update();
    }, options.stopAfterMs),
    setTimeout(
      () => {
        isVeryLong = true;
        update();
      },
      Math.max(options.stopAfterMs, options.loadingAfterMs),
    ),
  ];

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

  const answers = (): (() => void) => {
    waiting += 1;
    if (isLong) update();
    return () => {
      waiting -= 1;
    };
  };

  return {
    show(reply) {
      latest = reply;
      update();
    },
    latest: () => latest,
    gone: gone.signal,
    expired: () => expired,
    waits: {
      sign: waits,
      answer: answers,
      line: inLine.listener,
      turn() {
        hasAskedModel = true;
      },
    },
    hasAskedModel: () => hasAskedModel,
    found() {
      isFound = true;
    },
    async end() {
      for (const timer of timers) clearTimeout(timer);
      inLine.end();
      await live.settle();
      await beside.end();
    },
  };
}

/** A reply with a line below that goes when it goes on. */
function withLine(reply: Reply | undefined, line: string): Reply {
  return { ...reply, blocks: [...(reply?.blocks ?? []), status(line)] };
}
