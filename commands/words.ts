import { defineWords } from '../src/words/define-words.js';

/** A command to try with one click. */
export interface Suggestion {
  readonly label: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What the playground's page offers to try: a way through the lesson, each with a text that shows something. */
export const playgroundSuggestions = defineWords({
  en: (): readonly Suggestion[] => [
    {
      label: 'See a text as the tokens a model reads',
      command: 'tokenize',
      options: { text: 'Tokenization is unbelievably fun, naïve café 🦦!' },
    },
    {
      label: 'See how likely each next word is',
      command: 'nextword',
      options: { prompt: 'The capital of France is' },
    },
    {
      label: 'See what temperature does to that',
      command: 'temperature',
      options: { prompt: 'The capital of France is' },
    },
    {
      label: 'Watch a text being written, word by word',
      command: 'generate',
      options: { prompt: 'Once upon a time, there was a' },
    },
    {
      label: 'See what surprises the model',
      command: 'surprise',
      options: { text: 'The capital of France is pizza, and its king is a very small dog.' },
    },
    { label: 'Ask the model something', command: 'ask', options: { question: 'Why is the sky blue?' } },
  ],
});
