import { z } from 'zod';
import type { SentRequest } from '../../domain/sent-request.js';

/** A request to the endpoint as it is stored. */
export const sentRequestSchema = z.object({
  endpoint: z.string().optional(),
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
  requestId: z.string().optional(),
  sentAt: z.number(),
  seconds: z.number(),
});

/** Where an answer came from. */
export const endpointSchema = z.object({ label: z.string(), tiny: z.boolean() });

/** A stored request as the model layer gives it. */
export function unpackRequest({ requestId, ...request }: z.infer<typeof sentRequestSchema>): SentRequest {
  return { ...request, requestId };
}
