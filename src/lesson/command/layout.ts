import {
  type AnimationBlock,
  type BesideAnimationBlock,
  type Button,
  type GoOnEntry,
  type PictureBlock,
  type Reply,
  text,
} from '../../discord/reply.js';
import type { Place } from './definition.js';
import { explainButton } from './explanation.js';
import type { LinkButton, View, ViewBlock } from './view.js';

/**
 * A reply as a room reads it: one thing, one picture, and the next move. From top to bottom: what was asked, what the reply
 * is made of, the picture, a sentence that says what is to be seen, the buttons, the menu **Go on with…**, and a line of
 * small print. All else is in **Details**.
 */
export interface Layout {
  /** What was asked, in one line; markdown. */
  readonly asked: string;
  /** What grows, such as a text that a model writes: the picture and all that is pressed come after it, at the end. */
  readonly body?: readonly ViewBlock[];
  readonly picture?: PictureBlock | AnimationBlock | undefined;
  /** What is to be seen, in plain words; or what the last press came to. Markdown, of one or two short sentences. */
  readonly sentence: string | BesideAnimationBlock;
  /** What went wrong, or what must be known at once, such as that a reply was cut; lines of markdown. */
  readonly notes?: readonly string[];
  /** At most four, the lesson's move first: **Explain** is the last one. ◀ and ▶ count where the picture has several pages. */
  readonly buttons: readonly (Button | LinkButton)[];
  /** Entries of the menu before those of other commands. */
  readonly goOn?: readonly GoOnEntry[];
  /** What that menu is called, where its own entries are something else than ways to go on. */
  readonly goOnAs?: string | undefined;
  /** What of the result other commands and **Explain** are about, where the reply shows one part of several. */
  readonly part?: string | undefined;
  /** The model and its settings; markdown, in one line. */
  readonly smallPrint: string;
  readonly tone?: Reply['tone'];
}

/** Puts a reply's parts in their order. */
export function layOut(layout: Layout, { runId, locale, page, turn }: Place): View {
  const {
    asked,
    body = [],
    picture,
    sentence,
    notes = [],
    buttons,
    goOn = [],
    goOnAs,
    part,
    smallPrint,
    tone,
  } = layout;
  return {
    tone,
    blocks: [
      text(asked),
      ...body,
      ...(picture === undefined ? [] : [picture.kind === 'picture' ? { page, turn, ...picture } : picture]),
      typeof sentence === 'string' ? text([sentence, ...notes].join('\n')) : sentence,
      ...(typeof sentence === 'string' || notes.length === 0 ? [] : [text(notes.join('\n'))]),
      { kind: 'row', buttons: [...buttons, explainButton(runId, locale, part)] },
      { kind: 'go-on-links', entries: goOn, part, placeholder: goOnAs },
      text(`-# ${smallPrint}`),
    ],
  };
}
