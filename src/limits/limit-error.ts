import { UserError } from '../errors.js';
import type { Limit } from './limit-settings.js';

/** Somebody has used up what they have; a sentence says until when. */
export class LimitError extends UserError<'limit-reached'> {
  /** Unix time in seconds. */
  readonly endsAt: number;

  /** @param ms milliseconds until it ends */
  constructor(limit: Limit, ms: number) {
    const seconds = Math.max(1, Math.ceil(ms / 1000));
    super('limit-reached', { ...limit, seconds });
    this.endsAt = Math.ceil((Date.now() + ms) / 1000);
  }
}
