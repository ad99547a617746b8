import { defineWords } from '../src/words/define-words.js';

/** A command to try with one click: one step of the way through what there is to see. */
export interface Step {
  /** What it belongs to, as do the steps around it that say the same. */
  readonly part: string;
  readonly label: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The way into a lesson, with one click. */
export type LessonStart = Omit<Step, 'part'>;

/** What the playground's page says before anything is clicked. */
export interface Introduction {
  readonly name: string;
  readonly headline: string;
  readonly text: string;
  /** What `assets/pictures/welcome.png` shows. */
  readonly picture: string;
  readonly lesson: LessonStart;
  /** First steps, each with a text that shows something. */
  readonly steps: readonly Step[];
}

/** How Tokenscope introduces itself in the playground, with a way through what it shows. */
export const introduction = defineWords({
  en: (): Introduction => ({
    name: 'Tokenscope',
    headline: 'See how a language model writes',
    text: 'A language model, such as the one in a chatbot, writes in small pieces. They are called tokens. It gives every token a chance to come next, and then one of them is drawn. Here you see the tokens and the chances of a real model, and you can change how it draws.',
    picture:
      'What comes after “The cat sat on the”, from the model tokenscope-tiny at temperature 1: a bar for each token. mat 26%, roof 13%, chair 12%, sofa 12%, windows 5.7%, soft 1.4%, 3,997 other tokens together 29%.',
    lesson: { label: 'Take a lesson: predict first, then see what the model does', command: 'lesson', options: {} },
    steps: [
      {
        part: 'Chance, and the pieces of a text',
        label: 'Chance: two questions to the room, and what “given” means',
        command: 'probability',
        options: {},
      },
      {
        part: 'Chance, and the pieces of a text',
        label: 'Tokens: see the pieces that a model reads',
        command: 'tokenize',
        options: { text: 'Tokenization is unbelievably fun, naïve café 🦦!' },
      },
      {
        part: 'Chance, and the pieces of a text',
        label: 'Byte pairs: watch the pieces being joined, one by one',
        command: 'bpe',
        options: { text: 'the cat sat on the mat' },
      },
      {
        part: 'The next word',
        label: 'Guess: everybody guesses, and then the model shows its chances',
        command: 'guess',
        options: {},
      },
      {
        part: 'The next word',
        label: 'Next word: see how likely each one is',
        command: 'nextword',
        options: { prompt: 'The cat sat on the' },
      },
      {
        part: 'The next word',
        label: 'Temperature: make the model careful or wild',
        command: 'temperature',
        options: { prompt: 'The cat sat on the' },
      },
      {
        part: 'The next word',
        label: 'Sampling: cut off unlikely tokens before the draw',
        command: 'sampling',
        options: { prompt: 'The cat sat on the' },
      },
      {
        part: 'The next word',
        label: 'Draw: the same text 20 times, at three temperatures',
        command: 'draw',
        options: { prompt: 'Once upon a time' },
      },
      {
        part: 'Whole texts',
        label: 'Generate: watch a text grow, token by token',
        command: 'generate',
        options: { prompt: 'Once upon a time, there was a' },
      },
      {
        part: 'Whole texts',
        label: 'Beam search: look for the likeliest text of all',
        command: 'beam',
        options: { prompt: 'The cat sat on the' },
      },
      {
        part: 'Whole texts',
        label: 'Surprise: see which word the model did not expect',
        command: 'surprise',
        options: { text: 'The capital of France is pizza, and its king is a very small dog.' },
      },
      { part: 'Whole texts', label: 'Options: how likely is each whole answer?', command: 'options', options: {} },
      {
        part: 'Whole texts',
        label: 'Context: what the model really reads, and what it forgets',
        command: 'context',
        options: {},
      },
      {
        part: 'How a model comes to be',
        label: 'Embeddings: which words are alike to the model?',
        command: 'embed',
        options: {},
      },
      {
        part: 'How a model comes to be',
        label: 'Attention: where does each token look?',
        command: 'attention',
        options: {},
      },
      {
        part: 'How a model comes to be',
        label: 'Training: the same model after few and many steps',
        command: 'training',
        options: {},
      },
      {
        part: 'How a model comes to be',
        label: 'Tuning: from a model that continues to one that answers',
        command: 'tuning',
        options: {},
      },
      {
        part: 'How a model comes to be',
        label: 'Preference: the room votes, and a reward learns from it',
        command: 'prefer',
        options: {},
      },
    ],
  }),
});
