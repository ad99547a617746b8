import { defineWords } from '../../words/define-words.js';

/** Options that several commands have: plain text; descriptions have at most 100 characters. */
export const optionWords = defineWords({
  en: () => ({
    prompt: 'The text to go on with',
    file: 'The text as a file instead: text, Markdown or code, up to 1 MB',
    temperature: '0: always the likeliest token. Higher: unlikely tokens come more often (default: 1)',
    topP: 'Keep the likeliest tokens until they have this chance together, such as 0.9 (default: keep all)',
    topK: 'Keep only this many of the likeliest tokens (default: keep all)',
    minP: 'Keep tokens that are at least this many times as likely as the likeliest one, such as 0.1',
    seed: 'The same seed draws the same tokens again (default: none)',
    model: 'Which model to ask (default: the model of this channel, see /model)',
    candidates: (standard: number) => `How many tokens the picture shows (default: ${standard})`,

    /** The form that asks for settings. */
    settings: 'How to draw',
    fields: {
      temperature: 'Temperature, 0 to 2 (empty: 1)',
      top_k: 'Top-k, 1 to 1000 (empty: keep all)',
      top_p: 'Top-p, 0.01 to 1 (empty: keep all)',
      min_p: 'Min-p, 0 to 1 (empty: keep all)',
      seed: 'Seed, a whole number (empty: none)',
    },
  }),
});
