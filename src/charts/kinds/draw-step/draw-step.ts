import { altFigure, type ProbabilityBar } from '../../bars/probability-bar.js';
import { barName, cutMiddle, tokenName } from '../../text/alt-label.js';
import { wrappedEnd } from '../../text/bounds.js';
import type { PictureKind } from '../picture-kind.js';

/** Of the text that a step goes on from, in an alt text, in UTF-16 code units. */
const MAX_QUOTE = 100;

/** One step of writing a reply: the text so far, and the distribution that its newest token is drawn from. */
export interface DrawStep {
  readonly kind: 'draw-step';
  readonly title: string;
  /** From 1 on. */
  readonly step: number;
  /** How many steps there are in all. */
  readonly steps: number;
  /** What the distribution follows, as it is; where it is long, its last lines are shown. */
  readonly text: string;
  /** The token that was drawn, highlighted at the end of the text; undefined while none is. */
  readonly token?: string | undefined;
  /** Up to seven, the hidden mass last; of the token that was drawn, `chosen` is true. */
  readonly bars: readonly ProbabilityBar[];
}

/** The kind of one step of a reply. */
export const drawStep: PictureKind<DrawStep> = {
  kind: 'draw-step',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  otherTexts: ({ text, token = '' }) => [text + token],
  longTexts: ({ text }) => ({ text: wrappedEnd(text) }),
  contents: ({ step, steps, text, token }, words) =>
    words.drawStep.contents({
      step,
      steps,
      after: cutMiddle(text.slice(-MAX_QUOTE), MAX_QUOTE),
      drawn: token === undefined ? undefined : tokenName(token, words),
    }),
  *entries({ bars }, words) {
    for (const bar of bars) {
      yield { name: barName(bar.label, words), figures: altFigure(bar, words) };
    }
  },
};
