import type { Guess } from '../../strip/guess-cells.js';
import { tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** What a model would say next at several places of its work: a row for each, most likely tokens first. */
export interface GuessRows {
  readonly kind: 'guess-rows';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What stands before each row. */
  readonly rows: readonly string[];
  /** Row by row; each row has a few. */
  readonly guesses: readonly (Guess & {
    /** From 0. */
    readonly row: number;
  })[];
}

/** The kind of rows of guesses; its pages count guesses. */
export const guessRows: PictureKind<GuessRows> = {
  kind: 'guess-rows',
  parts: ({ guesses }) => guesses,
  pick: (picture, parts) => ({ ...picture, guesses: parts(picture.guesses) }),
  otherTexts: ({ rows }) => rows,
  contents: (_, words) => words.attended.guesses,
  *entries({ rows, guesses }, words) {
    for (const [at, { row, label, probability, isBound = false }] of guesses.entries()) {
      const chance = words.attended.chance(probability, isBound);
      const isFirst = guesses[at - 1]?.row !== row;
      const name = tokenName(label, words);
      yield {
        name: isFirst ? words.attended.inRow(rows[row] ?? '', name) : name,
        figures: chance,
        goesOn: guesses[at + 1]?.row === row,
      };
    }
  },
};
