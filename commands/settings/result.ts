import { z } from 'zod';
import { AUDIENCES, THEMES } from '../../src/domain/settings.js';

/** What is set for a place, as it is shown: of the words that are withheld only how many there are. */
const rulesSchema = z.object({
  model: z.string().optional(),
  temperature: z.number().optional(),
  highestTemperature: z.number().optional(),
  longestReply: z.number().optional(),
  channels: z.array(z.string()),
  withoutCommands: z.array(z.string()),
  replies: z.enum(AUDIENCES),
  language: z.string().optional(),
  withheldWords: z.number(),
  /** As it holds: what is set, or what whoever runs the bot has said. */
  retentionDays: z.number(),
  /** It is set. */
  hasRetention: z.boolean(),
  exemptRoles: z.array(z.string()),
});

/** What is set for a place, and a few tokens to show how a picture looks there. */
export const settingsResult = z.object({
  /** Where it holds: a server, or a channel that is in none. */
  place: z.enum(['server', 'channel']),
  theme: z.enum(THEMES),
  rules: rulesSchema.optional(),
  /** Who changed something on this message last. */
  changedBy: z.string().optional(),
  /** What was changed last, and what it was before: nothing where it was not set. */
  changes: z.array(z.object({ name: z.string(), before: z.unknown().optional() })).optional(),
  sample: z.array(z.object({ label: z.string(), id: z.number() })),
});

export type SettingsResult = z.infer<typeof settingsResult>;

export type ShownRules = z.infer<typeof rulesSchema>;
