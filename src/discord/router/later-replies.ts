import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../../errors.js';
import type { Events } from '../../storage/contract.js';
import type { DrawnReply, LaterReply } from '../present/drawn-reply.js';

/** Knows the messages whose reply another one is to take the place of, such as one with an animation. */
export interface LaterReplies {
  /** Begins before the reply is sent: whoever sees it can press before this bot knows that it arrived. */
  expect(): ExpectedReply;
  /**
   * Leaves the message as it is, because it is about to be changed; waits for an edit that is under way. Other processes leave
   * it as soon as they are told.
   */
  giveUp(messageId: string): Promise<void>;
  /** Ends all that are under way; each message then says why. */
  end(reason: UserError): Promise<void>;
}

/** A later reply to a message that is about to be shown. */
export interface ExpectedReply {
  /** Makes it and shows it, unless the message is given up, also before; where it fails, shows that. */
  start(
    messageId: string,
    later: LaterReply,
    how: {
      /** Changes the message; never rejects. */
      readonly show: (reply: DrawnReply) => Promise<void>;
      /** What a person is told of an error; what nobody foresaw is logged. */
      readonly sentenceOf: (error: unknown) => string;
      /** How long the message can be changed, in milliseconds. */
      readonly limitMs: number;
    },
  ): void;
  /** Expects it no more. */
  close(): void;
}

/** One that is under way. */
interface Entry {
  readonly ending: AbortController;
  /** The edit of the message, once it has begun. */
  showing: Promise<void>;
  over: Promise<void>;
}

/** What processes tell one another: the message that one of them changes. */
const TOPIC = 'message-changes';

const changingType = z.object({ process: z.string(), messageId: z.string() });

/**
 * Creates an empty list.
 *
 * @param events by which other processes are told which messages change, and tell of theirs
 */
export function createLaterReplies(events?: Events): LaterReplies {
  const ownName = randomBytes(6).toString('hex');
  const underWay = new Map<string, Entry>();
  /** Of each that is expected: the messages that were given up in the meantime. */
  const expected = new Set<Set<string>>();
  const givenUp = new Error('The message is changed by somebody.');

  async function run(entry: Entry, later: LaterReply, how: Parameters<ExpectedReply['start']>[2]): Promise<void> {
    const { signal } = entry.ending;
    const timer = setTimeout(() => entry.ending.abort(new UserError('later-reply-too-slow')), how.limitMs);
    let reply: DrawnReply;
    try {
      reply = await later.make(signal);
    } catch (error) {
      if (signal.reason === givenUp) return;
      reply = later.otherwise(how.sentenceOf(signal.aborted ? signal.reason : error));
    } finally {
      clearTimeout(timer);
    }
    if (signal.reason === givenUp) return;
    entry.showing = how.show(reply);
    await entry.showing;
  }

  const giveUp = async (messageId: string): Promise<void> => {
    for (const changed of expected) changed.add(messageId);
    const entry = underWay.get(messageId);
    entry?.ending.abort(givenUp);
    await entry?.showing;
  };

  events?.listen(TOPIC, (message) => {
    const { data } = changingType.safeParse(message);
    // What this process shows itself may have begun after it told so.
    if (data !== undefined && data.process !== ownName) void giveUp(data.messageId);
  });

  return {
    expect() {
      const changed = new Set<string>();
      expected.add(changed);
      return {
        start(messageId, later, how) {
          if (changed.has(messageId)) return;
          const entry: Entry = { ending: new AbortController(), showing: Promise.resolve(), over: Promise.resolve() };
          underWay.set(messageId, entry);
          entry.over = run(entry, later, how)
            .catch((error: unknown) => void how.sentenceOf(error))
            .finally(() => {
              if (underWay.get(messageId) === entry) underWay.delete(messageId);
            });
        },
        close: () => void expected.delete(changed),
      };
    },
    async giveUp(messageId) {
      events?.tell(TOPIC, { process: ownName, messageId } satisfies z.infer<typeof changingType>);
      await giveUp(messageId);
    },
    async end(reason) {
      const all = [...underWay.values()];
      for (const { ending } of all) ending.abort(reason);
      await Promise.all(all.map(({ over }) => over));
    },
  };
}
