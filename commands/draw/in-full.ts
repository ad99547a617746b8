import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { type DrawResult, drawnIn } from './result.js';
import { drawWords } from './words.js';

const MAX_ENDING = 60;

/** What **Details** has of many draws: all endings with their counts, and how they were drawn. */
export function drawInFull({ columns, maxTokens, seed, draws }: DrawResult, locale: string): Block[] {
  const words = drawWords(locale);
  const tables = columns.map((column) => {
    const drawn = drawnIn(column);
    const rows = column.endings.map(({ text: ending, isCut, count }) => ({
      figures: [words.figures.count(count), words.figures.percent(count / drawn)],
      label: `${shorten(words.ending(visibleText(ending), isCut), MAX_ENDING, 'both')}${isCut ? ' …' : ''}`,
    }));
    const heading = words.all(column.temperature, column.endings.length, drawn);
    return text(rows.length === 0 ? heading : `${heading}\n${codeBlock(figureTable(words.heads, rows))}`);
  });
  const isOdd = columns.some(({ temperature, endings }) => temperature === 0 && endings.length > 1);
  return [...tables, text([words.how(maxTokens, seed, draws), ...(isOdd ? [words.zero] : [])].join('\n'))];
}
