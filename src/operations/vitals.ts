import type { PoolState } from '../worker-pool.js';

/** How a way to Discord is: `lost` for good, so that only a new process would connect again. */
export type WayState = 'ready' | 'connecting' | 'lost';

/** A way to Discord: a shard of the gateway, or the server for interactions over HTTP. */
export interface DiscordWay {
  /** Such as `shard 0` or `http`. */
  readonly name: string;
  readonly state: WayState;
}

/** What the line in front of the models holds. */
export interface LineState {
  /** Requests that wait. */
  readonly waiting: number;
  readonly underWay: number;
}

/** An address of a model endpoint. */
export interface AddressState {
  /** The endpoint, as people read of it. */
  readonly endpoint: string;
  /** Which of its addresses, from 1, in the operator's order. */
  readonly address: number;
  /** Whether nothing is sent there, because it has failed several times in a row. */
  readonly isOpen: boolean;
  /** Requests whose answers are not over. */
  readonly underWay: number;
}

/** What is looked at to say how the bot is. Nothing of it waits but what asks the database. */
export interface Vitals {
  readonly discord: () => readonly DiscordWay[];
  /** Asks the database something small; rejects where it cannot answer. */
  readonly askDatabase: () => Promise<unknown>;
  readonly line: () => LineState;
  /** Runs that the database did not take yet. */
  readonly heldRuns: () => number;
  readonly pools: () => readonly PoolState[];
  readonly addresses: () => readonly AddressState[];
}
