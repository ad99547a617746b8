import type { AttendedToken } from '../../strip/attended-line.js';
import type { Guess } from '../../strip/guess-cells.js';
import { tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Texts that differ in a little: where the last token of each looks, and what comes next, one below the other. */
export interface SwappedTexts {
  readonly kind: 'swapped-texts';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Text by text: first its tokens, then what may come next, the same tokens in the same order for each. */
  readonly parts: readonly ((({ readonly what: 'token' } & AttendedToken) | ({ readonly what: 'guess' } & Guess)) & {
    /** From 0; two at most. */
    readonly text: number;
  })[];
}

/** The kind of texts that are compared. */
export const swappedTexts: PictureKind<SwappedTexts> = {
  kind: 'swapped-texts',
  parts: ({ parts }) => parts,
  pick: (picture, parts) => ({ ...picture, parts: parts(picture.parts) }),
  contents: (_, words) => words.attended.swapped,
  *entries({ parts }, words) {
    const { attended } = words;
    for (const [at, part] of parts.entries()) {
      const isFirst = parts[at - 1]?.text !== part.text;
      const goesOn = parts[at + 1]?.what === part.what && parts[at + 1]?.text === part.text;
      const own = part.what === 'token' && part.isNamed ? part.label : tokenName(part.label, words);
      const isFirstGuess = part.what === 'guess' && parts[at - 1]?.what !== 'guess';
      const name = isFirst ? attended.ofText(part.text + 1, own) : isFirstGuess ? attended.next(own) : own;
      const figures =
        part.what === 'token'
          ? attended.figures(part.weight, part.looks ?? false, part.isMarked)
          : attended.chance(part.probability, part.isBound ?? false);
      yield { name, figures, goesOn };
    }
  },
};
