import { altFigure, type ProbabilityBar } from '../../bars/probability-bar.js';
import { barName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How likely each next token is: horizontal bars, in the order given. */
export interface ProbabilityBars {
  readonly kind: 'probability-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly bars: readonly ProbabilityBar[];
}

/** The kind of one distribution. */
export const probabilityBars: PictureKind<ProbabilityBars> = {
  kind: 'probability-bars',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  contents: (_, words) => words.candidates.contents,
  *entries({ bars }, words) {
    for (const bar of bars) {
      yield { name: barName(bar.label, words), figures: altFigure(bar, words) };
    }
  },
};
