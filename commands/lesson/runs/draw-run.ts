import { exactly } from '../../../src/domain/interval.js';
import type { DrawResult } from '../../draw/result.js';
import { draw } from '../../draw.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of endings that were drawn a prediction may be about. */
export const drawMeasures = {
  /** How many different endings came at a temperature; not known where fewer were drawn than were to be. */
  different: ({ columns, broken }, [temperature]) => {
    const column = columns.find((one) => String(one.temperature) === temperature);
    if (column === undefined || broken !== undefined) return undefined;
    return { kind: 'number', unit: 'count', value: exactly(column.endings.length) };
  },
} satisfies Measures<DrawResult>;

/** One prompt, continued many times at several temperatures. */
export const drawRun = defineLessonRun(draw, {
  measures: drawMeasures,
});
