import { setTimeout } from 'node:timers/promises';
import type { Invocation } from '../src/playground/people/invocation.js';
import type { Person } from '../src/playground/people/person.js';

/** A reply as somebody who uses a command first meets it. */
export interface FirstReply {
  /** Of the command, and what is special about this use of it. */
  readonly name: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string | number>>;
  /** An entry of its menu that is chosen first: one that changes it, or one that opens another message. */
  readonly choose?: string;
  readonly open?: string;
  /** Buttons that are pressed then, each on what the one before gave; the reply that is meant comes last. */
  readonly press?: readonly string[];
  /** The reply is as long as its text, and ends with its picture and all that can be pressed. */
  readonly grows?: boolean;
  /** It asks something: up to four answers are buttons beside its own. */
  readonly asks?: boolean;
  /** It shows what the room said below its picture, and why that is right or not. */
  readonly reveals?: boolean;
}

const PARAGRAPH =
  'A language model reads a text as a row of tokens. A token is a word or a part of a word. For every token that could come next the model computes how likely it is. Then one of them is drawn, put behind the text, and everything begins again. So a long answer is made of many small steps, and each of them could have gone another way.';

/** Every command, as its examples use it, and what a paragraph makes of those that show a text. */
export const FIRST_REPLIES: readonly FirstReply[] = [
  { name: 'lesson', command: 'lesson', options: {} },
  { name: 'lesson of one unit', command: 'lesson', options: { unit: 'next-word' } },
  { name: 'tokenize', command: 'tokenize', options: { text: 'I love pizza! 我爱披萨 🍕' } },
  { name: 'tokenize a paragraph', command: 'tokenize', options: { text: PARAGRAPH } },
  { name: 'compare encodings', command: 'tokenize', options: { text: 'I love pizza!' }, press: ['Compare encodings'] },
  { name: 'bpe', command: 'bpe', options: { text: 'the cat sat on the mat' } },
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
  { name: 'draw', command: 'draw', options: { seed: 3 } },
  { name: 'surprise', command: 'surprise', options: { text: 'The cat sat on the piano.' } },
  { name: 'surprise of a paragraph', command: 'surprise', options: { text: PARAGRAPH } },
  { name: 'ask', command: 'ask', options: { question: 'Why is the sky blue?', seed: 2 }, grows: true },
  {
    name: 'how sure',
    command: 'ask',
    options: { question: 'Why is the sky blue?', seed: 2 },
    press: ['How sure was it?'],
  },
  {
    name: 'why this word',
    command: 'ask',
    options: { question: 'Tell me a story', seed: 2 },
    press: ['Why this word?'],
  },
  { name: 'compare', command: 'compare', options: { prompt: 'Once upon a time', seed: 3 } },
  { name: 'beam', command: 'beam', options: { prompt: 'The cat sat on the', seed: 3 } },
  {
    name: 'beam beside a drawn text',
    command: 'beam',
    options: { prompt: 'The cat sat on the', seed: 3 },
    press: ['Beside a drawn text'],
  },
  { name: 'options', command: 'options', options: {} },
  {
    name: 'context',
    command: 'context',
    options: { system: 'You are a friendly teacher.', model: 'tokenscope-tuned' },
  },
  { name: 'guess', command: 'guess', options: {} },
  { name: 'guess a hidden text', command: 'guess', options: { hidden: 'Old Marta' } },
  { name: 'attention', command: 'attention', options: {} },
  { name: 'training', command: 'training', options: { seed: 2 } },
  { name: 'tuning', command: 'tuning', options: { seed: 2 } },
  { name: 'prefer', command: 'prefer', options: { seed: 2 } },
  { name: 'embed', command: 'embed', options: {} },
  { name: 'probability', command: 'probability', options: {} },
  {
    name: 'probability of long questions',
    command: 'probability',
    options: {
      first: 'Have you ever been to another continent?',
      second: 'Can you whistle a whole song from start to end?',
    },
  },
  { name: 'model', command: 'model', options: {} },
  { name: 'settings', command: 'settings', options: {} },
];

const SHELLS = {
  command: 'bpe',
  options: { text: 'She sells sea shells by the sea shore. The shells that she sells are sea shells, I am sure.' },
  open: 'Learn merges from this text',
};

const NEXT_WORD = { command: 'nextword', options: { prompt: 'The cat sat on the', seed: 2 } };

