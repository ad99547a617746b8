import { Hono } from 'hono';
import type { Transcript } from '../transcript/transcript.js';
import { readSessionCookie } from './session-cookie.js';

/**
 * Serves the transcript as a JSON file to save, to a browser that has the page open or had it. It holds what
 * that person may see. Whoever calls has checked Host and Origin; where the browser tells the site that a request comes
 * from, that is this one too.
 */
export function createTranscriptFile(
  port: () => number,
  personOf: (key: string) => string | undefined,
  transcript: (personId: string) => Transcript,
): Hono {
  const app = new Hono();
  app.get('/', (context) => {
    const key = readSessionCookie(context.req.header('cookie'), port());
    const site = context.req.header('sec-fetch-site') ?? 'same-origin';
    const personId = key === undefined ? undefined : personOf(key);
    if (personId === undefined || site !== 'same-origin') {
      return context.text('The transcript is for people in the playground: open its page and save it there.', 403);
    }
    return context.body(JSON.stringify(transcript(personId), undefined, 2), 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="tokenscope-transcript.json"',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
  });
  return app;
}
