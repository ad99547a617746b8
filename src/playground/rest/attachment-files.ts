import { Hono } from 'hono';
import type { World } from '../state/world.js';

// Only pictures may be shown by a browser; anything else, SVG and HTML above all, is a download.
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Serves the files of messages with their type, so that no browser takes one for a page or a script. */
export function createAttachmentFiles(world: World): Hono {
  const app = new Hono();
  app.get('/:channel/:id/:name', (context) => {
    const file = world.attachments.get(context.req.param('channel'), context.req.param('id'));
    if (!file) return context.text('This file is not here, or no longer.', 404);
    const type = file.attachment.content_type ?? 'application/octet-stream';
    const name = encodeURIComponent(file.attachment.filename);
    return context.body(file.bytes, 200, {
      'Content-Type': type,
      'Content-Length': String(file.bytes.byteLength),
      'Content-Disposition': `${SHOWN.has(type) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'private, max-age=3600',
    });
  });
  return app;
}
