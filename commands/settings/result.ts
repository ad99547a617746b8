import { z } from 'zod';
import { THEMES } from '../../src/domain/settings.js';

/** What is set for a place, and a few tokens to show how a picture looks there. */
export const settingsResult = z.object({
  /** Where it holds: a server, or a channel that is in none. */
  place: z.enum(['server', 'channel']),
  theme: z.enum(THEMES),
  /** Who changed something on this message last. */
  changedBy: z.string().optional(),
  sample: z.array(z.object({ label: z.string(), id: z.number() })),
});

export type SettingsResult = z.infer<typeof settingsResult>;
