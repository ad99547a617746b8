import { randomBytes } from 'node:crypto';
import type { PlaygroundEmitter } from '../state/events.js';
import type { InteractionRecord } from './record.js';

// Interactions of a class that plays for hours; beyond, the oldest are forgotten as if their tokens had expired.
const MAX_KEPT = 5000;
// Histories are for whoever waits for a response now; of older interactions the last state is enough.
const MAX_WHOLE_HISTORIES = 200;

/** All interactions whose tokens live. */
export interface Interactions {
  /** Keeps an interaction, starts its clock and sends it to the bot. */
  open(record: InteractionRecord): void;
  get(id: string): InteractionRecord | undefined;
  byToken(token: string): InteractionRecord | undefined;
  /** Whether the first response came too late. */
  isLate(record: InteractionRecord): boolean;
  isExpired(record: InteractionRecord): boolean;
  /** Ends one that is not going to be answered; one that was is as it was. */
  fail(record: InteractionRecord): void;
  /** Tells everybody that something about it changed. */
  changed(record: InteractionRecord): void;
  close(): void;
}

/** No interactions yet. `firstResponseMs` and `tokenMs` are Discord's 3 seconds and 15 minutes. */
export function createInteractions(world: {
  now: () => number;
  events: PlaygroundEmitter;
  firstResponseMs: number;
  tokenMs: number;
}): Interactions {
  const byId = new Map<string, InteractionRecord>();
  const byToken = new Map<string, InteractionRecord>();
  const timers = new Set<NodeJS.Timeout>();
  const recent: InteractionRecord[] = [];

  const isExpired = (record: InteractionRecord) => world.now() - record.createdAt > world.tokenMs;
  const isLate = (record: InteractionRecord) => world.now() - record.createdAt > world.firstResponseMs;

  const fail = (record: InteractionRecord) => {
    if (record.state !== 'waiting') return;
    record.state = 'failed';
    world.events.emit('interaction-changed', record);
  };

  const forget = (record: InteractionRecord) => {
    byId.delete(record.id);
    byToken.delete(record.token);
  };

  return {
    open(record) {
      byId.set(record.id, record);
      byToken.set(record.token, record);
      for (const oldest of byId.values()) {
        if (byId.size <= MAX_KEPT && !isExpired(oldest)) break;
        forget(oldest);
      }
      recent.push(record);
      const older = recent.length > MAX_WHOLE_HISTORIES ? recent.shift() : undefined;
      older?.history.splice(0, older.history.length - 1);
      const timer = setTimeout(() => {
        timers.delete(timer);
        fail(record);
      }, world.firstResponseMs);
      timers.add(timer);
      world.events.emit('interaction-created', record);
    },
    get: (id) => byId.get(id),
    byToken: (token) => byToken.get(token),
    isLate,
    isExpired,
    fail,
    changed: (record) => void world.events.emit('interaction-changed', record),
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** A token as Discord makes it: it names the interaction and cannot be guessed. */
export function createInteractionToken(interactionId: string): string {
  return Buffer.from(`interaction:${interactionId}:${randomBytes(32).toString('base64url')}`).toString('base64url');
}
