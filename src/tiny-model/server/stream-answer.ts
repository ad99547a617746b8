import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { writeJson } from '../json-text.js';
import { ApiError } from './api-error.js';
import type { ServedModels } from './served-model.js';

/**
 * Answers with server-sent events: what `write` sends, then `[DONE]`. An error after the start is sent as an event in
 * OpenAI's error shape, since the status is out by then.
 */
export function streamAnswer(
  context: Context,
  served: ServedModels,
  write: (send: (chunk: object) => Promise<void>, signal: AbortSignal) => Promise<void>,
): Response {
  return streamSSE(context, async (stream) => {
    const hungUp = new AbortController();
    stream.onAbort(() => hungUp.abort());
    const client = AbortSignal.any([hungUp.signal, context.req.raw.signal]);
    try {
      await served.running(client, (signal) => write((chunk) => stream.writeSSE({ data: writeJson(chunk) }), signal));
      await stream.writeSSE({ data: '[DONE]' });
    } catch (error) {
      if (client.aborted) return;
      const known = error instanceof ApiError ? error : new ApiError(500, 'The reply could not be finished.');
      await stream.writeSSE({ data: JSON.stringify(known.body()) });
    }
  });
}
