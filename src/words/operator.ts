import { defineWords } from './define-words.js';

/** What whoever runs the bot reads in the terminal. */
export const operatorWords = defineWords({
  en: () => ({
    greeting: (model: string) => ({
      onDiscord: (tag: string, inviteLink: string) =>
        `Tokenscope is ready. It works with ${model} and is on Discord as ${tag}. Invite it: ${inviteLink}`,
      inPlayground: (address: string) => `Tokenscope is ready. It works with ${model}. Open ${address}`,
    }),
    stopping: 'Tokenscope stops when the last replies are finished. Press Ctrl+C again to stop at once.',
    /** A line of the log for who sits at the terminal. */
    logLine: (time: string, level: keyof typeof LEVELS_EN, message: string, why: string, more: string) =>
      `${time} ${LEVELS_EN[level]}${message}${why === '' ? '' : `: ${why}`}${more === '' ? '' : ` (${more})`}`,
    cannotStart: 'Tokenscope cannot start:',
    /** @param kind the error's code or name */
    unforeseen: (hasStarted: boolean, kind: string) =>
      `${hasStarted ? 'Tokenscope has to end' : 'Tokenscope cannot start'}: an unexpected error (${kind}). Start it again.`,
    /** What is wrong with a setting, after its name. */
    setting: {
      noAddress: (example: string) => `must be an address that starts with http:// or https://, such as ${example}`,
      tokenWithSpaces: 'must not contain spaces: copy it again from the Discord developer portal, page Bot',
      addressWithVersion: 'must not end in a version such as /v10: leave that part out',
      keyWithSpaces: 'must not contain spaces: copy the key again',
      notFromTo: (least: number, most: number) => `must be a number from ${least} to ${most}`,
      notWhole: 'must be a whole number',
      noFile: 'must start with file:, such as file:./data/tokenscope.db',
      noneOf: (choices: readonly string[]) => `must be one of ${choices.join(', ')}`,
    },
  }),
});

const LEVELS_EN = {
  trace: '',
  debug: '',
  info: '',
  warn: 'Warning: ',
  error: 'Error: ',
  fatal: 'Error: ',
} as const;
