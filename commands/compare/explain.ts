import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { firstTokens, knownColumns } from './first-tokens.js';
import { nameOf } from './names.js';
import type { CompareResult } from './result.js';
import { leastPair } from './verdict.js';
import { compareWords } from './words.js';

/** Rows that somebody still adds up by hand. */
const ROWS = 4;

/** Less adds nothing that shows. */
const LEAST = 0.01;

/** What **Explain** tells of a comparison: how many first tokens two settings agree on, added up by hand. */
export function explainCompare(result: CompareResult, { runId, locale }: Place): Explanation {
  const words = compareWords(locale);
  const { what, pairs } = result;
  const known = knownColumns(result);
  const { rows, columns } = firstTokens(result, ROWS, locale);
  const pair = leastPair(pairs);
  const nameAt = (at: number) => {
    const setting = known[at]?.setting;
    return setting === undefined ? '' : nameOf(what, setting, locale, 30);
  };
  const example =
    pair === undefined || columns.length < known.length
      ? words.noExample
      : words.example({
          names: [nameAt(pair.between[0]), nameAt(pair.between[1])],
          rows: rows.slice(0, -1).flatMap(({ label }, row) => {
            const [one, other] = pair.between.map((at) => columns[at]?.cells[row]?.probability);
            const isSeen = Math.max(one?.high ?? 0, other?.high ?? 0) >= LEAST;
            return one === undefined || other === undefined || !isSeen ? [] : [{ label, one, other }];
          }),
          overlap: pair.overlap,
        });
  return {
    idea: words.idea,
    example,
    next: words.next,
    tryIt: { action: 'reseed', runId, label: words.anotherSeed },
  };
}
