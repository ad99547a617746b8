import { codeBlock } from '../../src/discord/markdown.js';
import { text } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { logprobOf } from '../../src/lesson/asking/continuation.js';
import type { View } from '../../src/lesson/command/view.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { figuresOf } from './figures.js';
import type { OptionsResult } from './result.js';
import { markedName } from './sentence.js';
import { optionsWords } from './words.js';

/** Of a long answer its first tokens are listed, and the product is begun with so many factors. */
const MAX_ROWS = 40;
export const MAX_FACTORS = 6;

const MAX_LABEL = 24;

/** One answer token by token, with the product of their chances. */
export function lookAtAnswer(result: OptionsResult, choice: string | undefined, locale: string): View {
  const { answers } = figuresOf(result);
  const answer = answers.find(({ at }) => String(at) === choice);
  if (answer === undefined) throw new UserError('not-opened-from-here');
  const words = optionsWords(locale);
  const { tokens, logprob, share, perToken } = answer;
  const rows = tokens.slice(0, MAX_ROWS).map((token) => {
    const own = logprobOf([token]);
    return {
      figures: [words.chance(own), words.logFigures(own)],
      label: shorten(tokenLabel(token), MAX_LABEL, 'both'),
    };
  });
  const factors = tokens.slice(0, MAX_FACTORS).map((token) => logprobOf([token]));
  return {
    blocks: [
      text(words.seen(markedName(answer.text), tokens.length)),
      text(codeBlock(figureTable(words.seenHeads, rows))),
      text(
        [
          words.product(factors, tokens.length - factors.length, logprob),
          words.mean(perToken, tokens.length),
          words.shareOf(share, answers.length),
        ]
          .filter((line) => line !== '')
          .join('\n'),
      ),
      text(`-# ${lessonWords(locale).smallPrint(result.model)}`),
    ],
  };
}
