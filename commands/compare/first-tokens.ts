import { type FirstColumns, firstColumns } from './first.js';
import { columnName } from './names.js';
import { type CompareResult, shownTemperature } from './result.js';

/** Those whose distribution is known. */
export function knownColumns({ columns, firsts }: CompareResult) {
  return columns.flatMap((column) => {
    const first = firsts[column.first ?? -1];
    return first === undefined ? [] : [{ ...column, distribution: first.answer }];
  });
}

/** The first tokens of all texts side by side. */
export function firstTokens(result: CompareResult, rows: number, locale: string, isSure = false): FirstColumns {
  const { what } = result;
  const known = knownColumns(result);
  const firsts = known.map(({ setting, distribution, record }) => ({
    title: columnName(what, setting, known.length, locale),
    distribution,
    temperature: shownTemperature(what, setting),
    drawn: record?.answer.tokens?.[0],
  }));
  return firstColumns(firsts, { sameVocabulary: what !== 'models', rows, isSure, locale });
}
