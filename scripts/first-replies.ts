import type { Invocation } from '../src/playground/people/invocation.js';
import type { Person } from '../src/playground/people/person.js';

/** A reply as somebody who uses a command first meets it. */
export interface FirstReply {
  /** Of the command, and what is special about this use of it. */
  readonly name: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string | number>>;
  /** A button of the reply that is pressed then, whose answer is the reply that is meant. */
  readonly press?: string;
  /** The reply is as long as its text. */
  readonly grows?: boolean;
}

const PARAGRAPH =
  'A language model reads a text as a row of tokens. A token is a word or a part of a word. For every token that could come next the model computes how likely it is. Then one of them is drawn, put behind the text, and everything begins again. So a long answer is made of many small steps, and each of them could have gone another way.';

/** Every command, as its examples use it, and what a paragraph makes of those that show a text. */
export const FIRST_REPLIES: readonly FirstReply[] = [
  { name: 'tokenize', command: 'tokenize', options: { text: 'I love pizza! 我爱披萨 🍕' } },
  { name: 'tokenize a paragraph', command: 'tokenize', options: { text: PARAGRAPH } },
  { name: 'compare encodings', command: 'tokenize', options: { text: 'I love pizza!' }, press: 'Compare encodings' },
  { name: 'nextword', command: 'nextword', options: { prompt: 'The cat sat on the' } },
  {
    name: 'nextword with a cut',
    command: 'nextword',
    options: { prompt: 'Once upon a time, there was a', temperature: 1.5, top_k: 5 },
  },
  { name: 'temperature', command: 'temperature', options: { prompt: 'The cat sat on the' } },
  { name: 'sampling', command: 'sampling', options: { prompt: 'The cat sat on the' } },
  { name: 'generate', command: 'generate', options: { prompt: 'Once upon a time', seed: 4 }, grows: true },
  { name: 'dice', command: 'dice', options: { prompt: 'The cat sat on the', rolls: 100, seed: 3 } },
  { name: 'surprise', command: 'surprise', options: { text: 'The cat sat on the piano.' } },
  { name: 'surprise of a paragraph', command: 'surprise', options: { text: PARAGRAPH } },
  { name: 'ask', command: 'ask', options: { question: 'Why is the sky blue?', seed: 2 }, grows: true },
  {
    name: 'how sure',
    command: 'ask',
    options: { question: 'Why is the sky blue?', seed: 2 },
    press: 'How sure was it?',
  },
  { name: 'why this word', command: 'ask', options: { question: 'Tell me a story', seed: 2 }, press: 'Why this word?' },
  { name: 'compare', command: 'compare', options: { prompt: 'Once upon a time', seed: 3 } },
  { name: 'model', command: 'model', options: {} },
];

/** Uses the command, and gives the id of the finished message. */
export async function makeFirstReply(person: Person, { command, options, press }: FirstReply): Promise<string> {
  const settle = (invocation: Invocation) =>
    invocation.settled(({ components = [] }) => JSON.stringify(components).includes('"label":"Explain"'));
  const message = await settle(person.slash(command, options));
  return press === undefined ? message.id : (await settle(person.press(message.id, press))).id;
}
