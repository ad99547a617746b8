import { wordsOf } from './words.js';

/** The part of a text to look passages up with. */
export type Query =
  | {
      readonly kind: 'question';
      /** The last question. */
      readonly text: string;
      /** The end of what was said before it. */
      readonly before: string;
    }
  | {
      readonly kind: 'prose';
      /** The end of the text. */
      readonly text: string;
    };

const longestQuestion = 2000;
const longestBefore = 300;
const longestProse = 300;

/**
 * Reads the query off a text: in a conversation the last line that begins with `Q:`, elsewhere the last words of the
 * text.
 */
export function queryOf(text: string): Query {
  const lineStart = text.lastIndexOf('\nQ:') + 1;
  if (lineStart === 0 && !text.startsWith('Q:')) return { kind: 'prose', text: text.slice(-longestProse) };
  const lineEnd = text.indexOf('\n', lineStart);
  const question = text.slice(lineStart + 2, lineEnd < 0 ? undefined : lineEnd);
  const before = text.slice(Math.max(0, lineStart - longestBefore), lineStart).replace(/^[QA]:/gm, '');
  return { kind: 'question', text: question.slice(0, longestQuestion).trim(), before: before.trim() };
}

const requestOpenings = [
  'hello',
  'hey',
  'hi',
  'so',
  'ok',
  'okay',
  'can you',
  'could you',
  'would you',
  'will you',
  'do you know',
  'tell me',
  'explain to me',
  'i want to know',
  'i wonder',
].map(wordsOf);

const [please] = wordsOf('please');

/** The words of a question without polite openings such as `can you tell me` and without `please`. */
export function withoutCourtesy(words: readonly string[]): readonly string[] {
  let rest = words.filter((word) => word !== please);
  for (let cut = true; cut && rest.length > 0; ) {
    const opening = requestOpenings.find((start) => start.every((word, index) => rest[index] === word));
    cut = opening !== undefined && opening.length < rest.length;
    if (opening && cut) rest = rest.slice(opening.length);
  }
  return rest.length > 0 ? rest : words;
}
