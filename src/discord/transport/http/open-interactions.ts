import type { APIApplication, REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Incoming } from '../../router/incoming.js';
import { handOn } from '../discord-js/hand-on.js';
import { isSnowflake } from '../discord-js/read-interaction.js';
import type { Pace } from '../pace.js';
import { createSignatureCheck } from './check-signature.js';
import type { DiscordClock } from './discord-clock.js';
import { createInteractionReader } from './interaction-reader.js';
import { createRefusals } from './refusals.js';
import { type InteractionsServer, serveInteractions } from './serve-interactions.js';

/** What interactions over HTTP are taken with. */
export interface InteractionsOpening {
  /** Listened to on all networks of this machine; 0 takes a free one. */
  readonly port: number;
  /** What Discord's signatures are checked with, as hexadecimal digits. */
  readonly publicKey: string;
  readonly application: APIApplication;
  /** Sends the answers. */
  readonly rest: REST;
  readonly clock: DiscordClock;
  readonly pace: Pace;
  readonly log: Logger;
  readonly onIncoming: (incoming: Incoming) => void;
}

/** Discord's types of channels that are threads: of announcements, public, private. */
const THREADS = new Set<unknown>([10, 11, 12]);

/**
 * Takes interactions over HTTP, and hands them on as those that come over the gateway.
 *
 * @throws UserError where the port cannot be listened to
 */
export async function openInteractions(opening: InteractionsOpening): Promise<InteractionsServer> {
  const { log, onIncoming, pace } = opening;
  const reader = createInteractionReader(opening.rest, opening.application);
  const hand = handOn(
    (incoming) => {
      onIncoming(incoming);
      return true;
    },
    log,
    pace,
  );
  return serveInteractions({
    port: opening.port,
    check: await createSignatureCheck(opening.publicKey, opening.clock),
    refusals: createRefusals(log),
    take(body) {
      try {
        const interaction = reader.read(body);
        return interaction !== undefined && hand(interaction, parentOf(body)) === true;
      } catch {
        return false;
      }
    },
  });
}

/** The channel that the thread of an interaction is in. */
function parentOf(body: object): string | undefined {
  const { channel } = body as { readonly channel?: unknown };
  const { type, parent_id: parent } = (channel ?? {}) as { readonly type?: unknown; readonly parent_id?: unknown };
  return THREADS.has(type) && isSnowflake(parent) ? parent : undefined;
}
