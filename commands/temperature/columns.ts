import type { BarColumn, BarColumns } from '../../src/charts/picture.js';
import { titleOf, type WhatFollows } from '../../src/lesson/asking/what-follows.js';
import { describeEntropy, entropyFigure } from '../../src/lesson/describe/describe-entropy.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { formatPercentRange } from '../../src/words/format.js';

/** What a temperature makes of a distribution. */
export interface Tempered {
  readonly temperature: number;
  readonly rows: DistributionRows;
}

/** The same tokens at each temperature. */
export function temperAll(record: WhatFollows, temperatures: readonly number[], count: number): Tempered[] {
  return temperatures.map((temperature) => ({
    temperature,
    rows: distributionRows({ listed: record.answer, temperature, count }),
  }));
}

/** The distributions side by side, up to five of them, on one scale. */
export function temperaturePicture(record: WhatFollows, tempered: readonly Tempered[]): BarColumns {
  return {
    kind: 'bar-columns',
    title: titleOf(record),
    subtitle: `${record.answer.model} · the same distribution at ${tempered.length === 1 ? 'one temperature after another' : 'each temperature'}`,
    rows: (tempered[0]?.rows.bars ?? []).map(({ label, state }) =>
      state === 'hidden' ? { label: 'all others', hidden: true } : { label },
    ),
    columns: tempered.map(columnOf),
  };
}

function columnOf({ temperature, rows: { bars, shape } }: Tempered): BarColumn {
  return { title: `T = ${temperature}`, caption: `${entropyFigure(shape.entropy)} bits`, cells: bars };
}

/** The figures of such a picture as a table in plain text. */
export function temperatureTable(tempered: readonly Tempered[]): string {
  const bars = tempered[0]?.rows.bars ?? [];
  return figureTable(
    tempered.map(({ temperature }) => `T = ${temperature}`),
    [
      ...bars.map(({ label, state }, at) => ({
        figures: tempered.map(({ rows }) => probabilityFigure(rows, at)),
        label: `${label}${state === 'hidden' ? ' together' : ''}`,
      })),
      { figures: tempered.map(({ rows }) => entropyFigure(rows.shape.entropy)), label: 'bits of entropy' },
    ],
  );
}

function probabilityFigure({ bars }: DistributionRows, at: number): string {
  const { low, high } = bars[at]?.probability ?? { low: 0, high: 1 };
  return formatPercentRange(low, high);
}

/** What becomes of the most likely token and of the entropy from the lowest temperature to the highest, in a sentence. */
export function describeChange(tempered: readonly Tempered[], name: string): string {
  const [coldest, hottest] = [tempered[0], tempered.at(-1)];
  if (coldest === undefined || hottest === undefined) return '';
  const [from, to] = [coldest, hottest].map(({ rows }) => probabilityFigure(rows, 0));
  const [less, more] = [coldest, hottest].map(({ rows }) => describeEntropy(rows.shape.entropy));
  return `From T = ${coldest.temperature} to T = ${hottest.temperature}, ${name} goes from **${from}** to **${to}**, and the entropy from **${less}** to **${more}**.`;
}

/** Whether some figure is not known exactly. */
export function hasRanges(tempered: readonly Tempered[]): boolean {
  return tempered.some(({ rows }) => {
    const figures = [entropyFigure(rows.shape.entropy), ...rows.bars.map((_, at) => probabilityFigure(rows, at))];
    return figures.some((figure) => /[–≥]/.test(figure));
  });
}
