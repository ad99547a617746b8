import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelList } from './model-list.js';

const longestWaitMs = 2_000;

/** A model's number of tokens, where the server tells it soon: a slow list is no reason to hold a distribution back. */
export async function findVocabularySize(list: ModelList, model: string): Promise<number | undefined> {
  const listed = list.find(model).catch(() => undefined);
  return (await Promise.race([listed, sleep(longestWaitMs, undefined, { ref: false })]))?.vocabularySize;
}
