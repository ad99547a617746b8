import type { BarPart, PromptPart } from '../../strip/window-bar.js';
import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Several prompts in one window, each with what came of it. */
export interface WindowRows {
  readonly kind: 'window-rows';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Tokens that the model can see at once. */
  readonly window: number;
  /** What each part is. */
  readonly names: readonly { readonly part: PromptPart; readonly name: string }[];
  readonly rows: readonly {
    readonly label: string;
    /** From the oldest on; those that are `gone` come first. */
    readonly segments: readonly BarPart[];
    /** How likely the word is; `isBound`: no more than that. Undefined where nobody tells it. */
    readonly chance?: { readonly probability: number; readonly isBound: boolean } | undefined;
    /** What came, where it is no chance: whether the word is there, and what was said. */
    readonly value?: string | undefined;
    readonly said?: string | undefined;
  }[];
}

/** The kind of prompts in one window; its pages count rows. */
export const windowRows: PictureKind<WindowRows> = {
  kind: 'window-rows',
  parts: ({ rows }) => rows,
  pick: (picture, parts) => ({ ...picture, rows: parts(picture.rows) }),
  otherTexts: ({ names, rows }) => [
    ...names.map(({ name }) => name),
    ...rows.flatMap(({ value = '', said = '' }) => [value, said]),
  ],
  contents: (_, words) => words.contextWindow.rows,
  *entries({ rows, names }, words) {
    const { row: told, atMost, chance: plainly } = words.contextWindow;
    for (const { label, segments, chance, value = '', said } of rows) {
      const seen = segments.map(({ part, count }) => ({
        name: altLabel(names.find((one) => one.part === part)?.name ?? '', words),
        count,
      }));
      const came =
        chance === undefined
          ? [value, ...(said === undefined ? [] : [said])].map((one) => altLabel(one, words)).join(', ')
          : (chance.isBound ? atMost : plainly)(chance.probability);
      yield { name: altLabel(label, words), figures: `(${told(seen, came)})` };
    }
  },
};
