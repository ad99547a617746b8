import { defineWords } from '../define-words.js';

/** What is said of how a server read a prompt. */
export const promptNotices = defineWords({
  en: ({ count, tag }) => ({
    'control-in-text': ({ names }: { readonly names: readonly string[] }) => {
      const list = new Intl.ListFormat(tag).format(names.map((name) => `“${name}”`));
      return `The model reads ${list} in this text as ${names.length === 1 ? 'a control token' : 'control tokens'}, not letter by letter.`;
    },
    'thinks-first': () =>
      'The model thinks before it answers: these are the chances of the first token of its thoughts, not of its answer.',
    'read-end-alone': ({ read, of }: { readonly read: number; readonly of: number }) =>
      `The text is longer than the server’s context window: the server read only the last ${count(read)} of about ${count(of)} tokens.`,
  }),
});
