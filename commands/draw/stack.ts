import type { WrittenEnding } from '../../src/domain/language-model.js';
import type { DrawColumn } from './result.js';

/** Where a sentence ends: behind its sign and what closes behind that, before a space or the end; in Chinese and Japanese before anything. */
const SENTENCE_END = /[.!?…؟।][.!?…]*["'”’»)\]]*(?=\s|$)|[。！？][。！？…]*["'”’」』»）)\]]*/u;

/** What is shown of what was written: up to the end of its first sentence or line. */
export function endingOf({ text, isWhole }: Pick<WrittenEnding, 'text' | 'isWhole'>): {
  readonly text: string;
  readonly isCut: boolean;
} {
  const start = text.trimStart();
  const line = /^[^\n\r]*/.exec(start)?.[0] ?? '';
  const end = SENTENCE_END.exec(line);
  const sentence = end === null ? line : line.slice(0, end.index + end[0].length);
  const isCut = !isWhole && end === null && line.length === start.length;
  return { text: sentence.trim().replace(/\s+/g, ' '), isCut };
}

/** Endings that are the same as one with their count, the most frequent first; of those alike the one that came first. */
export function stackEndings(written: readonly Pick<WrittenEnding, 'text' | 'isWhole'>[]): DrawColumn['endings'] {
  const stacks = new Map<string, DrawColumn['endings'][number]>();
  for (const { text, isCut } of written.map(endingOf)) {
    const key = JSON.stringify([text, isCut]);
    const before = stacks.get(key);
    stacks.set(key, { text, isCut, count: (before?.count ?? 0) + 1 });
  }
  return [...stacks.values()].toSorted((one, other) => other.count - one.count);
}
