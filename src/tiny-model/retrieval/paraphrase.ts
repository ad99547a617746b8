import { isFunctionWord, wordsOf } from '../language/words.js';

/** Openings that add nothing to a question. */
const OPENINGS = [
  'hello',
  'hey',
  'hi',
  'yo',
  'so',
  'ok',
  'okay',
  'and',
  'but',
  'can you',
  'could you',
  'would you',
  'will you',
  'do you know',
  'tell me',
  'explain to me',
  'i want to know',
  'i would like to know',
  'i wonder',
].map(wordsOf);

const DEFINITION_OPENINGS = [
  'explain',
  'define',
  'eli5',
  'describe',
  'about',
  'tell me about',
  'tell me what you know about',
  'what do you know about',
  'what about',
  'meaning of',
  'definition of',
  'what is the meaning of',
  'what is the definition of',
  'what is meant by',
  'i want to learn about',
  'what does the word',
  'what does the term',
].map(wordsOf);

/** Endings that ask for a simple answer. */
const SIMPLY_ENDINGS = [
  'like i am 5',
  'like i was 5',
  'as if i am 5',
  'as if i were 5',
  'like i am 5 years old',
  'like i am a kid',
  'like i am a child',
  'as if i were a child',
  'to a beginner',
  'to a 10 year old',
  'to a 6 year old',
  'simply',
  'to a 5 year old',
  'to a child',
  'to a kid',
  'for kids',
  'for a kid',
  'for dummies',
  'for beginners',
  'for a beginner',
  'in simple terms',
  'in simple words',
  'in plain english',
  'eli5',
].map(wordsOf);

const CLOSINGS = [
  'to me',
  'for me',
  'please',
  'again',
  'exactly',
  'anyway',
  'then',
  'bro',
  'dude',
  'bot',
  'lol',
  'in the world',
  'on earth',
].map(wordsOf);

/** Endings that say that a question is about language models. */
const FIELD_ENDINGS = [
  'in ai',
  'in llm',
  'in a llm',
  'in an llm',
  'in a language model',
  'in language models',
  'of a language model',
  'for llms',
  'in sampling',
  'in machine learning',
  'in ml',
  'in nlp',
  'in chatgpt',
  'in tokenscope',
].map(wordsOf);

const startsWith = (words: readonly string[], start: readonly string[]) =>
  start.length < words.length && start.every((word, index) => words[index] === word);
const endsWith = (words: readonly string[], end: readonly string[]) => startsWith(words.toReversed(), end.toReversed());

const [please] = wordsOf('please');
const EXPLAIN = wordsOf('explain');
const SIMPLY = wordsOf('simply');
const WHAT_IS = wordsOf('what is');

/** The words of a question without polite openings such as `can you tell me` and without `please`. */
export function withoutCourtesy(words: readonly string[]): readonly string[] {
  let rest = words.filter((word) => word !== please);
  for (let opening: readonly string[] | undefined = []; opening; rest = rest.slice(opening?.length ?? 0)) {
    opening = OPENINGS.find((start) => startsWith(rest, start));
  }
  return rest.length > 0 ? rest : words;
}

/** Whether a question ends in `in AI` or the like. */
export function namesField(words: readonly string[]): boolean {
  return FIELD_ENDINGS.some((ending) => endsWith(words, ending));
}

const [about = ''] = wordsOf('about');
const BEGINNINGS = new Set(
  wordsOf('what who whom whose which when where why how is are am was were do does did can could will would should'),
);

/** Whether the words, without courtesy, state or request something instead of asking, and not about something. */
export function isStatement(words: readonly string[]): boolean {
  const [first] = withoutCourtesy(words);
  return first !== undefined && !BEGINNINGS.has(first) && !words.includes(about);
}

/** A way to ask, and how much a match with it counts. */
export interface Paraphrase {
  readonly words: readonly string[];
  /** 0 to 1. */
  readonly weight: number;
}

/**
 * A question as it was asked, and other ways to ask the same: without courtesy, without `in AI` and the like at its end,
 * `like I'm five` as `simply`, `explain X`, `tell me about X` and a bare `X` as `what is X`, and of its kin: an LLM, an AI.
 *
 * @param isFollowUp whether something was asked before, so that a bare `X` may ask something else about `X`
 */
export function paraphrase(words: readonly string[], isFollowUp: boolean): Paraphrase[] {
  const plain = withoutCourtesy(words);
  let core = plain;
  let isSimple = false;
  for (
    let ending: readonly string[] | undefined = [];
    ending;
    core = core.slice(0, core.length - (ending?.length ?? 0))
  ) {
    const simpler = SIMPLY_ENDINGS.find((end) => endsWith(core, end));
    isSimple ||= simpler !== undefined;
    ending = simpler ?? [...CLOSINGS, ...FIELD_ENDINGS].find((end) => endsWith(core, end));
  }
  const ways: Paraphrase[] = [
    { words, weight: 1 },
    { words: plain, weight: 1 },
    { words: core, weight: 0.97 },
  ];
  const opening = DEFINITION_OPENINGS.filter((start) => startsWith(core, start)).sort((a, b) => b.length - a.length)[0];
  const subject = opening ? core.slice(opening.length) : core;
  if (isSimple) {
    const content = subject.filter((word) => !isFunctionWord(word));
    ways.push({ words: [...EXPLAIN, ...content, ...SIMPLY], weight: 0.97 });
  }
  const isBare = core.length < 4 && !isFollowUp;
  if (opening || isSimple || isBare) ways.push({ words: [...WHAT_IS, ...subject], weight: isSimple ? 0.85 : 0.97 });
  return [...ways, ...otherSubjects(core).map((other) => ({ words: other, weight: 0.9 }))];
}

// What is asked of one of these holds for the others more often than not.
const KIN = ['large language model', 'language model', 'chatgpt', 'gpt', 'ai', 'model'].map(wordsOf);

function otherSubjects(words: readonly string[]): (readonly string[])[] {
  const named = KIN.find((names) => names.every((name) => words.includes(name)));
  if (!named) return [];
  const rest = words.filter((word) => !named.includes(word));
  return KIN.filter((names) => names !== named && names.length < 3).map((names) => [...rest, ...names]);
}
