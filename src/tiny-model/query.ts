import { wordsOf } from './words.js';

/** What a text asks its reader to remember: the words to look passages up with. */
export type Query =
  | {
      readonly kind: 'question';
      /** The last question. */
      readonly words: readonly string[];
      /** What was said before it, newest last. */
      readonly before: readonly string[];
    }
  | {
      readonly kind: 'prose';
      /** Newest last. */
      readonly words: readonly string[];
    };

const wordsOfQuestion = 60;
const wordsBefore = 30;
const wordsOfProse = 24;

/**
 * Reads the query off a text: in a conversation the words of the last line that begins with `Q:`, elsewhere the last
 * words of the text.
 */
export function queryOf(text: string): Query {
  const start = text.startsWith('Q:') ? Math.max(0, text.lastIndexOf('\nQ:') + 1) : text.lastIndexOf('\nQ:') + 1;
  if (start === 0 && !text.startsWith('Q:')) {
    return { kind: 'prose', words: wordsOf(text.slice(-2000)).slice(-wordsOfProse) };
  }
  const lineEnd = text.indexOf('\n', start);
  const question = text.slice(start + 2, lineEnd < 0 ? undefined : lineEnd);
  const before = text.slice(Math.max(0, start - 2000), start).replace(/^[QA]:/gm, '');
  return {
    kind: 'question',
    words: wordsOf(question.slice(0, 2000)).slice(0, wordsOfQuestion),
    before: wordsOf(before).slice(-wordsBefore),
  };
}

const requestOpenings = [
  ['please'],
  ['hello'],
  ['hey'],
  ['hi'],
  ['so'],
  ['ok'],
  ['okay'],
  ['can', 'you'],
  ['could', 'you'],
  ['would', 'you'],
  ['will', 'you'],
  ['do', 'you', 'know'],
  ['tell', 'me'],
  ['explain', 'to', 'me'],
  ['i', 'want', 'to', 'know'],
  ['i', 'wonder'],
];

/** The words of a question without polite openings such as `can you tell me` and without `please`. */
export function withoutCourtesy(words: readonly string[]): readonly string[] {
  let rest = words.filter((word) => word !== 'please');
  for (let cut = true; cut && rest.length > 0; ) {
    const opening = requestOpenings.find((start) => start.every((word, index) => rest[index] === word));
    cut = opening !== undefined && opening.length < rest.length;
    if (opening && cut) rest = rest.slice(opening.length);
  }
  return rest.length > 0 ? rest : words;
}
