import { exactly } from '../../../src/domain/interval.js';
import { draw } from '../../draw.js';
import { defineLessonRun } from './lesson-run.js';

/** One prompt, continued many times at several temperatures. */
export const drawRun = defineLessonRun(draw, {
  measures: {
    /** How many different endings came at a temperature; not known where fewer were drawn than were to be. */
    different: ({ columns, broken }, [temperature]) => {
      const column = columns.find((one) => String(one.temperature) === temperature);
      if (column === undefined || broken !== undefined) return undefined;
      return { kind: 'number', unit: 'count', value: exactly(column.endings.length) };
    },
  },
});
