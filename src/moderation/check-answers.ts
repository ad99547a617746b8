import { createHash } from 'node:crypto';
import type { Moderation } from './open-moderation.js';

/** A message that is to be shown, as far as people can read it. */
export interface Readable {
  readonly components: readonly unknown[];
  readonly files: readonly { readonly attachment: Buffer; readonly name: string; readonly description?: string }[];
}

/** Resolves where all that stands in these messages may be shown; rejects as `Moderation` does. */
export type AnswerCheck = (messages: readonly Readable[], signal: AbortSignal) => Promise<void>;

/** Endpoints take long texts, and not any; UTF-16 code units. */
const MAX_PIECE = 10_000;
/** Texts that were let through and are shown again, such as another page of one reply. */
const MAX_KNOWN = 2000;

const TEXT_FILE = /\.(?:txt|md|json|csv)$/i;

/** Creates the check of what a model wrote, wherever in a message it stands: in its texts, on its pictures and in its files. */
export function createAnswerCheck(moderation: Moderation): AnswerCheck {
  const known = new Set<string>();
  return async (messages, signal) => {
    const texts = [...new Set(messages.flatMap(readAll))];
    const fresh = texts.map((text) => ({ text, hash: hashOf(text) })).filter(({ hash }) => !known.has(hash));
    if (fresh.length === 0) return;
    await moderation.check(
      fresh.map(({ text }) => text),
      signal,
      'answer',
    );
    for (const { hash } of fresh) known.add(hash);
    for (const oldest of known) {
      if (known.size <= MAX_KNOWN) break;
      known.delete(oldest);
    }
  };
}

function readAll({ components, files }: Readable): string[] {
  const inFiles = files.flatMap(({ attachment, name, description = '' }) => [
    description,
    TEXT_FILE.test(name) ? attachment.toString('utf8') : '',
  ]);
  return [...components.flatMap(textsIn), ...inFiles].filter((text) => text.trim() !== '').flatMap(inPieces);
}

/** What people read in a component: texts, alt texts, and what stands on buttons and in menus. */
const READ = ['content', 'description', 'label', 'placeholder'];

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? (READ.includes(name) ? [inner] : []) : textsIn(inner),
  );
}

function inPieces(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / MAX_PIECE) }, (_, at) =>
    text.slice(at * MAX_PIECE, (at + 1) * MAX_PIECE),
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
