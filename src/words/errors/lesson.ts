import { defineWords } from '../define-words.js';

/** What people are told when a press or an option that several commands have leads nowhere. */
export const lessonErrors = defineWords({
  en: () => ({
    'run-not-kept': ({ days, command }: { days: number; command: string }) =>
      `The run behind this button is no longer kept (runs are kept for ${days} days). Run /${command} again.`,
    'run-of-another-version': ({ command }: { command: string }) =>
      `This button belongs to another version of Tokenscope. Run /${command} again.`,
    'not-opened-from-here': () => 'This cannot be opened from here. Run the command by itself.',
    'not-a-temperature-of-the-menu': () => 'Choose one of the temperatures in the menu.',
  }),
});
