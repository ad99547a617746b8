import type { ListedTokens } from '../../domain/listed-tokens.js';
import { countOf } from '../../domain/tail.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What is said of a prompt and of the distribution that follows it. Markdown, save for titles. */
export const nextTokenWords = defineWords({ en });

function en({ plural, percent, tag }: Language) {
  const list = new Intl.ListFormat(tag);
  return {
    asking: 'Asking the model what comes next…',
    title: 'What comes next?',
    replyTitle: 'How does the reply begin?',
    firstToken: 'the first token',
    /** @param names of tokens, as `markedTokenName` has them; `most`: what they can have at most, together */
    untold: (names: readonly string[], most: number) =>
      `The server gave no chance for ${list.format(names)}. ${names.length === 1 ? 'It' : 'Together they'} can have at most ${percent(most)}.`,
    ranges: ({ candidates, tail }: ListedTokens) => {
      const count = countOf(tail) === Number.POSITIVE_INFINITY ? ' and does not tell how many there are' : '';
      const listed = plural(candidates.length, { one: 'likeliest token', other: 'likeliest tokens' });
      return `-# A range such as 9%–16% (in the picture a thin line) stands where a figure is not fully known, because the server lists only the ${listed}${count}.`;
    },
  };
}
