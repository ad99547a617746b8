import { altLabel, tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** A text as coloured tokens that wrap, a caption (token id or bytes) under each. */
export interface TokenStrip {
  readonly kind: 'token-strip';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** How many tokens the text has, where only its beginning is given. */
  readonly total?: number | undefined;
  readonly tokens: readonly {
    readonly label: string;
    /** Empty where there is none. */
    readonly caption: string;
    /** Tokens with one number, from 0, share a character and are bracketed together. */
    readonly group?: number | undefined;
    /** The line ends after this token, since the text has a line break there. */
    readonly breakAfter?: boolean | undefined;
    /** Stands around the text, and is none of its own: outlined and hatched, as the subtitle should say. */
    readonly around?: boolean | undefined;
  }[];
  /** What the tokens of each group add up to, by its number: the character itself, written over the bracket. */
  readonly groups?: readonly string[] | undefined;
}

/** The kind of a text's tokens. */
export const tokenStrip: PictureKind<TokenStrip> = {
  kind: 'token-strip',
  parts: ({ tokens }) => tokens,
  pick: (picture, parts) => ({ ...picture, tokens: parts(picture.tokens) }),
  otherTexts: ({ groups = [] }) => groups,
  contents: (_, words) => words.tokenStrip.contents,
  *entries({ tokens, groups }, words) {
    const { around: aroundText, together } = words.tokenStrip;
    for (const [index, { label, caption, group, around }] of tokens.entries()) {
      const name = tokenName(label, words);
      const told = caption && altLabel(caption, words);
      const figures = around ? aroundText(told) : told;
      const character = groups?.[group ?? -1];
      const goesOn = group !== undefined && tokens[index + 1]?.group === group;
      if (!character) yield { name, figures };
      else if (goesOn) yield { name, figures, goesOn };
      else yield { name, figures: together(figures, altLabel(character, words)) };
    }
  },
};
