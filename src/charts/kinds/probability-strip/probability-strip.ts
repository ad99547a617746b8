import { altLabel, tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** A reply as tokens that wrap, each coloured by the probability the model gave it, with the scale shown. */
export interface ProbabilityStrip {
  readonly kind: 'probability-strip';
  readonly title: string;
  /** What the captions under the tokens are, such as `bits of surprise`. */
  readonly captions?: string | undefined;
  readonly tokens: readonly {
    readonly label: string;
    /** Undefined where the endpoint does not tell it: a dashed outline instead of a tint. */
    readonly probability: number | undefined;
    /** The probability is the most it can be: a dashed outline instead of a tint. */
    readonly bound?: boolean | undefined;
    /** Under the token, such as `3.17` or `≥ 12.30`. */
    readonly caption?: string | undefined;
    readonly breakAfter?: boolean | undefined;
  }[];
}

/** The kind of a reply's tokens by their probability. */
export const probabilityStrip: PictureKind<ProbabilityStrip> = {
  kind: 'probability-strip',
  parts: ({ tokens }) => tokens,
  pick: (picture, parts) => ({ ...picture, tokens: parts(picture.tokens) }),
  contents: ({ captions }, words) => words.probabilityStrip.contents(captions),
  *entries({ tokens }, words) {
    const { figures, atMost, notTold } = words.probabilityStrip;
    for (const { label, probability, bound, caption } of tokens) {
      const told = probability === undefined ? notTold : (bound ? atMost : words.figures.percent)(probability);
      const further = caption === undefined || figureIn(caption) === figureIn(told) ? '' : altLabel(caption, words);
      yield { name: tokenName(label, words), figures: figures(told, further) };
    }
  },
};

/** The figure of `≤ 25%` and of `at most 25%`, so that it is not told twice. */
function figureIn(told: string): string | undefined {
  return told.split(' ').at(-1);
}
