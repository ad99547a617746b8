import type { Card } from '../paint/card.js';
import type { Heading } from '../paint/heading.js';
import type { BarFill } from './bar-fill.js';

/** One horizontal bar, ready to draw. */
export interface BarRow {
  readonly label: string;
  /** `mono` for a token, `sans` for words about tokens. */
  readonly family: 'mono' | 'sans';
  /** Under the label, or beside the value where rows are low. */
  readonly sublabel?: string | undefined;
  /** Share of the axis that is filled, in [0, 1]. */
  readonly low: number;
  /** Share of the axis that the whisker reaches, at least `low`. */
  readonly high: number;
  /** Share of the axis that is filled where the value is an estimate; the line then has a stop at both ends. */
  readonly estimate?: number | undefined;
  readonly value: string;
  readonly note?: string | undefined;
  readonly fill: BarFill;
  /** Bold type. */
  readonly strong: boolean;
  /** An arrow before the label. */
  readonly arrow: boolean;
  /** Label in the quieter ink. */
  readonly quiet: boolean;
  /** Crossed out: it is not drawn from. */
  readonly struck?: boolean | undefined;
}

/** A page of bars. */
export interface BarPage {
  readonly heading: Heading;
  /** At the right end of the title, such as the page's number. */
  readonly aside?: string | undefined;
  readonly rows: readonly BarRow[];
  /** Rows that the page has room for, so that pages of one picture have one shape. */
  readonly slots: number;
  /** Pixels that the card has where the rows are neither many nor few. */
  readonly usualHeight: number;
  /** The whole length of the axis means something, as 100% does, so it is drawn behind the bars. */
  readonly track: boolean;
  /** What stands between the heading and the bars. */
  readonly lead?: { readonly height: number; draw(card: Card): void } | undefined;
  /** The axis does not move with the labels and figures, so that an animation keeps it. */
  readonly steady?: boolean | undefined;
  /** Said instead of bars when there are none. */
  readonly empty: string;
}
