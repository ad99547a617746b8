import { isFunctionWord, wordsOf } from '../language/words.js';
import { fitOfAsked } from './asked-for.js';
import { isStatement, namesField, paraphrase } from './paraphrase.js';
import type { Passage } from './passages.js';
import type { Query } from './query.js';
import { createWordIndex, type Match } from './word-index.js';

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

const MAX_PASSAGES = 16;
const MAX_COMPARED = 64;
const MAX_QUESTION_WORDS = 60;
const MAX_WORDS_BEFORE = 30;
const MAX_PROSE_WORDS = 24;
const MAX_REMEMBERED_QUERIES = 32;
/** A question less similar than this to every known one is treated as unknown. */
const UNKNOWN_BELOW = 0.58;
/** The same for a known one that shares the topic and the numbers, such as `temperature`. */
const UNKNOWN_ON_TOPIC_BELOW = 0.44;
/** A passage of prose, or another passage's answer, says less about the right answer than a like question does. */
const INDIRECT_WEIGHT = 0.6;
/** Weight of the words said before a question; enough for `And of Italy?`, too little to outvote a whole question. */
const BEFORE_WEIGHT = 0.5;
/** A word of the query that is only in a passage's answer counts as covered to this part. */
const IN_ANSWER_WEIGHT = 0.5;
/** A known statement or request with more behind it, such as `Tell me a story` with `about a hamster`, still fits. */
const MIN_CONTAINED = 0.6;
const MIN_WORDS_CONTAINED = 3;
/** Of passages that fit alike, those come first that have all words of the question, and have them in the same form. */
const OTHER_FORMS_COST = 0.15;
const UNCOVERED_COST = 0.1;
/** A word such as `seed` is meant as it is in language models, above all where the question says so. */
const OTHER_FIELD_COST = 0.03;
const WRONG_FIELD_COST = 0.3;
/** An answer about other numbers than those that were asked for is hardly ever right. */
const OTHER_NUMBERS_FACTOR = 0.5;
const EVENLY = { queryOnly: 0.6, textOnly: 0.6 };

/**
 * Indexes passages.
 *
 * Questions are compared with questions; what is said before a question counts only a little. A default passage,
 * such as `Q: ...` or `Q: ... temperature`, answers questions that are unlike every known one.
 */
