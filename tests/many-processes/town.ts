import type { Person } from '../../src/playground/people/person.js';

/** The ways that Discord has to a bot: the shard of a server's, or HTTP. */
export type Way = 'gateway' | 'http';

/** A server of the playground with people in it. */
export interface Room {
  readonly guildId: string;
  /** Its text channels. */
  readonly channels: readonly string[];
  readonly people: readonly Person[];
  /** Who may change the server's settings. */
  readonly manager: Person;
  /**
   * Decides on which way Discord sends the next interaction. In a room with both, one after another may go to different
   * bots, as with a load balancer.
   *
   * @returns the bot that gets it
   */
  turn(): string;
}
