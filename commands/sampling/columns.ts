import type { BarCell, BarColumn, BarColumns } from '../../src/charts/picture.js';
import type { Interval } from '../../src/domain/interval.js';
import { titleOf } from '../../src/lesson/asking/what-follows.js';
import { describeSampling } from '../../src/lesson/describe/describe-sampling.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { type RunningSum, runningSum } from '../../src/sampling/running-sum.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { formatPercentRange } from '../../src/words/format.js';
import type { SamplingRun } from './run.js';

/** A distribution before, in between and after. */
export interface SamplingStages {
  /** The model's own. */
  readonly own: DistributionRows;
  /** With temperature and cuts. */
  readonly shaped: DistributionRows;
  /** What top-p follows; undefined where it cuts nothing. */
  readonly sum: RunningSum | undefined;
}

export function samplingStages(run: SamplingRun): SamplingStages {
  const { record, candidates, temperature, topK, topP = 1, minP, order } = run;
  const { answer } = record;
  const probabilities = answer.candidates.map(({ logprob }) => probabilityOf(logprob));
  return {
    own: distributionRows({ listed: answer, temperature: 1, count: candidates }),
    shaped: distributionRows({ listed: answer, temperature, topK, topP, minP, order, count: candidates }),
    sum:
      topP < 1 && temperature > 0
        ? runningSum({ ...answer, probabilities, temperature: cutTemperature(run), topK, topP })
        : undefined,
  };
}

/** The temperature of what the cuts look at. */
export function cutTemperature({ temperature, order }: SamplingRun): number {
  return order === 'cuts-first' && temperature > 0 ? 1 : temperature;
}

/** The stages side by side, on one scale: before the draw is the last. */
export function samplingPicture(run: SamplingRun, stages: SamplingStages): BarColumns {
  return {
    kind: 'bar-columns',
    title: titleOf(run.record),
    subtitle: `${describeSampling(run)}${showsCut(stages) ? ' · hatched: cut' : ''}`,
    rows: stages.own.bars.map(({ label, state }) =>
      state === 'hidden' ? { label: 'all others', hidden: true } : { label },
    ),
    columns: columnsOf(run, stages).map(({ title, caption, cells, threshold }) => ({
      title,
      caption,
      cells,
      threshold,
    })),
  };
}

/** Whether a token that has a row is surely cut. */
export function showsCut({ shaped: { bars } }: SamplingStages): boolean {
  return bars.some(({ state }) => state === 'cut');
}

/** The figures of the picture as a table in plain text, with what becomes of each token. */
export function samplingTable(run: SamplingRun, stages: SamplingStages): string {
  const columns = columnsOf(run, stages);
  return figureTable(
    columns.map(({ head }) => head),
    stages.shaped.bars.map(({ label, state, note }, at) => ({
      figures: columns.map(({ cells }) => figureOf(cells[at]?.probability)),
      label: `${label}${state === 'hidden' ? ' together' : ''}${note === undefined ? '' : `   (${note})`}`,
    })),
  );
}

/** Whether some figure is not known exactly. */
export function hasRanges(run: SamplingRun, stages: SamplingStages): boolean {
  return columnsOf(run, stages).some(({ cells }) => cells.some((cell) => figureOf(cell?.probability).includes('–')));
}

function figureOf(probability: Interval | undefined): string {
  return probability === undefined ? '' : formatPercentRange(probability.low, probability.high);
}

interface Column extends BarColumn {
  /** The title in a table. */
  readonly head: string;
}

function columnsOf(run: SamplingRun, { own, shaped, sum }: SamplingStages): Column[] {
  const { temperature, topP } = run;
  const isReshaped = cutTemperature(run) !== 1 && temperature > 0;
  // What is cut is hatched where the cuts find it.
  const found = shaped.bars.map(({ probability, state }, at): BarCell => {
    const before = own.bars[at]?.probability;
    return { probability: isReshaped || before === undefined ? probability : before, state };
  });
  const drawn = shaped.bars.map(({ state, note }, at): BarCell => {
    const probability = shaped.afterCut[at] ?? { low: 0, high: 1 };
    return { probability, state, note };
  });
  return [
    { title: 'before', head: 'before', caption: 'T = 1', cells: cutTemperature(run) === 1 ? found : own.bars },
    ...(isReshaped
      ? [{ title: 'reshaped', head: `T = ${temperature}`, caption: `T = ${temperature}`, cells: found }]
      : []),
    ...(sum === undefined || topP === undefined
      ? []
      : [
          {
            title: 'running sum',
            head: 'sum',
            caption: `up to ${topP}`,
            threshold: topP,
            cells: sumCells(shaped, sum),
          },
        ]),
    { title: 'drawn from', head: 'drawn from', caption: 'sums to 100%', cells: drawn },
  ];
}

/** The sums of the tokens that have a row; all others have none, and neither have those that are cut before. */
function sumCells({ bars, shape }: DistributionRows, { sums }: RunningSum): (BarCell | undefined)[] {
  return bars.map(({ state }, at) => {
    const probability = sums[at];
    if (state === 'hidden' || probability === undefined || shape.candidates[at]?.cutBy === 'top-k') return undefined;
    return { probability, state: 'kept' };
  });
}
