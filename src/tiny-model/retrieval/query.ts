/** The part of a text to look passages up with. */
export type Query =
  | {
      readonly kind: 'question';
      /** The last question. */
      readonly text: string;
      /** The end of what was asked before it, or said by a system message. */
      readonly before: string;
      /** Whether it is asked to its end, so that the text goes on with its answer. */
      readonly isAsked: boolean;
    }
  | {
      readonly kind: 'prose';
      /** The end of the text. */
      readonly text: string;
    };

const MAX_QUESTION = 2000;
const MAX_BEFORE = 300;
const MAX_PROSE = 300;

/**
 * Reads the query off a text: in a conversation the last line that begins with `Q:`, elsewhere the last words of the
 * text.
 */
export function queryOf(text: string): Query {
  const lineStart = text.lastIndexOf('\nQ:') + 1;
  if (lineStart === 0 && !text.startsWith('Q:')) return { kind: 'prose', text: text.slice(-MAX_PROSE) };
  const lineEnd = text.indexOf('\n', lineStart);
  const question = text.slice(lineStart + 2, lineEnd < 0 ? undefined : lineEnd);
  const before = text
    .slice(0, lineStart)
    .replace(/^A:.*\n/gm, '')
    .replace(/^Q:/gm, '')
    .trim();
  return {
    kind: 'question',
    text: question.slice(0, MAX_QUESTION).trim(),
    before: before.slice(-MAX_BEFORE),
    isAsked: lineEnd >= 0,
  };
}
