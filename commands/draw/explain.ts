import { plain } from '../../src/discord/markdown.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { shorten } from '../../src/words/shorten.js';
import { type DrawResult, drawnIn } from './result.js';
import { drawWords } from './words.js';

const MAX_ENDING = 60;

/** What **Explain** tells of many draws: how often one ending came. */
export function explainDraw(result: DrawResult, { runId, locale }: Place): Explanation {
  const words = drawWords(locale);
  const { columns } = result;
  // Where some are the same and others are not.
  const varied = columns.find(({ endings }) => endings.length > 1 && (endings[0]?.count ?? 0) > 1);
  const column = varied ?? columns.find((one) => drawnIn(one) > 0);
  const [ending] = column?.endings ?? [];
  return {
    idea: words.idea,
    example:
      column === undefined || ending === undefined
        ? ''
        : words.example({
            temperature: column.temperature,
            ending: plain(
              `${shorten(words.ending(ending.text, ending.isCut), MAX_ENDING, 'both')}${ending.isCut ? ' …' : ''}`,
            ),
            times: ending.count,
            drawn: drawnIn(column),
            different: column.endings.length,
          }),
    next: words.tryAgain,
    tryIt: { action: 'again', runId, label: words.again },
  };
}