/** What the first press on a reply makes of it. */
export const SECOND_REPLIES: readonly FirstReply[] = [
  {
    name: 'tokenize, bytes',
    command: 'tokenize',
    options: { text: 'I love pizza! 我爱披萨 🍕' },
    press: ['Show bytes'],
  },
  { name: 'tokenize, turned', command: 'tokenize', options: { text: PARAGRAPH }, press: ['▶'] },
  { name: 'tokenize, bytes of a paragraph', command: 'tokenize', options: { text: PARAGRAPH }, press: ['Show bytes'] },
  {
    name: 'bpe, bytes of the characters',
    command: 'bpe',
    options: { text: 'I love pizza! 我爱披萨 🍕' },
    press: ['◀ Back'],
  },
  { name: 'bpe, merged once', command: 'bpe', options: { text: PARAGRAPH }, press: ['Merge ▶'] },
  { name: 'bpe, at the end', command: 'bpe', options: { text: PARAGRAPH }, choose: 'To the end' },
  { name: 'bpe, learned pairs', ...SHELLS },
  { name: 'bpe, how much shorter', ...SHELLS, press: ['How much shorter?'] },
  { name: 'bpe, the text now', ...SHELLS, press: ['The text now'] },
  { name: 'nextword, added', ...NEXT_WORD, press: ['Add “mat”'] },
  { name: 'nextword, rolled', ...NEXT_WORD, press: ['Roll'] },
  { name: 'nextword, rolled twice', ...NEXT_WORD, press: ['Add “mat”', 'Roll', 'Roll'] },
  {
    name: 'nextword, rolled at temperature 2',
    command: 'nextword',
    options: { prompt: 'The cat sat on the', seed: 2, temperature: 2 },
    press: ['Roll', 'Roll', 'Roll', 'Roll', 'Roll'],
  },
  {
    name: 'temperature, animated',
    command: 'temperature',
    options: { prompt: 'The cat sat on the' },
    press: ['Animate'],
  },
  {
    name: 'generate, step by step',
    command: 'generate',
    options: { prompt: 'Once upon a time', seed: 4 },
    press: ['Step by step', 'Next ▶'],
  },
  {
    name: 'generate, beside greedy',
    command: 'generate',
    options: { prompt: 'Once upon a time', seed: 4 },
    press: ['Greedy beside it'],
    grows: true,
  },
  {
    name: 'dice, rolled more',
    command: 'dice',
    options: { prompt: 'The cat sat on the', rolls: 100, seed: 3 },
    press: ['Roll 100 more'],
  },
  { name: 'draw, turned', command: 'draw', options: { prompt: 'The cat sat on the', seed: 3 }, press: ['▶'] },
  {
    name: 'surprise, put there',
    command: 'surprise',
    options: { text: 'The cat sat on the piano.' },
    press: ['Put “mat” there'],
  },
  { name: 'surprise, turned', command: 'surprise', options: { text: PARAGRAPH }, press: ['▶'] },
  {
    name: 'options, long ones',
    command: 'options',
    options: {
      prompt: 'The cat sat on the',
      answers: 'mat | sofa | old wooden chair, which was hers | windows | mat and slept | floor',
    },
  },
  {
    name: 'options, other spellings',
    command: 'options',
    options: { prompt: 'The capital of France is', answers: 'Paris, London, Rome' },
    press: ['Spell “Paris” otherwise'],
  },
  { name: 'context, of a paragraph', command: 'context', options: { text: PARAGRAPH } },
  {
    name: 'context, too long',
    command: 'context',
    options: { text: PARAGRAPH.repeat(4), model: 'tokenscope-tuned' },
  },
  {
    name: 'context, with an answer',
    command: 'ask',
    options: { question: PARAGRAPH, model: 'tokenscope-tuned', seed: 2 },
    open: 'Context',
  },
  { name: 'context, forgotten', command: 'context', options: {}, press: ['Make it forget'] },
  {
    name: 'context, answer forgotten',
    command: 'context',
    options: {},
    press: ['Make it forget', 'Forget an answer'],
  },
  { name: 'guess, revealed', command: 'guess', options: {}, press: ['Reveal'] },
  {
    name: 'guess, hidden word revealed',
    command: 'guess',
    options: { hidden: 'Old Marta' },
    press: ['Reveal'],
  },
  {
    name: 'lesson, first question',
    command: 'lesson',
    options: { unit: 'tokens' },
    press: ['🎓 Start'],
    asks: true,
  },
  {
    name: 'lesson, prediction',
    command: 'lesson',
    options: { unit: 'next-word' },
    press: ['🎓 Start', '🎓 Next'],
  },
  {
    name: 'lesson, revealed',
    command: 'lesson',
    options: { unit: 'next-word' },
    press: ['🎓 Start', '🎓 Next', '🎓 Reveal'],
    reveals: true,
  },
  {
    name: 'lesson, revealed at five temperatures',
    command: 'lesson',
    options: { unit: 'temperature' },
    press: ['🎓 Start', '🎓 Next', '🎓 Reveal', '🎓 Next', '🎓 Reveal'],
    reveals: true,
  },
  { name: 'attention, grid', command: 'attention', options: {}, press: ['As a grid'] },
  { name: 'attention, layers', command: 'attention', options: {}, press: ['Layer by layer'] },
  { name: 'attention, swapped', command: 'attention', options: {}, press: ['Swap “horse” and “cat”'] },
  { name: 'training, chances', command: 'training', options: { seed: 2 }, press: ['Chances'] },
  { name: 'training, loss', command: 'training', options: { seed: 2 }, press: ['Loss curve'] },
  { name: 'probability, answered', command: 'probability', options: {}, press: ['Only tennis'] },
  { name: 'probability, with words', command: 'probability', options: {}, open: 'Now with words' },
  {
    name: 'probability, fewer words',
    command: 'probability',
    options: {},
    open: 'Now with words',
    press: ['Only “cup of”'],
  },
  { name: 'tuning, with examples', command: 'tuning', options: { seed: 2 }, press: ['Give it examples'] },
  { name: 'prefer, closed', command: 'prefer', options: { seed: 2 }, press: ['A', 'Close and reveal'] },
  { name: 'prefer, results', command: 'prefer', options: { seed: 2 }, press: ['A', 'Close and reveal', 'Results'] },
  {
    name: 'prefer, reward',
    command: 'prefer',
    options: { seed: 2 },
    press: ['A', 'Close and reveal', 'Next pair', 'B', 'Close and reveal', 'Results', 'Learn a reward'],
  },
  {
    name: 'prefer, best of eight',
    command: 'prefer',
    options: { seed: 2 },
    press: ['A', 'Close and reveal', 'Results', 'Learn a reward', 'Best of 8'],
  },
  {
    name: 'embed, side by side',
    command: 'embed',
    options: { words: 'cat, dog, horse, bird, bread, milk, cheese, red, green, blue, Monday, Friday' },
    press: ['How alike?'],
  },
  { name: 'embed, nearest', command: 'embed', options: {}, press: ['Nearest words'] },
  { name: 'embed, analogy', command: 'embed', options: {}, press: ['Try an analogy'] },
  {
    name: 'why this word, a place later',
    command: 'ask',
    options: { question: 'Tell me a story', seed: 2 },
    press: ['Why this word?', 'Later place ▶'],
  },
];

