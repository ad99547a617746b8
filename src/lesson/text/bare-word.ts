/** Marks that people put around a word, and that are no part of it. */
const AROUND = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu;

/** A word without what stands around it. */
export function bareWord(typed: string): string {
  return typed.replace(AROUND, '');
}
