import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import { hexadecimal } from '../../src/tokens/visible.js';
import type { TokenizeResult } from './result.js';
import { tokenizeWords } from './words.js';

/** What **Explain** tells of a text's tokens, of their bytes, or of the comparison of tokenizers, by the place's part. */
export function explainTokens(result: TokenizeResult, place: Place): Explanation {
  if (place.value === 'compare') return explainComparison(result, place);
  const { explain, compare } = tokenizeWords(place.locale);
  const tryIt = { action: 'compare', runId: place.runId, label: compare };
  const { counts } = result;
  if (place.value === 'bytes') {
    return {
      idea: explain.bytesIdea,
      example: explain.bytesExample(counts, bytesIn(result)),
      next: explain.next,
      tryIt,
    };
  }
  const size = ENCODINGS.find(({ name }) => name === result.encoding)?.vocabularySize;
  return { idea: explain.idea, example: explain.example(counts, tokenIn(result), size), next: explain.next, tryIt };
}

/** A token for the example: one with a space before it, where there is one. */
function tokenIn({ tokens }: TokenizeResult): { place: number; label: string; id: number } | undefined {
  const withSpace = tokens.findIndex(({ label, around }) => !around && /^·\p{L}/u.test(label));
  const place = withSpace === -1 ? tokens.findIndex(({ around }) => !around) : withSpace;
  const token = tokens[place];
  return token && { place: place + 1, label: token.label, id: token.id };
}

/** One in whose bytes there is something to see: a character of several bytes, or a space. */
function bytesIn({ tokens }: TokenizeResult): { label: string; hex: string; amount: number } | undefined {
  const own = tokens.filter(({ around, bytes }) => !around && bytes !== undefined && bytes.length > 0);
  const withSpace = own.find(({ label, bytes }) => /^·\p{L}+$/u.test(label) && (bytes?.length ?? 0) <= 8);
  const { label, bytes } = withSpace ?? own[0] ?? {};
  return bytes && label !== undefined ? { label, hex: hexadecimal(bytes), amount: bytes.length } : undefined;
}

function explainComparison({ comparison, encoding }: TokenizeResult, { runId, locale }: Place): Explanation {
  const words = tokenizeWords(locale);
  const { explain, show } = words.comparison;
  const known = ENCODINGS.flatMap(({ name, vocabularySize: size }) => {
    const count = comparison?.counts.find((one) => one.encoding === name)?.count;
    return count === undefined ? [] : [{ encoding: name, size, count }];
  });
  const [largest, smallest] = [known[0], known.at(-1)];
  if (largest === undefined || smallest === undefined) throw new Error('a comparison has all encodings');
  const other = smallest.encoding === encoding ? largest : smallest;
  return {
    idea: explain.idea,
    example: explain.example(largest, smallest),
    next: explain.next(other.encoding),
    tryIt: { action: 'cut', runId, value: other.encoding, label: show(other.encoding) },
  };
}
