import { exactly } from '../../../src/domain/interval.js';
import { draw } from '../../draw.js';
import { defineLessonRun } from './lesson-run.js';

/** One beginning, continued many times at several temperatures. */
export const drawRun = defineLessonRun(draw, {
  measures: {
    /** How many different endings came at a temperature, the first of what is asked for. */
    different: ({ columns }, [temperature]) => {
      const column = columns.find((one) => String(one.temperature) === temperature);
      return column && { kind: 'number', unit: 'count', value: exactly(column.endings.length) };
    },
  },
});
