import { endOf, writtenText } from '../../src/lesson/record/text-record.js';
import { nameOf } from './names.js';
import { findTextParting, type TextParting } from './parting.js';
import type { CompareResult } from './result.js';

/** Where the finished texts part; undefined where there are no two. */
export function partingOf({ what, columns }: CompareResult, locale: string): TextParting | undefined {
  const texts = columns.flatMap((column) => {
    const { setting, record } = column;
    if (record === undefined) return [];
    const { tokens } = record.answer;
    const isWhole = tokens?.length === record.total;
    return [
      {
        name: nameOf(what, setting, locale),
        text: writtenText(column),
        tokens: isWhole ? tokens : undefined,
        end: endOf(record),
      },
    ];
  });
  return texts.length < 2 ? undefined : findTextParting(texts, what !== 'models');
}
