import { logprobOf } from '../../src/lesson/asking/continuation.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { type AllFigures, type AnswerFigures, figuresOf } from './figures.js';
import { MAX_FACTORS } from './look.js';
import type { OptionsResult } from './result.js';
import { markedName, nameOf } from './sentence.js';
import { respelledOf } from './view.js';
import { optionsWords } from './words.js';

/** What **Explain** tells of some answers: a product of chances, and one answer's part of all. */
export function explainOptions(result: OptionsResult, { runId, locale }: Place): Explanation {
  const words = optionsWords(locale);
  const figures = figuresOf(result);
  const { answers } = figures;
  // A product of several factors shows more.
  const shown = answers.find(({ tokens }) => tokens.length > 1) ?? answers[0];
  const respelled = respelledOf(figures);
  return {
    idea: words.idea,
    example: shown === undefined ? '' : words.example(exampleOf(shown, figures)),
    next: respelled === undefined ? words.nextWord : words.nextSpellings,
    tryIt:
      respelled === undefined
        ? linkTo('nextword')
        : { action: 'spell', runId, label: words.spellings(nameOf(respelled.text)) },
  };
}

function exampleOf(shown: AnswerFigures, { sum }: AllFigures) {
  const { text, tokens, logprob, share } = shown;
  const factors = tokens
    .slice(0, MAX_FACTORS)
    .map((token) => ({ label: tokenLabel(token), logprob: logprobOf([token]) }));
  return {
    answer: markedName(text),
    factors,
    leftOut: tokens.length - factors.length,
    logprob,
    sum,
    share,
  };
}
