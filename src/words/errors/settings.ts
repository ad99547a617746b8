import { channelMark } from '../channel-mark.js';
import { defineWords } from '../define-words.js';

interface OfCommand {
  readonly command: string;
}

interface AtMost {
  readonly most: number;
}

const WHO_EN = 'People who manage this server can change that with /settings.';

/** What people are told of what is set for a place, and who may not change it. */
export const settingsErrors = defineWords({
  en: ({ number, count, plural }) => ({
    'may-not-change-settings': () =>
      'Only people who may manage this server can change its settings. Ask one of them, such as the person who made the server.',
    'command-not-allowed': ({ command }: OfCommand) => `/${command} is switched off on this server. ${WHO_EN}`,
    'lesson-without-command': ({ command }: OfCommand) =>
      `This question needs /${command}, which is switched off on this server. Choose **Skip this unit** in the menu. ${WHO_EN}`,
    'channel-not-allowed': ({ channels, more }: { readonly channels: readonly string[]; readonly more: number }) => {
      const named = channels.map(channelMark).join(', ');
      const others = more === 0 ? '' : ` and ${plural(more, { one: 'other channel', other: 'other channels' })}`;
      return `On this server I answer only in ${named}${others}. Go there and try again. ${WHO_EN}`;
    },
    'replies-are-private': () =>
      'On this server only the person who asks sees my replies, and I cannot answer a message that way. Type /ask and your question instead.',
    'temperature-over-highest': ({
      temperature,
      highest,
    }: {
      readonly temperature: number;
      readonly highest: number;
    }) =>
      `The highest temperature on this server is ${number(highest)}, and this asks for ${number(temperature)}. Choose ${number(highest)} or less. ${WHO_EN}`,
    'tokens-over-longest': ({ tokens, longest }: { readonly tokens: number; readonly longest: number }) =>
      `The longest reply on this server has ${count(longest)} tokens, and this asks for ${count(tokens)}. Choose ${count(longest)} or fewer. ${WHO_EN}`,

    'setting-not-number': ({
      setting,
      least,
      most,
    }: {
      readonly setting: string;
      readonly least: number;
      readonly most: number;
    }) =>
      `“${setting}” takes a number from ${number(least)} to ${number(most)}. Type one, or leave the field empty to set it back.`,
    'default-over-highest': ({ temperature, highest }: { readonly temperature: number; readonly highest: number }) =>
      `A usual temperature of ${number(temperature)} would be above the highest one here, which is ${number(highest)}. Choose ${number(highest)} or less, or change the highest first.`,
    'setting-too-long': ({ setting, most }: AtMost & { readonly setting: string }) =>
      `“${setting}” takes up to ${count(most)} entries. Take some away first.`,
    'word-too-short': ({ word }: { readonly word: string }) =>
      `“${word}” cannot be withheld: a word needs at least two letters. Type the whole word.`,
    'word-too-long': ({ most }: AtMost) =>
      `A word that is withheld has up to ${count(most)} characters. Type a shorter one.`,
    'no-words': () => 'There is no word in that. Type words with commas between them.',
    'word-not-listed': ({ word }: { readonly word: string }) =>
      `“${word}” is not on the list, so it cannot be taken off. Check how it is written.`,
    'no-such-place-entry': ({ setting, typed }: { readonly setting: string; readonly typed: string }) =>
      `I cannot read “${typed}” as an entry of “${setting}”. Choose it from Discord's list, or paste its id.`,
    'no-such-language': ({ typed }: { readonly typed: string }) =>
      `I do not know a language “${typed}”. Type a tag such as en, de or fr, or leave the field empty.`,
    'no-such-command': ({ typed }: { readonly typed: string }) =>
      `There is no command “${typed}” that can be switched off.`,
    'not-changed-lately': () => 'There is nothing to set back on this message.',
    'this-command-stays': ({ command }: OfCommand) =>
      `/${command} cannot be switched off: without it nobody could change that.`,
  }),
});
