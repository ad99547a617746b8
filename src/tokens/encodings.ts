import type { EncodingName } from './token.js';

/** An encoding as a person knows it. */
export interface Encoding {
  readonly name: EncodingName;
  /** The models that read text through it, for people. */
  readonly models: string;
  /** Number of token ids, the special tokens among them: tiktoken's `n_vocab`. */
  readonly vocabularySize: number;
}

/**
 * The encodings on offer, newest first; the sizes are those of tiktoken (`tiktoken_ext/openai_public.py`), whose ids
 * have gaps before the special tokens, so that the size is the highest id and 1.
 */
export const ENCODINGS: readonly Encoding[] = [
  { name: 'o200k_base', models: 'GPT-4o, 4.1, 5', vocabularySize: 200_019 },
  { name: 'cl100k_base', models: 'GPT-4, 3.5', vocabularySize: 100_277 },
  { name: 'p50k_base', models: 'Codex, text-davinci-003', vocabularySize: 50_281 },
  { name: 'r50k_base', models: 'GPT-3, GPT-2', vocabularySize: 50_257 },
];

/** The encoding with the models that use it: `o200k_base (GPT-4o, 4.1, 5)`. */
export function encodingLabel(name: EncodingName): string {
  const encoding = ENCODINGS.find((candidate) => candidate.name === name);
  return encoding === undefined ? name : `${encoding.name} (${encoding.models})`;
}
