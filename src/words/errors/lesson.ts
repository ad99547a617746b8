import { defineWords } from '../define-words.js';

interface AmongTemperatures {
  /** So many can be compared. */
  readonly most: number;
  readonly examples: readonly string[];
}

/** What people are told by what several commands share. */
export const lessonErrors = defineWords({
  en: ({ count, plural }) => {
    const upTo = (tokens: number) =>
      tokens === 1
        ? 'Write 1, because it has one token.'
        : `Write a number from 1 to ${count(tokens)}, or what a token says.`;
    const write = ({ most, examples }: AmongTemperatures) =>
      `Write 2 to ${most} different numbers from 0 to 2, such as “${examples.join(', ')}”.`;

    return {
      'run-not-kept': ({ days, command }: { readonly days: number; readonly command?: string | undefined }) =>
        `The numbers behind this button are no longer kept (they are kept for ${plural(days, { one: 'day', other: 'days' })}). ${runAgain(command)}`,
      'run-not-shown-to-you': () =>
        'Only those who were shown this result can open it. Run the command yourself to get one of your own.',
      'run-of-another-version': ({ command }: { readonly command?: string | undefined }) =>
        `This button belongs to another version of Tokenscope. ${runAgain(command)}`,
      'not-opened-from-here': () => 'This cannot be opened from here. Run the command by itself.',
      'message-without-text': () => 'That message has no text. Try it on a message with words.',
      'no-draw-to-count': () => 'The server drew nothing that can be counted, so the estimate stays as it is.',
      'not-a-temperature-of-the-menu': () => 'Choose one of the temperatures in the menu.',

      'no-tokens-to-look-at': () => 'This text has no tokens to look at.',
      'no-such-token-number': ({ number, tokens }: { readonly number: number; readonly tokens: number }) =>
        `There is no token ${count(number)}. ${upTo(tokens)}`,
      'no-such-token': ({ typed, tokens }: { readonly typed: string; readonly tokens: number }) =>
        `No token of this text says “${typed}”. A token is often only a piece of a word, so look at the picture. ${upTo(tokens)}`,

      'one-temperature': (among: AmongTemperatures) =>
        `One temperature cannot be compared with anything. ${write(among)}`,
      'too-many-temperatures': ({ given, ...among }: AmongTemperatures & { readonly given: number }) =>
        `${given} temperatures are too many for one picture. ${write(among)}`,
      'no-temperature': ({ typed, ...among }: AmongTemperatures & { readonly typed: string }) =>
        `“${typed}” is not a number from 0 to 2. ${write(among)}`,
    };
  },
});

function runAgain(command: string | undefined): string {
  return command === undefined ? 'Run the command again.' : `Run /${command} again.`;
}
