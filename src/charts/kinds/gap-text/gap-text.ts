import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** A text with a gap at its end, which people guess: who has done so is a dot, and what they guessed is not told. */
export interface GapText {
  readonly kind: 'gap-text';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** One. */
  readonly texts: readonly {
    /** Before the gap; of a long one the end is drawn. */
    readonly label: string;
    readonly people: number;
    /** Beside the dots, such as how many people they are. */
    readonly note: string;
  }[];
}

/** Of the text's end in UTF-16 code units: more than a picture has room for. */
const MAX_SHOWN = 600;

/** What is drawn of a text. */
export function shownEnd(text: string): string {
  return text.slice(-MAX_SHOWN);
}

/** The kind of a text with a gap. */
export const gapText: PictureKind<GapText> = {
  kind: 'gap-text',
  parts: ({ texts }) => texts,
  pick: (picture, parts) => ({ ...picture, texts: parts(picture.texts) }),
  otherTexts: ({ texts }) => texts.map(({ note }) => note),
  longTexts: ({ texts }) => ({ texts: texts.map((one) => ({ ...one, label: shownEnd(one.label) })) }),
  contents: (_, words) => words.gapText.contents,
  *entries({ texts }, words) {
    for (const { label, note } of texts) {
      yield { name: words.gapText.text(altLabel(label, words)), figures: words.gapText.note(altLabel(note, words)) };
    }
  },
};
