import { UserError } from '../../errors.js';
import type { SentFile } from '../options.js';

/** Reads the text files that people send. */
export interface TextFiles {
  /**
   * The text of a file: UTF-8, or UTF-16 with its mark.
   *
   * @throws UserError where it is too large, no text, or cannot be fetched
   */
  read(file: SentFile, signal: AbortSignal): Promise<string>;
}

/** Larger ones are not fetched. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** Media types of texts that do not begin with `text/`. */
const TEXT_TYPES = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|toml|javascript|typescript|sql|x-\w+)\b)/;
/** Names of texts that Discord has no media type for. */
const TEXT_NAMES =
  /\.(?:txt|text|md|markdown|rst|csv|tsv|log|json|jsonl|ya?ml|toml|ini|cfg|xml|html?|css|tex|sql|sh|bat|py|ipynb|js|mjs|cjs|ts|tsx|jsx|java|kt|c|h|cc|cpp|hpp|cs|go|rs|rb|php|pl|r|jl|lua|swift|scala|hs|ml|clj|srt|vtt)$/i;

/** Whether a file says that it is a text. */
export function isTextFile({ name, type }: SentFile): boolean {
  return TEXT_TYPES.test(type ?? '') || TEXT_NAMES.test(name);
}

/** @throws UserError where a file is not fetched at all */
export function checkTextFile(file: SentFile): void {
  if (file.size > MAX_FILE_BYTES) throw new UserError('file-too-large', { file: file.name });
  if (!isTextFile(file)) throw new UserError('file-is-no-text', { file: file.name });
}

/** @param fetchFile fetches an address that Discord gave */
export function createTextFiles(fetchFile: (url: string, signal: AbortSignal) => Promise<Response>): TextFiles {
  return {
    async read(file, signal) {
      checkTextFile(file);
      const bytes = await fetchBytes(file, signal, fetchFile);
      const text = decode(bytes);
      if (text === undefined) throw new UserError('file-is-no-text', { file: file.name });
      return text;
    },
  };
}

async function fetchBytes(
  file: SentFile,
  signal: AbortSignal,
  fetchFile: (url: string, signal: AbortSignal) => Promise<Response>,
): Promise<Uint8Array> {
  const failed = (cause?: unknown) => new UserError('file-not-fetched', { file: file.name }, { cause });
  const answer = await fetchFile(file.url, signal).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : failed(error);
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw failed();
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  while (reader !== undefined) {
    const { value, done } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? signal.reason : failed(error);
    });
    if (done) break;
    size += value.byteLength;
    // Whatever it said before.
    if (size > MAX_FILE_BYTES) {
      await reader.cancel();
      throw new UserError('file-too-large', { file: file.name });
    }
    pieces.push(value);
  }
  return Buffer.concat(pieces);
}

/** @returns undefined for what is no text */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const mark =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(mark, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
