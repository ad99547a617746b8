import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import type { BarColumn, BarColumns } from '../../src/charts/kinds/bar-columns/bar-columns.js';
import type { Interval } from '../../src/domain/interval.js';
import { type DistributionRows, distributionRows, isEstimated } from '../../src/lesson/rows/distribution-rows.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { tailOf } from '../../src/lesson/rows/run-listed.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { runEstimatedSum } from '../../src/sampling/estimated-sum.js';
import { type RunningSum, runningSum } from '../../src/sampling/running-sum.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { SamplingResult } from './result.js';
import { samplingWords } from './words.js';

/** A distribution before, in between and after. */
export interface SamplingStages {
  /** The model's own. */
  readonly own: DistributionRows;
  /** With temperature and cuts. */
  readonly shaped: DistributionRows;
  /** What top-p follows; undefined where it cuts nothing. */
  readonly sum: RunningSum | undefined;
}

/** @param isSure whatever the tokens have that are not listed */
export function samplingStages(result: SamplingResult, locale: string, isSure = false): SamplingStages {
  const { record, candidates: count, temperature, topK, topP = 1, minP, order, counted } = result;
  const { answer: listed } = record;
  const rows = { listed, count, counted, isSure, locale };
  return {
    own: distributionRows({ ...rows, temperature: 1 }),
    shaped: distributionRows({ ...rows, temperature, topK, topP, minP, order }),
    sum: topP < 1 && temperature > 0 ? sumOf(result, topP, isSure) : undefined,
  };
}

function sumOf(result: SamplingResult, topP: number, isSure: boolean): RunningSum {
  const { record, topK, counted } = result;
  const { answer } = record;
  const probabilities = answer.candidates.map(({ logprob }) => probabilityOf(logprob));
  const temperature = cutTemperature(result);
  const request = { tail: answer.tail, probabilities, temperature, topK, topP };
  return isSure ? runningSum(request) : runEstimatedSum(request, tailOf(answer, result.temperature, counted));
}

/** The temperature of what the cuts look at. */
export function cutTemperature({ temperature, order }: SamplingResult): number {
  return order === 'cuts-first' && temperature > 0 ? 1 : temperature;
}

/** The stages side by side, on one scale: before the draw is the last. */
export function samplingPicture(result: SamplingResult, stages: SamplingStages, locale: string): BarColumns {
  const words = samplingWords(locale);
  return {
    kind: 'bar-columns',
    title: words.title,
    rows: stages.own.bars.map(({ label, state }) =>
      state === 'hidden' ? { label: words.allOthers, hidden: true } : { label },
    ),
    columns: columnsOf(result, stages, locale).map(({ title, caption, cells, threshold }) => ({
      title,
      caption,
      cells,
      threshold,
    })),
  };
}

/** The figures of the picture as a table in plain text, with what becomes of each token. */
export function samplingTable(result: SamplingResult, stages: SamplingStages, locale: string): string {
  const columns = columnsOf(result, stages, locale);
  const { together } = rowWords(locale);
  return figureTable(
    columns.map(({ head }) => head),
    stages.shaped.bars.map(({ label, state, note }, at) => ({
      figures: columns.map(({ cells }) => figureOf(cells[at]?.probability, locale)),
      label: `${label}${state === 'hidden' ? together : ''}${note === undefined ? '' : `   (${note})`}`,
    })),
  );
}

/** Whether some figure is not known exactly. */
export function hasRanges(result: SamplingResult, stages: SamplingStages, locale: string): boolean {
  const { isPercentRange } = samplingWords(locale).figures;
  const cells = columnsOf(result, stages, locale).flatMap((column) => column.cells);
  return cells.some((cell) => cell !== undefined && isPercentRange(cell.probability));
}

/** Whether some figure is an estimate. */
export function hasEstimates(result: SamplingResult, stages: SamplingStages, locale: string): boolean {
  const cells = columnsOf(result, stages, locale).flatMap((column) => column.cells);
  return (
    isEstimated(stages.shaped) ||
    stages.sum?.left.about !== undefined ||
    cells.some((cell) => cell?.probability.about !== undefined)
  );
}

function figureOf(probability: Interval | undefined, locale: string): string {
  return probability === undefined ? '' : rowWords(locale).chance(probability);
}

interface Column extends BarColumn {
  /** The title in a table. */
  readonly head: string;
}

function columnsOf(result: SamplingResult, { own, shaped, sum }: SamplingStages, locale: string): Column[] {
  const words = samplingWords(locale).columns;
  const { temperature, topP } = result;
  const found = cutTemperature(result);
  const isReshaped = found !== 1 && temperature > 0;
  // What is cut is hatched where the cuts find it.
  const cut = shaped.bars.map(({ probability, state }, at): BarCell => {
    const before = own.bars[at]?.probability;
    return { probability: isReshaped || before === undefined ? probability : before, state };
  });
  const drawn = shaped.bars.map(({ state, note }, at): BarCell => {
    const probability = shaped.afterCut[at] ?? { low: 0, high: 1 };
    return { probability, state, note };
  });
  return [
    { title: words.before, head: words.before, cells: found === 1 ? cut : own.bars },
    ...(isReshaped
      ? [
          {
            title: words.reshaped(temperature),
            head: words.at(temperature),
            caption: words.temperature(temperature),
            cells: cut,
          },
        ]
      : []),
    ...(sum === undefined || topP === undefined
      ? []
      : [
          {
            title: words.runningSum,
            head: words.sum,
            caption: words.upTo(topP),
            threshold: topP,
            cells: sumCells(shaped, sum),
          },
        ]),
    { title: words.after, head: words.after, caption: words.sumsUp, cells: drawn },
  ];
}

/** The sums of the tokens that have a row; all others have none, and neither have those that are cut before. */
function sumCells({ bars, outcome }: DistributionRows, { sums }: RunningSum): (BarCell | undefined)[] {
  return bars.map(({ state }, at) => {
    const probability = sums[at];
    if (state === 'hidden' || probability === undefined || outcome.candidates[at]?.cutBy === 'top-k') return undefined;
    return { probability, state: 'kept' };
  });
}
