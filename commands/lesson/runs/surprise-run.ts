import { exactly } from '../../../src/domain/interval.js';
import { surpriseOfWord } from '../../surprise/facts.js';
import { keptTokens, type SurpriseResult } from '../../surprise/result.js';
import { surprise } from '../../surprise.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of how surprising words are a prediction may be about. */
export const surpriseMeasures = {
  /** The bits of some words of the text; of a word that is several tokens, those of all together. */
  bits(result, of) {
    const items = of.flatMap((label) => {
      const { bits, isBound } = surpriseOfWord(keptTokens(result), label) ?? { bits: 0, isBound: true };
      return isBound ? [] : [{ label, value: exactly(bits) }];
    });
    return items.length < of.length ? undefined : { kind: 'ranking', unit: 'bits', items };
  },
} satisfies Measures<SurpriseResult>;

/** How surprising the words of a text are. */
export const surpriseRun = defineLessonRun(surprise, {
  measures: surpriseMeasures,
});
