import type { Services } from '../../src/services.js';
import { cutWhole } from './cut.js';
import { DEFAULT_ENCODING, encodingSchema } from './result.js';
import { tokenizeWords } from './words.js';

/** A text's tokens while it is typed. */
interface TokenPreview {
  readonly summary: string;
  readonly pieces: { text: string; note: string }[];
}

/**
 * Cuts the text so far by the encoding that is chosen. There is none by a model's own tokenizer: that would be a request
 * to its endpoint at each pause in the typing.
 */
export function previewTokens(services: Services, locale: string) {
  return async (
    values: Readonly<Record<string, string | number | boolean>>,
    signal: AbortSignal,
  ): Promise<TokenPreview | undefined> => {
    const { text } = values;
    const encoding = encodingSchema.safeParse(values.encoding ?? DEFAULT_ENCODING).data;
    if (typeof text !== 'string' || encoding === undefined || encoding === 'model') return undefined;
    const { tokens, characters } = await cutWhole({ text, encoding, model: undefined }, signal, services);
    const words = tokenizeWords(locale);
    return {
      summary: words.preview(tokens.length, characters),
      pieces: tokens.map(({ label, id }) => ({ text: label, note: words.previewId(id) })),
    };
  };
}
