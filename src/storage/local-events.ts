import type { Events, StorageLog } from './contract.js';

/** Events that a process tells itself, each in a turn of its own, as one that comes from elsewhere does. */
export interface LocalEvents extends Events {
  /** Hands on what came from elsewhere. @param json of the message */
  hand(topic: string, json: string): void;
  /** A message as JSON; undefined, and logged, where it is none that may be told. */
  encode(topic: string, message: unknown): string | undefined;
  /** Tells all listeners that something may have come from elsewhere that was not heard. */
  missed(): void;
}

/** Of a message as JSON, in bytes: PostgreSQL takes 8,000 with what stands before it. */
const MAX_MESSAGE_BYTES = 7_000;

interface Listener {
  readonly hear: (message: unknown) => void;
  readonly missed: (() => void) | undefined;
}

/** Creates events of this process alone. @param log told of listeners that throw all the same */
export function createLocalEvents(log: StorageLog | undefined): LocalEvents {
  const listeners = new Map<string, Set<Listener>>();
  const safely = (topic: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      log?.error({ err: error, topic }, 'what another process told could not be worked on');
    }
  };
  const hand = (topic: string, json: string): void => {
    for (const { hear } of [...(listeners.get(topic) ?? [])]) safely(topic, () => hear(JSON.parse(json) as unknown));
  };
  const encode = (topic: string, message: unknown): string | undefined => {
    try {
      const json: string | undefined = JSON.stringify(message);
      const bytes = json === undefined ? 0 : Buffer.byteLength(json);
      if (bytes > 0 && bytes <= MAX_MESSAGE_BYTES) return json;
      log?.error({ topic, bytes }, 'a message to other processes is too long, or nothing; it is not told');
    } catch (error) {
      log?.error({ err: error, topic }, 'a message to other processes cannot be said in JSON; it is not told');
    }
    return undefined;
  };
  return {
    hand,
    encode,
    missed() {
      for (const [topic, those] of [...listeners]) for (const { missed } of [...those]) safely(topic, () => missed?.());
    },
    tell(topic, message) {
      const json = encode(topic, message);
      if (json !== undefined) queueMicrotask(() => hand(topic, json));
    },
    listen(topic, hear, missed) {
      const those = listeners.get(topic) ?? new Set();
      listeners.set(topic, those);
      // The same function may listen twice.
      const own: Listener = { hear, missed };
      those.add(own);
      return () => {
        those.delete(own);
        if (those.size === 0 && listeners.get(topic) === those) listeners.delete(topic);
      };
    },
  };
}
