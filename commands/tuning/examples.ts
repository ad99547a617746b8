/** A question with its answer. */
interface Example {
  readonly question: string;
  readonly answer: string;
}

/** Short, and of different kinds, so that what they share is that an answer follows a question. */
const EXAMPLES: readonly Example[] = [
  { question: 'What do cows eat?', answer: 'Cows eat grass and hay.' },
  { question: 'How many days are in a week?', answer: 'There are seven days in a week.' },
  { question: 'What is the opposite of big?', answer: 'The opposite of big is small.' },
  { question: 'Where do fish live?', answer: 'Fish live in the water.' },
];

/** How many stand before a question. */
export const EXAMPLE_COUNT = 3;

const HUMAN = 'Human:';
const ASSISTANT = 'Assistant:';

/**
 * A prompt that makes a base model answer: a conversation whose next words are the answer (few-shot prompting). None of its
 * examples is the question itself.
 *
 * @see Brown et al. 2020, "Language models are few-shot learners"
 */
export function withExamples(prompt: string): string {
  const question = asOneLine(prompt);
  const others = EXAMPLES.filter((example) => lettersOf(example.question) !== lettersOf(question));
  const turns = others.slice(0, EXAMPLE_COUNT).map((example) => {
    return `${HUMAN} ${example.question}\n${ASSISTANT} ${example.answer}\n`;
  });
  return `${turns.join('')}${lastTurn(question)}`;
}

/** The end of such a prompt: what was asked, and where the answer goes. */
export function lastTurn(prompt: string): string {
  return `${HUMAN} ${asOneLine(prompt)}\n${ASSISTANT}`;
}

/** What a base model wrote behind such a prompt: the answer, and whether it then wrote the human's next words. */
export function readTurns(written: string): { readonly answer: string; readonly goesOn: boolean } {
  const next = /\n\s*Human:/.exec(written);
  return { answer: (next === null ? written : written.slice(0, next.index)).trim(), goesOn: next !== null };
}

/** Nothing in it can pass for the next turn. */
function asOneLine(prompt: string): string {
  return prompt.trim().replace(/\s+/g, ' ');
}

function lettersOf(question: string): string {
  return question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
