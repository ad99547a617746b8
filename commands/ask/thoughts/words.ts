import { defineWords } from '../../../src/words/define-words.js';
import type { Language } from '../../../src/words/language.js';

/** What `/ask` says of a model's thoughts. Markdown, save for labels and the picture's title. */
export const thoughtsWords = defineWords({ en });

/** A token as a sentence names it, with its chance. */
interface NamedToken {
  readonly name: string;
  readonly chance: number;
}

function en({ count, percent, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    button: 'Thoughts',
    at: (temperature: number) => `Thoughts at temperature ${temperature}`,
    hint: 'What the model wrote before its answer',

    thinking: 'The model is thinking before it answers…',
    thinkingSoFar: (characters: number) =>
      `The model is thinking before it answers… (${plural(characters, { one: 'character', other: 'characters' })} so far)`,
    columnThinking: '-# thinking…',

    /** Below an answer. @param amount undefined where nobody counted; `isShown`: the server shows what it thought */
    thoughtFirst: (amount: number | undefined, isShown: boolean) => {
      const start = amount === undefined ? 'The model thought first' : `The model thought first, for ${tokens(amount)}`;
      return isShown
        ? `${start}. The numbers here are about the answer alone.`
        : `${start}. The server does not show ${amount === undefined ? 'what' : 'them'}.`;
    },
    /** Instead of an answer. @param limit tokens that it was given for both */
    usedUp: (limit: number) =>
      `The model **used all ${tokens(limit)} to think**, so none were left for an answer. Press **A longer answer** to give it more.`,
    usedUpAll: (limit: number) =>
      `The model **used all ${tokens(limit)} to think**, so none were left for an answer. It cannot have more. Ask an easier question, or choose another model.`,

    /** In the view of the thoughts. */
    title: 'How likely was each token of the thoughts?',
    summary: (amount: number | undefined) =>
      amount === undefined
        ? 'This is what the model wrote **before its answer**.'
        : `The model wrote **${tokens(amount)}** of thoughts **before its answer**.`,
    least: (number: number, { name, chance }: NamedToken) =>
      `The least likely one was token ${count(number)}, ${name}, with ${percent(chance)}.`,
    page: (page: number, pages: number) => `page ${count(page)} of ${count(pages)}`,
    kept: (kept: number, total: number) => `the strip has the first ${count(kept)} of ${tokens(total)}`,
    untold: 'no chances were told for them',
    apart: 'Thoughts are drawn token by token, as the answer is. They need not be how the model came to its answer.',

    /** In **Details**. */
    inFull: (amount: number | undefined, start: string) =>
      `**Thoughts**${amount === undefined ? '' : `, ${tokens(amount)}`}, which no number of the answer counts:\n${start}`,
    inFullHidden: (amount: number | undefined) =>
      `**Thoughts**${amount === undefined ? '' : `, ${tokens(amount)}`}: the server does not show them, and no number of the answer counts them.`,
  };
}
