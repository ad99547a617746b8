import { exactly } from '../../../src/domain/interval.js';
import { sum } from '../../../src/sampling/sum.js';
import type { DrawResult } from '../../draw/result.js';
import { draw } from '../../draw.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of endings that were drawn a prediction may be about; not known where fewer were drawn than were to be. */
export const drawMeasures = {
  /** How many different endings came at a temperature. */
  different: (result, [temperature]) => {
    const column = columnOf(result, temperature);
    return column && { kind: 'number', unit: 'count', value: exactly(column.endings.length) };
  },
  /** How many of the endings at a temperature have a word in them: both are asked for, in this order. */
  saying: (result, [temperature, word]) => {
    const column = columnOf(result, temperature);
    if (column === undefined || word === undefined) return undefined;
    const saying = column.endings.filter(({ text }) => text.includes(word));
    return { kind: 'number', unit: 'count', value: exactly(sum(saying.map(({ count }) => count))) };
  },
} satisfies Measures<DrawResult>;

/** One prompt, continued many times at several temperatures. */
export const drawRun = defineLessonRun(draw, { measures: drawMeasures });

function columnOf({ columns, broken }: DrawResult, temperature: string | undefined) {
  return broken === undefined ? columns.find((one) => String(one.temperature) === temperature) : undefined;
}
