import type { ByteVocabulary } from '../../byte-pair/vocabulary.js';
import type { Turn } from '../language/corpus.js';
import type { Example } from './pack.js';
import { specialOf } from './setting.js';

/**
 * A conversation as a tuned model reads it: a special token says who speaks, and the end of text ends an answer. What
 * counts is the answers alone.
 */
export function asConversation(vocabulary: ByteVocabulary, turns: readonly Turn[]): Example {
  const [end, human, assistant] = ['<|endoftext|>', '<|human|>', '<|assistant|>'].map((name) =>
    specialOf(vocabulary, name),
  ) as [number, number, number];
  const tokens = [end];
  const weights: number[] = [];
  const add = (token: number, weight: number) => {
    tokens.push(token);
    weights.push(weight);
  };
  for (const { speaker, text } of turns) {
    add(speaker === 'Q' ? human : assistant, 0);
    for (const token of vocabulary.encode(text)) add(token, speaker === 'A' ? 1 : 0);
    if (speaker === 'A') add(end, 1);
  }
  return { tokens, weights };
}
