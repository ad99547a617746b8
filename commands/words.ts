import { defineWords } from '../src/words/define-words.js';

/** A command to try with one click. */
export interface Suggestion {
  readonly label: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What the playground's page says before anything is clicked. */
export interface Introduction {
  readonly name: string;
  readonly headline: string;
  readonly text: string;
  /** What `assets/pictures/welcome.png` shows. */
  readonly picture: string;
  /** First steps, each with a text that shows something. */
  readonly steps: readonly Suggestion[];
}

/** How Tokenscope introduces itself in the playground, with a way through what it shows. */
export const introduction = defineWords({
  en: (): Introduction => ({
    name: 'Tokenscope',
    headline: 'See how a language model writes',
    text: 'A language model, such as the one in a chatbot, writes in small pieces. They are called tokens. It gives every token a chance to come next, and then one of them is drawn. Here you see the tokens and the chances of a real model, and you can change how it draws.',
    picture:
      'What comes after “The cat sat on the”, from the model tokenscope-tiny at temperature 1: a bar for each token. mat 31%, roof 19%, sofa 18%, chair 17%, windows 9.1%, comma and quotation mark 1.7%, 199,993 other tokens together 4.4%.',
    steps: [
      {
        label: 'Tokens: see the pieces that a model reads',
        command: 'tokenize',
        options: { text: 'Tokenization is unbelievably fun, naïve café 🦦!' },
      },
      {
        label: 'Next word: see how likely each one is',
        command: 'nextword',
        options: { prompt: 'The cat sat on the' },
      },
      {
        label: 'Temperature: make the model careful or wild',
        command: 'temperature',
        options: { prompt: 'The cat sat on the' },
      },
      {
        label: 'Sampling: cut off unlikely tokens before the draw',
        command: 'sampling',
        options: { prompt: 'The cat sat on the' },
      },
      {
        label: 'Generate: watch a text grow, token by token',
        command: 'generate',
        options: { prompt: 'Once upon a time, there was a' },
      },
      {
        label: 'Surprise: see which word the model did not expect',
        command: 'surprise',
        options: { text: 'The capital of France is pizza, and its king is a very small dog.' },
      },
    ],
  }),
});
