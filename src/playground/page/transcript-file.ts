import { Hono } from 'hono';
import type { Transcript } from '../transcript/transcript.js';
import { readSessionCookie } from './session-cookie.js';

/**
 * Serves the transcript as a JSON file to save, to a browser that has the page open or had it. It holds everybody's direct
 * and ephemeral messages. Whoever calls has checked Host and Origin; where the browser tells the site that a request comes
 * from, that is this one too.
 */
export function createTranscriptFile(
  port: () => number,
  knows: (key: string) => boolean,
  transcript: () => Transcript,
): Hono {
  const app = new Hono();
  app.get('/', (context) => {
    const key = readSessionCookie(context.req.header('cookie'), port());
    const site = context.req.header('sec-fetch-site') ?? 'same-origin';
    if (key === undefined || !knows(key) || site !== 'same-origin') {
      return context.text('The transcript is for people in the playground: open its page and save it there.', 403);
    }
    return context.body(JSON.stringify(transcript(), undefined, 2), 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="tokenscope-transcript.json"',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
  });
  return app;
}
