import { randomBytes } from 'node:crypto';
import type { APIAttachment } from 'discord-api-types/v10';
import { storedName, type UploadedFile } from '../rules/files.js';
import { imageSize } from './image-size.js';

// Files of many messages are kept in memory; past this the oldest are dropped and answer 404.
const MAX_BYTES = 128 * 1024 * 1024;

/** A file that is kept, with its bytes. */
interface StoredFile {
  attachment: APIAttachment;
  /** Stands in the address, as Discord's signature does: who was not given the address has no way to it. */
  key: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The files of all messages, in memory, bounded to 128 MiB: the oldest go first. */
export interface Attachments {
  save(
    file: UploadedFile,
    about: { channelId: string; filename?: string; description?: string; ephemeral: boolean },
  ): APIAttachment;
  get(channelId: string, id: string): StoredFile | undefined;
}

/** No files yet. `origin` is where they will be served from; it is asked only after the server listens. */
export function createAttachments(nextId: () => string, origin: () => string): Attachments {
  const files = new Map<string, StoredFile>();
  let total = 0;
  return {
    save(file, about) {
      const id = nextId();
      const filename = storedName(about.filename ?? file.name);
      const key = randomBytes(16).toString('base64url');
      const url = `${origin()}/attachments/${about.channelId}/${id}/${encodeURIComponent(filename)}?hm=${key}`;
      const size = imageSize(file.bytes);
      const attachment: APIAttachment = {
        id,
        filename,
        size: file.bytes.byteLength,
        url,
        proxy_url: url,
        content_type: file.type,
        ...(size ?? {}),
        ...(about.description === undefined ? {} : { description: about.description }),
        ...(about.ephemeral ? { ephemeral: true } : {}),
      };
      files.set(`${about.channelId}/${id}`, { attachment, key, bytes: file.bytes });
      total += file.bytes.byteLength;
      for (const [key, oldest] of files) {
        if (total <= MAX_BYTES) break;
        files.delete(key);
        total -= oldest.bytes.byteLength;
      }
      return attachment;
    },
    get: (channelId, id) => files.get(`${channelId}/${id}`),
  };
}
