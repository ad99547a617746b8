import { randomBytes } from 'node:crypto';

// What a session remembers for a resume. Older events are gone, and with them the chance to resume from before them.
const MAX_REMEMBERED_EVENTS = 1000;
const MAX_REMEMBERED_BYTES = 4 * 1024 * 1024;

/** The open connection of a session, as far as a session needs it. */
export interface SessionLink {
  send(frame: string): void;
  /** Ends the connection because another one took the session over. */
  replace(): void;
}

/** A part of a bot's guilds: which of them, from 0, and of how many. */
export type Shard = readonly [id: number, count: number];

/** What a bot identified with, and all that it may still have to be told. It outlives its connection. */
export interface Session {
  readonly id: string;
  readonly shard: Shard;
  readonly intents: number;
  readonly connected: boolean;
  /** When the connection was lost, Unix milliseconds; undefined while there is one. */
  readonly lostAt: number | undefined;
  /** Numbers an event, remembers it, and sends it when there is a connection. */
  dispatch(event: string, data: unknown): void;
  attach(link: SessionLink): void;
  detach(link: SessionLink, at: number): void;
  /** `'ahead'` when the bot claims more than was sent, `'forgotten'` when what it missed is no longer remembered. */
  replay(link: SessionLink, fromSeq: number): 'replayed' | 'ahead' | 'forgotten';
}

/** A session without a connection yet. */
export function createSession(shard: Shard, intents: number): Session {
  let seq = 0;
  let bytes = 0;
  let link: SessionLink | undefined;
  let lostAt: number | undefined;
  const remembered: { seq: number; frame: string }[] = [];
  return {
    id: randomBytes(16).toString('hex'),
    shard,
    intents,
    get connected() {
      return link !== undefined;
    },
    get lostAt() {
      return lostAt;
    },
    dispatch(event, data) {
      seq += 1;
      const frame = JSON.stringify({ op: 0, t: event, s: seq, d: data });
      remembered.push({ seq, frame });
      bytes += frame.length;
      while (remembered.length > MAX_REMEMBERED_EVENTS || (bytes > MAX_REMEMBERED_BYTES && remembered.length > 1)) {
        bytes -= remembered.shift()?.frame.length ?? 0;
      }
      link?.send(frame);
    },
    attach(next) {
      if (link !== undefined && link !== next) link.replace();
      link = next;
      lostAt = undefined;
    },
    detach(gone, at) {
      if (link !== gone) return;
      link = undefined;
      lostAt = at;
    },
    replay(to, fromSeq) {
      if (fromSeq > seq) return 'ahead';
      const oldest = remembered[0]?.seq ?? seq + 1;
      if (fromSeq < oldest - 1) return 'forgotten';
      for (const event of remembered) if (event.seq > fromSeq) to.send(event.frame);
      return 'replayed';
    },
  };
}
