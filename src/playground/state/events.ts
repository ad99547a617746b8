import { EventEmitter } from 'node:events';
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.js';
import type { Channel } from './channels.js';
import type { GuildState } from './guild.js';

/** A message that came, changed or went. `visibleTo` is set when one person alone can see it. */
export interface MessageEvent {
  channel: Channel;
  message: APIMessage;
  visibleTo?: string;
}

/** One request of the bot over REST and what it got. */
export interface Exchange {
  id: number;
  /** Unix milliseconds when the request came. */
  at: number;
  method: string;
  /** Path and query, from `/api` on. */
  path: string;
  /** The JSON body; of a multipart request its `payload_json`. */
  body: unknown;
  files: { name: string; type: string; size: number }[];
  status: number;
  /** The JSON answer; undefined when it has no body. */
  answer: unknown;
  /** Milliseconds from request to answer. */
  tookMs: number;
}

/** Everything that happens in the playground; each event carries one value. */
export interface PlaygroundEvents {
  'person-joined': [user: APIUser];
  /** Somebody has another display name from now on. */
  'person-renamed': [user: APIUser];
  'person-left': [user: APIUser];
  /** The bot is in another guild from now on. */
  'guild-created': [guild: GuildState];
  'member-added': [event: { guild: GuildState; user: APIUser }];
  'member-removed': [event: { guild: GuildState; user: APIUser }];
  'message-created': [event: MessageEvent];
  'message-updated': [event: MessageEvent];
  'message-deleted': [event: MessageEvent];
  /** All messages of a channel went at once. */
  'channel-cleared': [event: { channel: Channel; gone: readonly MessageEvent[] }];
  'channel-created': [channel: Channel];
  /** A channel's permissions, or a thread's name or settings, are others now. */
  'channel-updated': [channel: Channel];
  /** A thread went, with its messages. */
  'channel-deleted': [channel: Channel];
  /** Who is in a thread changed. */
  'thread-members': [event: { channel: Channel; added: readonly string[]; removed: readonly string[] }];
  /** The bot shows that it types; for ten seconds or until its next message. */
  typing: [event: { channelId: string; userId: string }];
  /** An interaction leaves for the bot. */
  'interaction-created': [record: InteractionRecord];
  /** An interaction got an answer, a follow-up, an edit, or failed. */
  'interaction-changed': [record: InteractionRecord];
  'commands-registered': [event: { guildId?: string; commands: APIApplicationCommand[] }];
  exchange: [exchange: Exchange];
  /** A bot has identified (`online`), or the last session of one has lost its connection. */
  bot: [event: { online: boolean; sessions: number }];
}

/** The playground's stream of events. Listeners run at once. */
export type PlaygroundEmitter = EventEmitter<PlaygroundEvents>;

/** What to do when something happens, by the event's name. */
export type PlaygroundListeners = {
  readonly [Name in keyof PlaygroundEvents]?: (...args: PlaygroundEvents[Name]) => void;
};

/** @returns stops listening */
export function listenTo(events: PlaygroundEmitter, listeners: PlaygroundListeners): () => void {
  // Each listener takes what its own event carries, which the list of all of them does not tell.
  const all = Object.entries(listeners) as [keyof PlaygroundEvents, (...args: unknown[]) => void][];
  for (const [name, listener] of all) events.on(name, listener);
  return () => {
    for (const [name, listener] of all) events.off(name, listener);
  };
}

/**
 * An emitter without a limit on listeners: every waiting test and every open page is one. A listener that throws is
 * logged and does no harm to the request that caused the event, nor to the other listeners.
 */
export function createEvents(log: (line: string) => void): PlaygroundEmitter {
  const events = new EventEmitter<PlaygroundEvents>().setMaxListeners(0);
  events.emit = (name, ...args) => {
    const listeners = events.rawListeners(name);
    for (const listener of listeners) {
      try {
        Reflect.apply(listener, events, args);
      } catch (error) {
        log(`playground: a listener of "${String(name)}" failed: ${String((error as Error | null)?.stack ?? error)}`);
      }
    }
    return listeners.length > 0;
  };
  return events;
}
