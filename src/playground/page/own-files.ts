import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ClassDesk } from '../class/class-desk.js';
import { classWords } from '../class/words.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import type { OwnFile } from '../people/writing.js';
import { MAX_FILE_BYTES } from '../rules/files.js';
import type { PageHost } from './page-host.js';
import { readSessionCookie } from './session-cookie.js';
import type { Session, Sessions } from './sessions.js';
import type { Sight } from './viewer.js';

/** The largest file of a student, bytes: a whole class shares the memory. */
const MAX_STUDENT_BYTES = 1024 * 1024;

/** The files that people put down, and those that they are shown. */
export interface FileDesk {
  /** Whether the browser with this cookie is shown a message with this file. */
  sees(key: string, channelId: string, attachmentId: string): boolean;
  /**
   * Puts a file of the browser with this cookie down in a channel.
   *
   * @returns the id that it is sent by
   * @throws PlaygroundRefusal
   */
  attach(key: string, channelId: string, file: OwnFile): string;
}

/** @param desk that of a class, where it is one */
export function createFileDesk(world: {
  readonly host: PageHost;
  readonly sessions: Sessions;
  readonly sight: Sight;
  readonly desk: ClassDesk | undefined;
}): FileDesk {
  const { host, sessions, sight, desk } = world;
  const sessionOf = (key: string): Session | undefined => (desk ? desk.viewerOf(key)?.session : sessions.get(key));
  return {
    sees(key, channelId, attachmentId) {
      const viewer = desk?.viewerOf(key);
      const channel = host.channel(channelId);
      if (viewer === undefined || channel === undefined || !sight.channel(viewer, channel)) return false;
      return sight
        .messages(viewer, channelId)
        .some(({ message }) => message.attachments.some(({ id }) => id === attachmentId));
    },
    attach(key, channelId, file) {
      const session = sessionOf(key);
      if (session === undefined) throw new PlaygroundRefusal('Open the page first.');
      if (session.role === 'student') {
        if (desk?.isMuted(session.person.id)) throw new PlaygroundRefusal(classWords.muted);
        if (host.channel(channelId)?.ownerId !== session.person.id) throw new PlaygroundRefusal(classWords.ownChannel);
        if (file.bytes.byteLength > MAX_STUDENT_BYTES) throw new PlaygroundRefusal(classWords.fileTooLarge);
      }
      return session.person.attach(file, channelId);
    },
  };
}

/**
 * `POST /files?channel=ID&name=NAME` with the bytes as its body answers `{ "id": … }`, or `{ "message": … }` with what is
 * wrong.
 */
export function createFileUploads(port: () => number, attach: FileDesk['attach']): Hono {
  const app = new Hono();
  const tooLarge = () => Response.json({ message: 'Your files are too powerful.' }, { status: 413 });
  app.post('/', bodyLimit({ maxSize: MAX_FILE_BYTES, onError: tooLarge }), async (context) => {
    const key = readSessionCookie(context.req.header('cookie'), port());
    // A browser always says where its page is from; what does not is no page of ours.
    if (key === undefined || context.req.header('origin') === undefined) {
      return context.json({ message: 'Open the page first.' }, 403);
    }
    const name = (context.req.query('name') ?? '').slice(0, 200) || 'file';
    const type =
      /^[\w.+-]+\/[\w.+-]+/.exec(context.req.header('content-type') ?? '')?.[0] ?? 'application/octet-stream';
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    try {
      return context.json({ id: attach(key, context.req.query('channel') ?? '', { name, type, bytes }) });
    } catch (error) {
      if (error instanceof PlaygroundRefusal) return context.json({ message: error.message }, 400);
      throw error;
    }
  });
  return app;
}
