import type { Events, StorageLog } from './contract.js';

/** Events that a process tells itself, each in a turn of its own, as one that comes from elsewhere does. */
export interface LocalEvents extends Events {
  /** Hands on what came from elsewhere. @param json of the message */
  hand(topic: string, json: string): void;
}

/** Creates events of this process alone. @param log told of listeners that throw all the same */
export function createLocalEvents(log: StorageLog | undefined): LocalEvents {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  const hand = (topic: string, json: string): void => {
    for (const listener of listeners.get(topic) ?? []) {
      try {
        listener(JSON.parse(json) as unknown);
      } catch (error) {
        log?.error({ err: error, topic }, 'what another process told could not be worked on');
      }
    }
  };
  return {
    hand,
    tell(topic, message) {
      const json = JSON.stringify(message);
      queueMicrotask(() => hand(topic, json));
    },
    listen(topic, listener) {
      const those = listeners.get(topic) ?? new Set();
      listeners.set(topic, those);
      // The same function may listen twice.
      const own = (message: unknown) => listener(message);
      those.add(own);
      return () => {
        those.delete(own);
        if (those.size === 0) listeners.delete(topic);
      };
    },
  };
}
