import type { ChartWords } from '../../words/pictures.js';
import type { RoomStrip } from '../room/room-strip.js';

/** What pictures of all kinds have. */
export interface AnyPicture {
  readonly kind: string;
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What a room said before it saw the picture: drawn below it, whatever its kind. */
  readonly room?: RoomStrip | undefined;
}

/** What a picture's pages count: a token, a bar, a row or a branch. */
export interface PicturePart {
  readonly label: string;
}

/** Takes the same parts out of each list that it is given. */
export type PickParts = <Part>(all: readonly Part[]) => readonly Part[];

/** Words about one part of a picture. */
export interface AltEntry {
  /** Which part it is, such as `“·sky”`. */
  readonly name: string;
  /** What is told of it, such as `62% (chosen)`: also where somebody points at it. */
  readonly figures: string;
  /** The next part belongs to the same group. */
  readonly goesOn?: boolean;
}

/** All that is to be known of one kind of picture but how it is drawn, so that who describes pictures loads no canvas. */
export interface PictureKind<P extends AnyPicture> {
  readonly kind: P['kind'];
  parts(picture: P): readonly PicturePart[];
  /** The same picture with some of its parts only. */
  pick(picture: P, parts: PickParts): P;
  /** Its texts besides title, subtitle and the labels of its parts, as far as they are drawn: fonts are chosen by them. */
  otherTexts?(picture: P): Iterable<string>;
  /** Texts of which more than their two ends is drawn, each cut to what is. */
  longTexts?(picture: P): Partial<P>;
  /** In an alt text, what the picture shows. */
  contents(picture: P, words: ChartWords): string;
  /** In an alt text, its parts in reading order. */
  entries(picture: P, words: ChartWords): Iterable<AltEntry>;
}
