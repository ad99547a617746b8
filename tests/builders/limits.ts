import { DEFAULT_LIMITS } from '../../src/limits/limit-settings.js';
import { type Limits, openLimits } from '../../src/limits/open-limits.js';

/** Limits in memory: the bot's own, or others for a person. */
export function personLimits(options: { readonly atOnce?: number; readonly perMinute?: number } = {}): Limits {
  const { atOnce = DEFAULT_LIMITS.personAtOnce, perMinute } = options;
  const own = { who: 'person', of: 'commands', per: 'minute', most: perMinute ?? 40 } as const;
  return openLimits({ ...DEFAULT_LIMITS, limits: [own], personAtOnce: atOnce });
}
