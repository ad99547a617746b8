import { exactly } from '../../../src/domain/interval.js';
import { surpriseOfWord } from '../../surprise/facts.js';
import { keptTokens } from '../../surprise/result.js';
import { surprise } from '../../surprise.js';
import { defineLessonRun } from './lesson-run.js';

/** How surprising the words of a text are. */
export const surpriseRun = defineLessonRun(surprise, {
  measures: {
    /** The bits of some words of the text; of a word that is several tokens, those of all together. */
    bits(result, of) {
      const items = of.flatMap((label) => {
        const { bits, isBound } = surpriseOfWord(keptTokens(result), label) ?? { bits: 0, isBound: true };
        return isBound ? [] : [{ label, value: exactly(bits) }];
      });
      return items.length < of.length ? undefined : { kind: 'ranking', unit: 'bits', items };
    },
  },
});
