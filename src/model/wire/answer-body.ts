/** Copied into so many bytes at a time, so that no copy of a whole long body is ever made at once. */
const SEGMENT = 64 * 1024;

/** The bytes of an answer as they come in, without the blanks before its beginning. */
export interface AnswerBody {
  /** @returns whether these bytes brought anything but blanks */
  add(bytes: Uint8Array): boolean;
  /** All of it, in segments with a buffer of their own. */
  segments(): Uint8Array<ArrayBuffer>[];
}

/** Creates a body in which nothing has come yet. */
export function createAnswerBody(): AnswerBody {
  const segments: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes in the last segment. */
  let filled = SEGMENT;

  function append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      if (filled === SEGMENT) {
        segments.push(new Uint8Array(SEGMENT));
        filled = 0;
      }
      const part = bytes.subarray(from, from + SEGMENT - filled);
      segments.at(-1)?.set(part, filled);
      filled += part.length;
      from += part.length;
    }
  }

  return {
    add(bytes) {
      const start = findStart(bytes);
      if (segments.length > 0) append(bytes);
      else if (start !== -1) append(bytes.subarray(start));
      return start !== -1;
    },
    segments: () => segments.map((segment, at) => (at === segments.length - 1 ? segment.subarray(0, filled) : segment)),
  };
}

/** JSON's white space, and the bytes of a byte order mark. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

/** Where the first byte is that is no blank; -1 where there is none. */
export function findStart(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => !BLANKS.has(byte));
}
