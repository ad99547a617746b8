import { altLabel } from '../../text/alt-label.js';
import { bothEnds } from '../../text/bounds.js';
import type { PictureKind } from '../picture-kind.js';

/** Texts one below the other, such as those that several models wrote. */
export interface TextRows {
  readonly kind: 'text-rows';
  readonly title: string;
  readonly rows: readonly {
    /** Who wrote it, or how. */
    readonly label: string;
    /** In a few words what is to be known of it, such as `12 tokens`; beside the label. */
    readonly note?: string | undefined;
    /** What it goes on with, in a quieter ink; short. */
    readonly before?: string | undefined;
    /** As it is; of a long one its beginning is shown. */
    readonly text: string;
  }[];
}

/** Of a row's text in UTF-16 code units: more than a picture has room for. */
const MAX_SHOWN = 1500;

/** Of a row's text, in an alt text and where somebody points at it. */
const MAX_TOLD = 220;

/** What is drawn of a row's text. */
export function shownStart(text: string): string {
  return text.slice(0, MAX_SHOWN);
}

/** The kind of texts. */
export const textRows: PictureKind<TextRows> = {
  kind: 'text-rows',
  parts: ({ rows }) => rows,
  pick: (picture, parts) => ({ ...picture, rows: parts(picture.rows) }),
  otherTexts: ({ rows }) => rows.flatMap(({ note = '', before = '', text }) => [note, before, shownStart(text)]),
  longTexts: ({ rows }) => ({
    rows: rows.map(({ label, note, before, text }) => ({
      label: bothEnds(label),
      note: note && bothEnds(note),
      before: before && bothEnds(before),
      text: shownStart(text),
    })),
  }),
  contents: (_, words) => words.textRows.contents,
  *entries({ rows }, words) {
    const quoted = (shown: string) => words.alt.quoted(altLabel(shown, words));
    for (const { label, note, before, text } of rows) {
      const start = text.length > MAX_TOLD ? `${text.slice(0, MAX_TOLD)}…` : text;
      const figures = words.textRows.figures({
        note: note && altLabel(note, words),
        before: before && quoted(before),
        text: text.trim() === '' ? words.textRows.noText : quoted(start),
      });
      yield { name: altLabel(label, words), figures };
    }
  },
};
