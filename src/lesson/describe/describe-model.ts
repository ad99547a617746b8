import { inlineCode, plain } from '../../discord/markdown.js';
import type { Endpoint } from '../../domain/language-model.js';

/** A model and where it runs, as markdown; of the one that Tokenscope brings itself, what it is. */
export function describeModel(model: string, { label, tiny }: Endpoint): string {
  return `${inlineCode(model)} ${tiny ? '(a real language model, only very small)' : `at ${plain(label)}`}`;
}
