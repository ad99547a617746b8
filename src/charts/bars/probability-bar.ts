import type { Interval } from '../../domain/interval.js';
import type { ChartWords } from '../../words/pictures.js';
import { altLabel } from '../text/alt-label.js';

/** How likely one token is. */
export interface ProbabilityBar {
  readonly label: string;
  /** In [0, 1]: the value, or the two ends of what it can be, drawn as a bar to `low`, or of an estimate to `about`, with a whisker from `low` to `high`. */
  readonly probability: Interval;
  /** `kept` is filled; `cut` (by top-k, top-p or min-p) is outlined and hatched, with `note` as the word; `hidden` is hatched. */
  readonly state: 'kept' | 'cut' | 'hidden';
  /** An arrow and bold type. */
  readonly chosen?: boolean | undefined;
  /** A word after the percentage, such as `cut by top-p`. */
  readonly note?: string | undefined;
}

/** How likely the token of a row is, in one of several columns. */
export type BarCell = Omit<ProbabilityBar, 'label'>;

/** In an alt text, the figure of a bar or a cell with what is special about it. */
export function altFigure(cell: BarCell | undefined, words: ChartWords): string {
  const { chosen, notTold, figure } = words.candidates;
  if (!cell) return notTold;
  const remarks = [...(cell.chosen ? [chosen] : []), ...(cell.note ? [altLabel(cell.note, words)] : [])];
  return figure(cell.probability, remarks);
}
