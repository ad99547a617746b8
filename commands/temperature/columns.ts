import type { BarColumns } from '../../src/charts/kinds/bar-columns/bar-columns.js';
import type { Interval } from '../../src/domain/interval.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { chanceFigures } from '../../src/words/chance-figure.js';
import type { Language } from '../../src/words/language.js';
import { type TemperatureWords, temperatureWords } from './words.js';

/** What a temperature makes of a distribution. */
export interface Tempered {
  readonly temperature: number;
  readonly rows: DistributionRows;
}

/** The same tokens at each temperature. */
export function temperAll(
  record: NextTokenRecord,
  temperatures: readonly number[],
  count: number,
  locale: string,
): Tempered[] {
  return temperatures.map((temperature) => ({
    temperature,
    rows: distributionRows({ listed: record.answer, temperature, count, locale }),
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
  const together = rowWords(locale).together;
  const bars = tempered[0]?.rows.bars ?? [];
  return figureTable(
    tempered.map(({ temperature }) => words.temperature(temperature)),
    [
      ...bars.map(({ label, state }, at) => ({
        figures: tempered.map(({ rows }) => probabilityFigure(rows, at, words.figures)),
        label: state === 'hidden' ? label + together : label,
      })),
      {
        figures: tempered.map(({ rows }) => entropyFigure(rows.outcome.entropy, words.figures)),
        label: words.bitsOfEntropy,
      },
    ],
  );
}

function probabilityFigure({ bars }: DistributionRows, at: number, { percentRange }: Language): string {
  const { low, high } = bars[at]?.probability ?? { low: 0, high: 1 };
  return percentRange(low, high);
}

/** Whether some figure is not known exactly. */
export function hasRanges(tempered: readonly Tempered[], locale: string): boolean {
  const { isDecimalsRange, isPercentRange } = temperatureWords(locale).figures;
  return tempered.some(({ rows: { bars, outcome } }) => {
    return isDecimalsRange(outcome.entropy, 2) || bars.some(({ probability }) => isPercentRange(probability));
  });
}

/** Entropy in bits where there is little room: `1.23`, `1.23–4.56`, or `≥ 1.23`. */
function entropyFigure(entropy: Interval, { decimals, decimalsRange }: Language): string {
  return Number.isFinite(entropy.high) ? decimalsRange(entropy, 2) : `≥ ${decimals(entropy.low, 2)}`;
}
