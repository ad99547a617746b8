import type { BarColumns } from '../../src/charts/kinds/bar-columns/bar-columns.js';
import type { Interval } from '../../src/domain/interval.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import {
  type DistributionRows,
  distributionRows,
  isEstimated,
  type RowsRequest,
} from '../../src/lesson/rows/distribution-rows.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import type { Language } from '../../src/words/language.js';
import { type TemperatureWords, temperatureWords } from './words.js';

/** What a temperature makes of a distribution. */
export interface Tempered {
  readonly temperature: number;
  readonly rows: DistributionRows;
}

/** Which rows there are, and of what they tell. */
type TemperedRows = Pick<RowsRequest, 'count' | 'counted' | 'isSure'> & { readonly locale: string };

/** The same tokens at each temperature. */
export function temperAll(
  record: NextTokenRecord,
  temperatures: readonly number[],
  { count, counted, isSure, locale }: TemperedRows,
): Tempered[] {
  return temperatures.map((temperature) => ({
    temperature,
    rows: distributionRows({ listed: record.answer, temperature, count, counted, isSure, locale }),
  }));
}

/** The distributions side by side, up to five of them, on one scale. */
export function temperaturePicture(record: NextTokenRecord, tempered: readonly Tempered[], locale: string): BarColumns {
  const words = temperatureWords(locale);
  return {
    kind: 'bar-columns',
    title: titleOf(record, tempered, words),
    rows: (tempered[0]?.rows.bars ?? []).map(({ label, state }) =>
      state === 'hidden' ? { label: words.allOthers, hidden: true } : { label },
    ),
    columns: tempered.map(({ temperature, rows }) => ({ title: words.figures.number(temperature), cells: rows.bars })),
  };
}

function titleOf({ asked }: NextTokenRecord, tempered: readonly Tempered[], words: TemperatureWords): string {
  const [one, ...others] = tempered;
  if (one !== undefined && others.length === 0) return words.titleOfOne(one.temperature);
  return asked.asQuestion === undefined ? words.title : words.replyTitle;
}

/** The figures of such a picture as a table in plain text. */
export function temperatureTable(tempered: readonly Tempered[], locale: string): string {
  const words = temperatureWords(locale);
  const { together, chance } = rowWords(locale);
  const bars = tempered[0]?.rows.bars ?? [];
  return figureTable(
    tempered.map(({ temperature }) => words.temperature(temperature)),
    [
      ...bars.map(({ label, state }, at) => ({
        figures: tempered.map(({ rows }) => chance(rows.bars[at]?.probability ?? { low: 0, high: 1 })),
        label: state === 'hidden' ? label + together : label,
      })),
      {
        figures: tempered.map(({ rows }) => entropyFigure(rows.outcome.entropy, words.figures)),
        label: words.bitsOfEntropy,
      },
    ],
  );
}

/** Whether some figure is not known exactly. */
export function hasRanges(tempered: readonly Tempered[], locale: string): boolean {
  const { isDecimalsRange, isPercentRange } = temperatureWords(locale).figures;
  return tempered.some(({ rows: { bars, outcome } }) => {
    return isDecimalsRange(outcome.entropy, 2) || bars.some(({ probability }) => isPercentRange(probability));
  });
}

/** Whether some figure is an estimate. */
export function hasEstimates(tempered: readonly Tempered[]): boolean {
  return tempered.some(({ rows }) => isEstimated(rows));
}

/** Entropy in bits where there is little room: `1.23`, `1.23–4.56`, `about 3.21 (2.90–3.40)`, or `≥ 1.23`. */
function entropyFigure(entropy: Interval, { decimals, decimalsRange, isDecimalsRange }: Language): string {
  if (entropy.about !== undefined) {
    const range = isDecimalsRange(entropy, 2) ? ` (${decimalsRange(entropy, 2)})` : '';
    return `about ${decimals(entropy.about, 2)}${range}`;
  }
  return Number.isFinite(entropy.high) ? decimalsRange(entropy, 2) : `≥ ${decimals(entropy.low, 2)}`;
}
