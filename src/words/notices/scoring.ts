import { defineWords } from '../define-words.js';

/** What is said of a text that was scored. */
export const scoringNotices = defineWords({
  en: ({ count }) => ({
    'boundaries-matched': () =>
      'The endpoint does not say how it cuts texts: where a token ends is matched with the tokens it lists, and a word that none of them begins counts as one.',
    'scored-as-assistant': ({ continuation }: { readonly continuation: 'prefix' | 'instruction' }) => {
      const how = continuation === 'prefix' ? 'as the start of its own answer' : 'by an instruction';
      return `The model was given the text as an assistant, ${how}; it might go on otherwise with the bare text.`;
    },
    'scored-in-part': ({ tokens, left }: { readonly tokens: number; readonly left: number }) =>
      `Only the first ${tokens} tokens are scored, because each takes a request of its own: ${count(left)} characters are left out.`,
    'unscored-inside-character': ({ tokens }: { readonly tokens: number }) =>
      `${tokens === 1 ? 'One token begins' : `${tokens} tokens begin`} inside a character, where this endpoint cannot be asked.`,
    'unscored-cut-otherwise': ({ tokens }: { readonly tokens: number }) =>
      `${tokens === 1 ? 'One token has' : `${tokens} tokens have`} no figure: the text before it is cut in another way when it stands alone, and this endpoint does not take it as tokens.`,
    'tokens-not-the-text': () =>
      'The tokens do not join to the text exactly: the server changed the text before it read it, or shows parts of characters as �.',
  }),
});
