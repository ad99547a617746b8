import type { ListedTokens } from '../../domain/listed-tokens.js';
import { countOf } from '../../domain/tail.js';
import { ASSUMED_VOCABULARY } from '../../sampling/tail-estimate.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What is said of a prompt and of the distribution that follows it. Markdown, save for titles. */
export const nextTokenWords = defineWords({ en });

function en({ plural, count, percent, tag }: Language) {
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
      const untold = countOf(tail) === Number.POSITIVE_INFINITY ? ' and does not tell how many there are' : '';
      const listed = plural(candidates.length, { one: 'likeliest token', other: 'likeliest tokens' });
      return `-# A range such as 9%–16% (in the picture a thin line) stands where a figure is not fully known, because the server lists only the ${listed}${untold}.`;
    },
    /** What an estimate rests on. */
    estimates: ({ candidates, tail }: ListedTokens) => {
      const listed = plural(candidates.length, { one: 'likeliest token', other: 'likeliest tokens' });
      const size =
        countOf(tail) === Number.POSITIVE_INFINITY
          ? ` It does not tell how many others there are. So Tokenscope takes it that there are at most ${count(ASSUMED_VOCABULARY)} tokens.`
          : '';
      return `-# “About”, in a picture also ≈, marks an **estimate**. The server lists only the ${listed}.${size} How the chances of the others fall from token to token is guessed from those that are listed. The range in brackets (in the picture a thin line) is made so that the true figure lies inside in 95 of 100 cases. This was measured on the models that come with Tokenscope and on made-up chances of up to 200,019 tokens, not on this model.`;
    },
    /** Over a table. */
    sure: '**What is sure,** whatever chances the tokens have that are not listed:',
  };
}

/** What is said of draws that are counted to know more of what is not listed. */
export const sharpenWords = defineWords({
  en: ({ plural, count, number }: Language) => {
    const drawsOf = (amount: number) => plural(amount, { one: 'draw', other: 'draws' });
    return {
      /** Plain text. */
      sharpen: 'Sharpen the estimate',
      sharpenHint: (draws: number, temperature: number) =>
        `Ask the model for ${drawsOf(draws)} at temperature ${number(temperature)} and count them`,
      drawing: (drawn: number, all: number) => `Asking the model for draws… ${count(drawn)} of ${count(all)}`,
      draws: (draws: number) => `counted ${drawsOf(draws)}`,
      /** Markdown. */
      counted: ({ temperature, draws, hidden }: { temperature: number; draws: number; hidden: number }) =>
        `**Counted:** at temperature ${number(temperature)}, with nothing cut, the model drew ${plural(draws, { one: 'token', other: 'tokens' })}. ${count(hidden)} of them ${hidden === 1 ? 'is' : 'are'} not listed.`,
      countedHow:
        '-# How the counts narrow the estimate is Bayes’ rule: for each possible share q of the tokens that are not listed, what was believed of q before × qʰ · (1 − q)ⁿ⁻ʰ, where n is the number of draws and h how many were not listed. Then all of it is scaled to sum to 1.',
    };
  },
});
