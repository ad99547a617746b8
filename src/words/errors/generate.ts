import { defineWords } from '../define-words.js';

/** What people are told when a press on `/generate` leads nowhere. */
export const generateErrors = defineWords({
  en: ({ plural }) => ({
    'no-such-step': ({ steps }: { readonly steps: number }) =>
      `There is no such step: this text has ${plural(steps, { one: 'step', other: 'steps' })}. Press one of the buttons.`,
  }),
});
