import type { CorpusDocument } from '../language/corpus.js';
import { wordsOf } from '../language/words.js';

/** A stretch of a document that is found by its words. */
export interface Passage {
  /** Number of the document. */
  readonly document: number;
  /** The tokens from `from` up to, not including, `to` are what a reader of this passage may come to say. */
  readonly from: number;
  readonly to: number;
  /** The first token of the answer; `from` for prose. */
  readonly answer: number;
  /** Words of the question that the passage answers; undefined for prose. */
  readonly question: readonly string[] | undefined;
  /** The question as it is written; empty for prose. */
  readonly questionText: string;
  /** All its words. */
  readonly words: readonly string[];
  /** Whether it answers what no other passage does: its question begins with `...`, and words after that are a topic. */
  readonly isDefault: boolean;
  /** Whether it is about language models. */
  readonly isOfField: boolean;
}

/** How the names of the corpus files begin that are about language models. */
const FIELD_FILES = 'teaching-';

/**
 * Cuts a document into passages: each question of a conversation with its answer is one, and prose is one as a whole.
 *
 * @param tokens the document's tokens, those of its lines with one line break in between, and one for the end
 */
export function cutPassages(
  document: CorpusDocument,
  number: number,
  tokens: Uint16Array,
  lineBreak: number,
): Passage[] {
  const whole = {
    document: number,
    from: 0,
    to: tokens.length,
    answer: 0,
    question: undefined,
    questionText: '',
    isDefault: false,
    isOfField: document.file?.startsWith(FIELD_FILES) ?? false,
  };
  if (document.turns.length === 0) return [{ ...whole, words: wordsOf(document.text) }];
  const passages: Passage[] = [];
  let at = 0;
  let from = 0;
  let answer = 0;
  let asked = '';
  let question: string[] = [];
  let words: string[] = [];
  for (const [index, turn] of document.turns.entries()) {
    if (turn.speaker === 'Q') {
      from = at;
      asked = turn.text;
      question = wordsOf(asked);
      words = [...question];
    } else {
      words.push(...wordsOf(turn.text));
    }
    const lineEnd = tokens.indexOf(lineBreak, at);
    at = lineEnd < 0 ? tokens.length : lineEnd + 1;
    if (turn.speaker === 'Q') answer = at;
    const ends = document.turns[index + 1]?.speaker !== 'A';
    if (!ends) continue;
    // The line break and the `Q:` after it belong to the answer as well: that is how it ends.
    const to = Math.min(at + 2, tokens.length);
    passages.push({
      ...whole,
      from: document.isHeard ? answer : from,
      to,
      answer,
      question,
      questionText: asked,
      words,
      isDefault: asked.startsWith('...'),
    });
  }
  return passages;
}
