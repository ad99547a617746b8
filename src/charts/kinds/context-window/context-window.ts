import type { PromptPart } from '../../strip/window-bar.js';
import { altLabel, tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How much of its window a model's prompt fills, and its tokens. */
export interface ContextWindow {
  readonly kind: 'context-window';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Tokens that the model can read at once; undefined where nobody tells. */
  readonly window: number | undefined;
  /** What the prompt is made of, in the order of the legend: each with its name and its tokens. */
  readonly parts: readonly { readonly part: PromptPart; readonly name: string; readonly count: number }[];
  /** How many tokens the prompt has, where only its beginning is given. */
  readonly total?: number | undefined;
  readonly tokens: readonly {
    readonly label: string;
    readonly part: PromptPart;
    /** The line ends after this token, since the text has a line break there. */
    readonly breakAfter?: boolean | undefined;
  }[];
}

/** The kind of a prompt in its window; its pages count tokens. */
export const contextWindow: PictureKind<ContextWindow> = {
  kind: 'context-window',
  parts: ({ tokens }) => tokens,
  pick: (picture, parts) => ({ ...picture, tokens: parts(picture.tokens) }),
  otherTexts: ({ parts }) => parts.map(({ name }) => name),
  contents({ window, parts }, words) {
    const told = parts
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => ({ name: altLabel(name, words), count }));
    return words.contextWindow.contents(window, told);
  },
  *entries({ tokens, parts }, words) {
    for (const [at, { label, part }] of tokens.entries()) {
      const isFirst = tokens[at - 1]?.part !== part;
      const name = parts.find((one) => one.part === part)?.name ?? '';
      yield {
        name: tokenName(label, words),
        figures: isFirst ? words.contextWindow.from(altLabel(name, words)) : '',
        goesOn: tokens[at + 1]?.part === part,
      };
    }
  },
};
