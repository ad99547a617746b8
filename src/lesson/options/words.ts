import { defineWords } from '../../words/define-words.js';

/** Descriptions of options that several commands have: plain text, at most 100 characters. */
export const optionWords = defineWords({
  en: () => ({
    prompt: 'The text to continue',
    temperature: '0 always takes the most likely token; the higher, the likelier unlikely ones become (default: 1)',
    topP: 'Keep only the most likely tokens that together reach this probability (default: keep all)',
    topK: 'Keep only so many of the most likely tokens (default: keep all)',
    minP: 'Keep only tokens at least this fraction as likely as the most likely one (default: keep all)',
    model: 'Which of the endpoint’s models answers (default: the channel’s, see /model)',
    candidates: (standard: number) => `How many tokens to chart (default: ${standard})`,
  }),
});
