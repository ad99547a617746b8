import { refusals } from './api-error.js';

/** A file of a multipart request. `field` is the position in `files[n]`. */
export interface UploadedFile {
  field: string;
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The largest file, bytes: Discord's default, told to bots as `attachment_size_limit`. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** The largest request, bytes. */
export const MAX_REQUEST_BYTES = 25 * 1024 * 1024;

/** Refuses files over the limit with 40005, as Discord does. */
export function checkFileSizes(files: readonly UploadedFile[]): void {
  if (files.some((file) => file.bytes.byteLength > MAX_FILE_BYTES)) throw refusals.requestTooLarge();
}

/** The name under which a file is stored: Discord keeps letters, digits, `_`, `-` and `.`, and turns spaces into `_`. */
export function storedName(name: string): string {
  const kept = name
    .trim()
    .replaceAll(/\s+/g, '_')
    .replaceAll(/[^\p{L}\p{N}_.-]/gu, '');
  return kept.replace(/^\.+/, '') || 'unknown';
}