export function createRetriever(passages: readonly Passage[]): Retriever {
  const defaults = passages.filter((passage) => passage.isDefault);
  const readable = passages.filter((passage) => !passage.isDefault && passage.question?.length !== 0);
  const questions = readable.filter((passage) => passage.question !== undefined);
  const byQuestion = createWordIndex(questions.map((passage) => passage.question ?? []));
  const byWords = createWordIndex(readable.map((passage) => passage.words));

  const correct = (word: string) => (byWords.has(word) ? word : byQuestion.correct(word));

  const bestOf = (
    found: Map<Passage, number>,
    matches: readonly Match[],
    from: readonly Passage[],
    factorOf: (passage: Passage) => number,
  ) => {
    for (const { text, similarity } of matches) {
      const passage = from[text];
      if (passage) found.set(passage, Math.max(found.get(passage) ?? 0, similarity * factorOf(passage)));
    }
  };
  const ranked = (found: Map<Passage, number>) =>
    Array.from(found, ([passage, similarity]) => ({ passage, similarity }))
      .filter(({ similarity }) => similarity > 0)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, MAX_PASSAGES);

  const retrieveProse = (words: readonly string[]): Retrieved => {
    const query = new Map<string, number>();
    for (const [index, word] of words.entries()) query.set(word, 0.93 ** (words.length - 1 - index));
    const found = new Map<Passage, number>();
    bestOf(found, byWords.search(query, { queryOnly: 1, textOnly: 0.02 }, MAX_PASSAGES), readable, () => 1);
    return { passages: ranked(found), defaults: [] };
  };

  // A question about another thing often has most of its words in common: `speed of light` and `opposite of light`.
  const coverage = (words: readonly string[], { question = [], words: all }: Passage) => {
    let total = 0;
    let covered = 0;
    for (const word of new Set(words)) {
      const value = byQuestion.idf(word);
      total += value;
      covered += value * (question.includes(word) ? 1 : all.includes(word) ? IN_ANSWER_WEIGHT : 0);
    }
    return total === 0 ? 1 : covered / total;
  };

  /** The defaults whose topic is the most distinctive that the words name. */
  const defaultsFor = (words: readonly string[]) => {
    let most = 0;
    let chosen: Passage[] = [];
    for (const passage of defaults) {
      const topic = passage.question ?? [];
      if (!topic.every((word) => words.includes(word))) continue;
      const value = topic.reduce((sum, word) => sum + byWords.idf(word), 0);
      if (value > most) chosen = [];
      if (value >= most) chosen.push(passage);
      most = Math.max(most, value);
    }
    return chosen;
  };

  const holdsStatement = (words: readonly string[], known: readonly string[]) =>
    known.length >= MIN_WORDS_CONTAINED && isStatement(words) && known.every((word) => words.includes(word));

  const retrieveAnswers = (text: string, words: readonly string[], before: readonly string[]): Retrieved => {
    const found = new Map<Passage, number>();
    const alike = new Map<Passage, number>();
    let best = 0;
    const look = (query: ReadonlyMap<string, number>, asked: readonly string[], factor: number) => {
      for (const { text, similarity } of byQuestion.search(query, EVENLY, MAX_COMPARED)) {
        const passage = questions[text];
        if (!passage) continue;
        const covered = coverage(asked, passage);
        const contains = holdsStatement(asked, passage.question ?? []);
        const askedFor = fitOfAsked(corrected, passage.question ?? []);
        const numbers = hasOtherNumbers(asked, passage.question ?? []) ? OTHER_NUMBERS_FACTOR : 1;
        const whole = contains ? MIN_CONTAINED + 0.3 * covered : 0;
        const fit = Math.max(similarity * covered * numbers, whole) * factor * askedFor;
        found.set(passage, Math.max(found.get(passage) ?? 0, fit));
        alike.set(passage, Math.max(alike.get(passage) ?? 0, similarity));
        best = Math.max(best, fit);
      }
    };
    const even = (asked: readonly string[]) => asked.map((word): [string, number] => [word, 1]);
    const corrected = words.map(correct);
    for (const way of paraphrase(corrected, before.length > 0)) {
      // Freer paraphrases are for questions that the closer ones do not find.
      if (way.weight < best) continue;
      look(new Map(even(way.words)), way.words, way.weight);
    }
    if (before.length > 0 && best < 0.9) {
      const context = before.map((word): [string, number] => [correct(word), BEFORE_WEIGHT]);
      look(new Map([...context, ...even(corrected)]), corrected, 1);
    }
    const inText = byWords.search(new Map(even(corrected)), { queryOnly: 1, textOnly: 0.02 }, MAX_PASSAGES);
    bestOf(found, inText, readable, ({ question }) =>
      question ? INDIRECT_WEIGHT * fitOfAsked(corrected, question) : INDIRECT_WEIGHT,
    );
    bestOf(alike, inText, readable, () => INDIRECT_WEIGHT);
    const numbers = numbersOf(corrected);
    const otherFieldCost = namesField(words) ? WRONG_FIELD_COST : OTHER_FIELD_COST;
    // `Training` and `train` have the same stem, and a closer paraphrase leaves out `in sampling`.
    const forms = contentForms(text);
    for (const [passage, fit] of found) {
      const sameForms = commonPart(forms, contentForms(passage.questionText));
      const covered = coverage(corrected, passage);
      // Where both have numbers, that has been counted.
      const isOff = numbers !== '' && passage.question !== undefined && numbersOf(passage.question) === '';
      const factor = (1 - OTHER_FORMS_COST * (1 - sameForms)) * (1 - UNCOVERED_COST * (1 - covered));
      const field = passage.isOfField ? 1 : 1 - otherFieldCost;
      found.set(passage, fit * factor * field * (isOff ? OTHER_NUMBERS_FACTOR : 1));
    }
    const answers = ranked(found);
    if (best < UNKNOWN_BELOW) {
      const instead = defaultsFor(corrected);
      const topic = instead[0]?.question ?? [];
      const nearest = answers[0]?.passage.question ?? [];
      const needed = [...topic, ...corrected.filter((word) => /\d/.test(word))];
      const isOnTopic = topic.length > 0 && needed.every((word) => nearest.includes(word));
      // What is alike but about something else still shows how such answers are put.
      if (!isOnTopic || best < UNKNOWN_ON_TOPIC_BELOW) return { passages: ranked(alike), defaults: instead };
    }
    // A question that is like enough to a known one is most likely that one, and is answered as surely.
    const sureness = (best + 1) / (2 * best);
    const raised = answers.map(({ passage, similarity }) => ({ passage, similarity: similarity * sureness }));
    return { passages: raised, defaults: [] };
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
            ? retrieveAnswers(query.text, words.slice(0, MAX_QUESTION_WORDS), wordsOf(before).slice(-MAX_WORDS_BEFORE))
            : retrieveProse(words.slice(-MAX_PROSE_WORDS));
        if (remembered.size >= MAX_REMEMBERED_QUERIES) remembered.clear();
        remembered.set(key, retrieved);
      }
      return retrieved;
    },
  };
}

/** The numbers among words, whichever comes first. */
function numbersOf(words: readonly string[]): string {
  return words
    .filter((word) => /^\d+$/.test(word))
    .sort()
    .join();
}

/** Whether both have numbers, and not the same. */
function hasOtherNumbers(words: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [numbersOf(words), numbersOf(others)];
  return one !== '' && other !== '' && one !== other;
}

/** The words that a question is about, as they are written, in small letters. */
function contentForms(text: string): Set<string> {
  const written = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(written.filter((word) => !wordsOf(word).every(isFunctionWord)));
}

/** The part of the words that are among others too; all when there are none. */
function commonPart(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let common = 0;
  for (const word of words) if (others.has(word)) common++;
  return words.size === 0 ? 1 : common / words.size;
}
