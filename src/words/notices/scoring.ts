import { defineWords } from '../define-words.js';

/** What is said of a text that was scored. */
export const scoringNotices = defineWords({
  en: ({ count }) => ({
    'boundaries-matched': () =>
      'The server does not say how it cuts texts. So the text is matched with the tokens that it lists. A word that begins with none of them counts as one token.',
    'scored-as-assistant': ({ continuation }: { readonly continuation: 'prefix' | 'instruction' }) => {
      const how = continuation === 'prefix' ? 'as the start of its own answer' : 'by an instruction';
      return `The model got the text as an assistant, ${how}. With the text alone it might go on in another way.`;
    },
    'scored-in-part': ({ tokens, left }: { readonly tokens: number; readonly left: number }) =>
      `Only the first ${tokens} tokens are looked at, because each one needs its own request. ${count(left)} characters are left out.`,
    'unscored-inside-character': ({ tokens }: { readonly tokens: number }) =>
      `${tokens === 1 ? 'One token begins' : `${tokens} tokens begin`} inside a character, and there this server cannot be asked.`,
    'unscored-cut-otherwise': ({ tokens }: { readonly tokens: number }) =>
      `${tokens === 1 ? 'One token has' : `${tokens} tokens have`} no figure: the text before it is cut in another way when it stands alone, and this server does not take it as tokens.`,
    'tokens-not-the-text': () =>
      'Together the tokens are not exactly the text: the server changed the text before it read it, or it shows parts of characters as �.',
  }),
});
