// Judges an answer by its form and by the rules of its question, whichever model gave it.

export const KINDS = ['right', 'honest', 'wrong', 'broken'];

const HONEST =
  /\b(do not|don.t|cannot|can.t|could not|couldn.t) (really )?(know|say|tell|answer|remember)|not (sure|certain)|no idea|(only|just) be guessing|knows? only|have (never|not) (seen|read|learned|heard)|not in (the|my) (few )?texts|too (small|hard) (a model )?(for|to)|beyond what/i;

/** A sentence of which more word pairs than this part are in no text is broken. */
const MOST_NEW_PAIRS = 0.5;

/** A sequence of so many words that comes so often shows that the model runs in circles. */
const CIRCLE = { words: 4, times: 3 };

/** @returns each question with what has to match; nothing when only not knowing is right */
export function parseQuestions(content) {
  return content
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text, rule = '', ...more] = line.split('\t').map((part) => part.trim());
      if (rule === '' || more.length > 0) throw new Error(`The line “${line}” is no question and its rule.`);
      if (rule === '?') return { text, right: undefined, mustKnow: false };
      const parts = rule.split(' && ');
      const right = parts.filter((part) => part !== '*').map((part) => new RegExp(part, 'is'));
      return { text, right, mustKnow: parts.includes('*') };
    });
}

const wordsOf = (text) => text.toLowerCase().match(/\p{L}+(?:['’]\p{L}+)*|\p{N}/gu) ?? [];
const sentencesOf = (text) => text.match(/[^.!?]+[.!?]*/g) ?? [];

/**
 * @param documents the texts that the models learnt from: a word that is neither in one nor in the question was put together
 * of pieces
 */
export function createJudge(documents) {
  const words = new Set();
  const pairs = new Set();
  for (const { text } of documents) {
    for (const sentence of sentencesOf(text)) {
      const row = wordsOf(sentence);
      for (const [index, word] of row.entries()) {
        words.add(word);
        if (index > 0) pairs.add(`${row[index - 1]} ${word}`);
      }
    }
  }

  const isWord = (word, asked) => words.has(word) || asked.has(word) || /^\p{N}$/u.test(word);
  const isStrange = (sentence) => {
    const row = wordsOf(sentence);
    const fresh = row.slice(1).filter((word, index) => !pairs.has(`${row[index]} ${word}`)).length;
    return row.length > 3 && fresh > MOST_NEW_PAIRS * (row.length - 1);
  };
  const runsInCircles = (text) => {
    const row = wordsOf(text);
    const seen = new Map();
    for (let at = 0; at + CIRCLE.words <= row.length; at++) {
      const key = row.slice(at, at + CIRCLE.words).join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    return [...seen.values()].some((times) => times >= CIRCLE.times);
  };
  const isBroken = (question, { text, isWhole }) => {
    const said = text.trim();
    if (said === '' || !isWhole || /\uFFFD|<\||(^|\n)[QA]:/.test(said)) return true;
    // An answer is sentences: it begins with a capital, a digit or a mark, and comes to an end.
    if (/^\p{Ll}/u.test(said) || !/[.!?:)"”’`\p{N}\p{Extended_Pictographic}]$/u.test(said)) return true;
    const asked = new Set(wordsOf(question.text));
    if (wordsOf(said).some((word) => !isWord(word, asked))) return true;
    return runsInCircles(said) || sentencesOf(said).some(isStrange);
  };

  return (question, answer) => {
    if (isBroken(question, answer)) return 'broken';
    if (question.right?.every((rule) => rule.test(answer.text))) return 'right';
    return !question.mustKnow && HONEST.test(answer.text) ? 'honest' : 'wrong';
  };
}
