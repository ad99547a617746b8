import { altFigure, type ProbabilityBar } from '../../bars/probability-bar.js';
import { barName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How likely each of several things is, such as next tokens: horizontal bars, in the order given. */
export interface ProbabilityBars {
  readonly kind: 'probability-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What the bars show, for the alt text; the chances of next tokens by default. */
  readonly contents?: string | undefined;
  readonly bars: readonly ProbabilityBar[];
}

/** The kind of one distribution. */
export const probabilityBars: PictureKind<ProbabilityBars> = {
  kind: 'probability-bars',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  contents: ({ contents }, words) => contents ?? words.candidates.contents,
  *entries({ bars }, words) {
    for (const bar of bars) {
      yield { name: barName(bar.label, words), figures: altFigure(bar, words) };
    }
  },
};
