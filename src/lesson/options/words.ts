import { defineWords } from '../../words/define-words.js';

/** Options that several commands have: plain text; descriptions have at most 100 characters. */
export const optionWords = defineWords({
  en: () => ({
    prompt: 'The text to continue',
    temperature: '0 always takes the likeliest token; higher gives unlikely tokens more of a chance (default: 1)',
    topP: 'Keep only the most likely tokens that together reach this probability (default: keep all)',
    topK: 'Keep only so many of the most likely tokens (default: keep all)',
    minP: 'Keep only tokens at least this fraction as likely as the most likely one (default: keep all)',
    seed: 'The same number draws the same tokens again (default: none)',
    model: 'Which of the endpoint’s models answers (default: the channel’s, see /model)',
    candidates: (standard: number) => `How many tokens to chart (default: ${standard})`,

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
