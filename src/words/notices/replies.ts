import { defineWords } from '../define-words.js';

/** What is said of a model's reply. */
export const replyNotices = defineWords({
  en: ({ count }) => ({
    'thought-for-too-long': () => 'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    'only-thought': () => 'The model thought, and then wrote no answer. Ask once more.',
    'model-refused': ({ said }: { readonly said: string }) =>
      `The model refused to answer.${said === '' ? '' : ` It said: “${said}”`} Ask in other words, or choose another model.`,
    'answer-held-back': ({ found = '' }: Found) =>
      `The server’s content filter held the answer back${foundBy(found)}. Ask in other words, or choose another model.`,
    'answer-cut-by-filter': ({ found = '' }: Found) =>
      `The server’s content filter ended the answer here${foundBy(found)}. Ask in other words, or choose another model.`,
    'asked-for-tool': () =>
      'The model wanted to call a tool instead of an answer. There are no tools here. Ask in other words.',
    'empty-answer': () => 'The model answered with an empty text.',
    'ended-early': () => 'The connection ended before the model had finished.',
    'without-probabilities': () => 'This server gave no probabilities for the answer.',
    'places-distrusted': ({ places }: { readonly places: number }) =>
      `At ${places === 1 ? 'one token' : `${count(places)} tokens`} the server’s numbers cannot be right, so they are left out.`,
    'probabilities-with-thoughts': () =>
      'There are no probabilities here, because those of the answer could not be told from those of the thoughts.',
    'limit-of-the-server': () =>
      'The server stopped here before the model was done: most likely its context window is full. Start with a shorter text.',
    'probabilities-at-start-alone': () => 'Probabilities came only for the start of the answer.',
  }),
});

interface Found {
  /** The filter's names for what it found, such as `violence`; missing or empty where it tells none. */
  readonly found?: string;
}

function foundBy(found: string): string {
  return found === '' ? '' : ` (its reason: “${found}”)`;
}
