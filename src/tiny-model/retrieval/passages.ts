import type { CorpusDocument } from '../language/corpus.js';
import { wordsOf } from '../language/words.js';

/** A stretch of a document that is found by its words. */
export interface Passage {
  /** Number of the document. */
  readonly document: number;
  /** The tokens from `from` up to, not including, `to` are what a reader of this passage may come to. */
  readonly from: number;
  readonly to: number;
  /** Words of the question that the passage answers; undefined for prose. */
  readonly question: readonly string[] | undefined;
  /** All its words. */
  readonly words: readonly string[];
  /** Whether it answers what no other passage does: its question begins with `...`, and words after that are a topic. */
  readonly isDefault: boolean;
}

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
  if (document.turns.length === 0) {
    const words = wordsOf(document.text);
    return [{ document: number, from: 0, to: tokens.length, question: undefined, words, isDefault: false }];
  }
  const passages: Passage[] = [];
  let at = 0;
  let from = 0;
  let asked: string[] = [];
  let words: string[] = [];
  let isDefault = false;
  for (const [index, turn] of document.turns.entries()) {
    if (turn.speaker === 'Q') {
      from = at;
      asked = wordsOf(turn.text);
      isDefault = turn.text.startsWith('...');
      words = [...asked];
    } else {
      words.push(...wordsOf(turn.text));
    }
    const lineEnd = tokens.indexOf(lineBreak, at);
    at = lineEnd < 0 ? tokens.length : lineEnd + 1;
    const ends = document.turns[index + 1]?.speaker !== 'A';
    if (!ends) continue;
    // The line break and the `Q:` after it belong to the answer as well: that is how it ends.
    passages.push({ document: number, from, to: Math.min(at + 2, tokens.length), question: asked, words, isDefault });
  }
  return passages;
}