/** How often a message that opens is looked at until it is finished. */
const POLL_MS = 50;

/** The menu of every reply. */
const GO_ON = 'Go on with…';

/** Uses the command and presses what is to be pressed, and gives the id of the finished message. */
export async function makeReply(
  person: Person,
  { command, options, choose, open, press = [] }: FirstReply,
): Promise<string> {
  let message = await person.slash(command, options).settled(isFinished);
  if (choose !== undefined) {
    const before = JSON.stringify(message);
    const chosen = person.select(message.id, GO_ON, [choose]);
    message = await chosen.settled((now) => isFinished(now) && JSON.stringify(now) !== before);
  }
  if (open !== undefined) message = await openedBy(person.select(message.id, GO_ON, [open]));
  for (const [at, label] of press.entries()) {
    const before = JSON.stringify(message);
    const pressed = person.press(message.id, label);
    // An animation that comes changes the message, too: what was pressed for has the next button.
    const next = JSON.stringify(press[at + 1] ?? 'Explain');
    message = await pressed.settled((now) => {
      const shown = JSON.stringify(now);
      return isFinished(now) && shown !== before && shown.includes(`"label":${next}`);
    });
  }
  return message.id;
}

async function openedBy(chosen: Invocation): Promise<Awaited<ReturnType<Invocation['settled']>>> {
  for (;;) {
    const message = await chosen.followup(0);
    if (isFinished(message)) return message;
    await setTimeout(POLL_MS);
  }
}

function isFinished({ components = [] }: { readonly components?: readonly unknown[] }): boolean {
  return JSON.stringify(components).includes('"label":"Explain"');
}
