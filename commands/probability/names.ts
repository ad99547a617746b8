/** A name has to fit into a picture, beside “only”. */
const MAX_NAME = 11;

/** What the two questions are called where no short names are found. */
const LETTERS = ['A', 'B'] as const;

/** Short names of two questions. */
export interface QuestionNames {
  readonly names: readonly [string, string];
  /** They are the letters A and B, and say nothing without the questions beside them. */
  readonly areLetters: boolean;
}

/**
 * Short names of two questions: what is left where both begin and end with the same words, such as `tennis` and `football`
 * of “Do you like tennis?” and “Do you like football?”; letters where that is nothing, or too long.
 */
export function nameQuestions(first: string, second: string): QuestionNames {
  const [one, other] = [wordsOf(first), wordsOf(second)];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && isSame(one[start], other[start])) start += 1;
  let end = 0;
  while (end < most - start && isSame(one.at(-1 - end), other.at(-1 - end))) end += 1;
  const [left, right] = [one, other].map((words) => words.slice(start, words.length - end).join(' '));
  if (!isShort(left) || !isShort(right)) return { names: LETTERS, areLetters: true };
  return { names: [left, right], areLetters: false };
}

function wordsOf(question: string): string[] {
  return question
    .replace(/[?？！!.。\s]+$/u, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

function isShort(name: string | undefined): name is string {
  return name !== undefined && /[\p{L}\p{N}\p{S}]/u.test(name) && name.length <= MAX_NAME;
}
