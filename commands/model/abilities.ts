import type { ShownEndpoint } from './result.js';
import type { ModelWords } from './words.js';

type KnownCapabilities = ShownEndpoint['known'][number];

/** What a model can do that commands make use of, each in a few words. */
export function abilities(capabilities: KnownCapabilities, { abilities: words }: ModelWords): string[] {
  const { completions, chat, looksUp, scoring, tokenizer, contextLength, vocabularySize } = capabilities;
  const listed = Math.max(completions.listed, chat.listed);
  return [
    ...(completions.available ? [words.goesOn] : []),
    ...(chat.available ? [words.answers] : []),
    ...(looksUp ? [words.looksUp] : []),
    ...(listed > 0 ? [words.chances(listed, vocabularySize)] : []),
    ...(scoring === undefined || scoring === 'none' ? [] : [words.scores]),
    ...(tokenizer === undefined || tokenizer === 'none' ? [] : [words.cuts]),
    ...(contextLength === undefined ? [] : [words.reads(contextLength)]),
  ];
}
