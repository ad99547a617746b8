import type { AttendedToken } from '../../strip/attended-line.js';
import { tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Where one token of a text looks: an arc to each token that it sees, as thick as its share of the attention. */
export interface AttentionArcs {
  readonly kind: 'attention-arcs';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** In the order of the text; one of them looks. As many as fit on one line: what is left out is one with a name. */
  readonly tokens: readonly AttendedToken[];
}

/** The kind of arcs. */
export const attentionArcs: PictureKind<AttentionArcs> = {
  kind: 'attention-arcs',
  parts: ({ tokens }) => tokens,
  pick: (picture, parts) => ({ ...picture, tokens: parts(picture.tokens) }),
  contents: (_, words) => words.attended.contents,
  *entries({ tokens }, words) {
    for (const { label, weight, looks = false, isNamed = false } of tokens) {
      const name = isNamed ? label : tokenName(label, words);
      yield { name, figures: words.attended.figures(weight, looks) };
    }
  },
};
