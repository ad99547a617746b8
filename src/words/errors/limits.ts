import { defineWords } from '../define-words.js';

/** A limit that was reached. */
interface Reached {
  readonly of: 'commands' | 'tokens';
  /** Whose: each person, channel or server has it, or everybody together. */
  readonly who: 'person' | 'channel' | 'server' | 'all';
  readonly per: 'minute' | 'day';
  readonly most: number;
  readonly seconds: number;
  /** When it ends, as whoever shows the sentence writes it; else it is told by `seconds`. */
  readonly ends?: string | undefined;
}

/** What people are told when they have to wait for others, or for their own. */
export const limitErrors = defineWords({
  en: ({ plural, duration }) => ({
    'limit-reached': ({ of, who, per, most, seconds, ends = `in ${duration(seconds)}` }: Reached) => {
      const what =
        of === 'commands'
          ? `${plural(most, { one: 'command', other: 'commands' })} a ${per}`
          : `${plural(most, { one: 'token', other: 'tokens' })} a ${per} for the model to read and write`;
      const whose = {
        person: `Each person has ${what}, and yours are used up.`,
        channel: `Each channel has ${what}, and those of this one are used up.`,
        server: `Each server has ${what}, and those of this one are used up.`,
        all: `Everybody together has ${what}, and they are used up.`,
      }[who];
      const wayOut = per === 'day' ? ', or ask whoever runs the bot to raise the limit' : '';
      return `${whose} Try again ${ends}${wayOut}.`;
    },
    'too-many-under-way': ({ underWay }: { readonly underWay: number }) =>
      `You have ${plural(underWay, { one: 'reply', other: 'replies' })} that ${underWay === 1 ? 'is' : 'are'} not finished yet. Wait for ${underWay === 1 ? 'it' : 'one of them'}, then try again.`,
    'all-too-many-under-way': ({ most }: { readonly most: number }) =>
      `I work on ${plural(most, { one: 'reply', other: 'replies' })} at the moment, and there is no room for more. Try again in a minute.`,
    'channel-too-busy': ({ seconds }: { readonly seconds: number }) =>
      `Too many people ask me here at once. Try again in ${duration(seconds)}.`,
    'line-full': () => 'So many people are asking the model that the line is full. Try again in a minute.',
    'line-full-for-one': () =>
      'You are asking the model for so much at once that there is no room for more of it in line. Wait for one of your replies, then try again.',
  }),
});
