import { EventEmitter } from 'node:events';
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.js';
import type { Channel } from './channels.js';

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
  'person-left': [user: APIUser];
  'message-created': [event: MessageEvent];
  'message-updated': [event: MessageEvent];
  'message-deleted': [event: MessageEvent];
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

/** The playground's stream of events. Listeners run at once and must not throw. */
export type PlaygroundEmitter = EventEmitter<PlaygroundEvents>;

/** An emitter without a limit on listeners: every waiting test and every open page is one. */
export function createEvents(): PlaygroundEmitter {
  return new EventEmitter<PlaygroundEvents>().setMaxListeners(0);
}
