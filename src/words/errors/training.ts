import { defineWords } from '../define-words.js';

/** What people are told when `/training` cannot start from what they wrote. */
export const trainingErrors = defineWords({
  en: ({ plural }) => {
    const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
    return {
      'text-too-short-to-learn': ({ characters: amount, least }: Record<'characters' | 'least', number>) =>
        `This text has ${characters(amount)}. A model needs at least ${characters(least)} to learn something. Paste more of it, or press “Train one here”, where the bot brings a text.`,
      'no-next-word-there': () =>
        'The model does not cut this text where your word begins, so it has no chance of its own. Try a whole word.',
    };
  },
});
