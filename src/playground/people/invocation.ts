import type { APIMessage } from 'discord-api-types/v10';
import type { FirstResponse, InteractionRecord, InteractionState, ShownModal } from '../interactions/record.js';
import { MESSAGE_FLAGS } from '../rules/message-body.js';
import type { World } from '../state/world.js';

/** What Discord shows under a command that got no response in time. */
export const NO_RESPONSE = 'The application did not respond';

/** Something that a person did, and what becomes of it. */
export interface Invocation {
  readonly id: string;
  readonly token: string;
  readonly state: InteractionState;
  /** Waits for the first response; `'failed'` when none came in time. */
  first(): Promise<FirstResponse | 'failed'>;
  /**
   * Waits until the original response is complete, that is neither loading nor still growing, or until `until` holds for it.
   *
   * @param until checked at once and after every change
   * @param withinMs how long to wait, a minute unless told
   * @throws Error with NO_RESPONSE when the bot missed the deadline, or a sentence with what is there when time is up
   */
  settled(until?: (message: APIMessage) => boolean, withinMs?: number): Promise<APIMessage>;
  /** The response itself; for an updated message that message. */
  original(): APIMessage | undefined;
  followups(): APIMessage[];
  /** Waits for the follow-up of a number, the first is 0; one that still grows is not there yet. */
  followup(index: number, withinMs?: number): Promise<APIMessage>;
  /** Waits for a modal to open. */
  modal(withinMs?: number): Promise<ShownModal>;
  /** The original response after its creation and after every edit, oldest first. */
  readonly history: readonly APIMessage[];
}

const WITHIN_MS = 60_000;

/** An invocation over an interaction's record. */
export function createInvocation(world: World, record: InteractionRecord): Invocation {
  const original = () => (record.originalId === undefined ? undefined : world.messages.get(record.originalId)?.message);
  const followups = () => record.followUpIds.flatMap((id) => world.messages.get(id)?.message ?? []);

  const waitFor = <T>(what: string, look: () => T | undefined, withinMs = WITHIN_MS): Promise<T> =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        world.events.off('interaction-changed', check);
        world.events.off('message-updated', check);
      };
      const check = () => {
        let found: T | undefined;
        try {
          found = look();
        } catch (error) {
          stop();
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        if (found === undefined && record.state !== 'failed') return;
        stop();
        if (found === undefined) reject(new Error(NO_RESPONSE));
        else resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        const shown = original();
        const seen = shown ? `the response is ${JSON.stringify(shown).slice(0, 500)}` : 'there is no response';
        reject(new Error(`Waited ${withinMs} ms for ${what}; the interaction is ${record.state}, ${seen}.`));
      }, withinMs);
      world.events.on('interaction-changed', check);
      world.events.on('message-updated', check);
      check();
    });

  const isWhole = (message: APIMessage) => world.isGrowing?.(message) !== true;
  // The message that a press is on stands there before anything came of the press.
  const isAnswered = () => record.history.length > 0 || followups().some(isWhole);
  const isComplete = (message: APIMessage) =>
    record.state === 'answered' &&
    ((message.flags ?? 0) & MESSAGE_FLAGS.loading) === 0 &&
    isWhole(message) &&
    isAnswered();

  return {
    id: record.id,
    token: record.token,
    get state() {
      return record.state;
    },
    get history() {
      return record.history;
    },
    original,
    followups,
    first: () =>
      waitFor('a first response', () => record.first ?? (record.state === 'failed' ? ('failed' as const) : undefined)),
    settled: (until = isComplete, withinMs) =>
      waitFor(
        'the response to settle',
        () => {
          const message = original();
          return message && until(message) ? message : undefined;
        },
        withinMs,
      ),
    followup: (index, withinMs) => waitFor(`follow-up ${index}`, () => followups().filter(isWhole)[index], withinMs),
    modal: (withinMs) => waitFor('a modal', () => record.modal, withinMs),
  };
}
