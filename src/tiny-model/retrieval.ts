import type { Passage } from './passages.js';
import type { Query } from './query.js';
import { withoutCourtesy } from './query.js';
import { createWordIndex, type Match } from './word-index.js';
import { wordsOf } from './words.js';

/** A passage that fits the query, and how well. */
export interface RetrievedPassage {
  readonly passage: Passage;
  /** 0 to 1. */
  readonly similarity: number;
}

/** What to read beside the text. */
export interface Retrieved {
  /** Best first. */
  readonly passages: readonly RetrievedPassage[];
  /** Answers for a question that no passage fits, all alike; empty when one fits. */
  readonly defaults: readonly Passage[];
}

/** Finds the passages of the corpus that a text is about. */
export interface Retriever {
  retrieve(query: Query): Retrieved;
}

const limit = 16;
const wordsOfQuestion = 60;
const wordsBefore = 30;
const wordsOfProse = 24;
const rememberedQueries = 32;
/** A question less similar than this to every known one is treated as unknown. */
const unknownBelow = 0.58;
/** A passage of prose, or another passage's answer, says less about the right answer than a like question does. */
const indirect = 0.6;
/** Weight of the words said before a question; enough for `And of Italy?`, too little to outvote a whole question. */
const beforeWeight = 0.25;

/**
 * Indexes passages.
 *
 * Questions are compared with questions; what is said before a question counts only a little. A passage whose question
 * has no words at all, such as `Q: ...`, is a default: it answers questions that are unlike every known one.
 */
export function createRetriever(passages: readonly Passage[]): Retriever {
  const questions = passages.filter((passage) => passage.question !== undefined && passage.question.length > 0);
  const defaults = passages.filter((passage) => passage.question?.length === 0);
  const readable = passages.filter((passage) => passage.question?.length !== 0);
  const byQuestion = createWordIndex(questions.map((passage) => passage.question ?? []));
  const byWords = createWordIndex(readable.map((passage) => passage.words));

  const bestOf = (found: Map<Passage, number>, matches: readonly Match[], from: readonly Passage[], factor: number) => {
    for (const { text, similarity } of matches) {
      const passage = from[text];
      if (passage) found.set(passage, Math.max(found.get(passage) ?? 0, similarity * factor));
    }
  };
  const ranked = (found: Map<Passage, number>) =>
    Array.from(found, ([passage, similarity]) => ({ passage, similarity }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit);

  const retrieveProse = (words: readonly string[]): Retrieved => {
    const query = new Map<string, number>();
    for (const [index, word] of words.entries()) query.set(word, 0.93 ** (words.length - 1 - index));
    const found = new Map<Passage, number>();
    bestOf(found, byWords.search(query, { queryOnly: 1, textOnly: 0.02 }, limit), readable, 1);
    return { passages: ranked(found), defaults: [] };
  };

  const retrieveAnswers = (words: readonly string[], before: readonly string[]): Retrieved => {
    const found = new Map<Passage, number>();
    const context: [string, number][] = before.map((word) => [byQuestion.correct(word), beforeWeight]);
    let best = 0;
    for (const variant of [words, withoutCourtesy(words)]) {
      const corrected = variant.map((word) => byQuestion.correct(word));
      const alone = new Map(corrected.map((word): [string, number] => [word, 1]));
      const matches = byQuestion.search(alone, { queryOnly: 0.6, textOnly: 0.6 }, limit);
      best = Math.max(best, matches[0]?.similarity ?? 0);
      bestOf(found, matches, questions, 1);
    }
    const corrected = words.map((word): [string, number] => [byQuestion.correct(word), 1]);
    if (context.length > 0 && best < 0.9) {
      const together = new Map([...context, ...corrected]);
      const matches = byQuestion.search(together, { queryOnly: 0.6, textOnly: 0.6 }, limit);
      best = Math.max(best, matches[0]?.similarity ?? 0);
      bestOf(found, matches, questions, 1);
    }
    const inText = byWords.search(new Map(corrected), { queryOnly: 1, textOnly: 0.02 }, limit);
    bestOf(found, inText, readable, indirect);
    return { passages: ranked(found), defaults: best < unknownBelow ? defaults : [] };
  };

  // A question stays the same for every token of its answer.
  const remembered = new Map<string, Retrieved>();
  return {
    retrieve(query) {
      const before = query.kind === 'question' ? query.before : '';
      const key = `${query.kind}\n${query.text}\n${before}`;
      let retrieved = remembered.get(key);
      if (!retrieved) {
        const words = wordsOf(query.text);
        retrieved =
          query.kind === 'question'
            ? retrieveAnswers(words.slice(0, wordsOfQuestion), wordsOf(before).slice(-wordsBefore))
            : retrieveProse(words.slice(-wordsOfProse));
        if (remembered.size >= rememberedQueries) remembered.clear();
        remembered.set(key, retrieved);
      }
      return retrieved;
    },
  };
}
