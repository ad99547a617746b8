import type { WhoAsks } from './who-asks.js';

/** Counts the tokens that people let models read and write. */
export interface TokenMeter {
  /** Rejects with a `UserError` where they have none left. */
  check(who: WhoAsks): Promise<void>;
  count(who: WhoAsks, tokens: number): void;
}
