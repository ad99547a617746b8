import { z } from 'zod';

/** A request to the endpoint as it is stored. */
export const sentRequestSchema = z.object({
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
  requestId: z.string().optional(),
  sentAt: z.number(),
  seconds: z.number(),
});
