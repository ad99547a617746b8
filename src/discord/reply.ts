import type { Picture } from '../charts/kinds/registry.js';
import type { Frame } from '../charts/picture.js';

/**
 * What a command shows: blocks from top to bottom of one card. It says nothing of Discord's components; `present.ts`
 * turns it into messages and keeps their limits.
 */
export interface Reply {
  readonly blocks: readonly Block[];
  /** `error` colours the card's edge as a warning. */
  readonly tone?: 'normal' | 'error' | undefined;
  /** Only who asked sees it, wherever the command's answers go: nothing came of what was asked. */
  readonly isPrivate?: boolean | undefined;
  /** What only who pressed is told besides, in a message of its own: such as how they have voted. */
  readonly aside?: Reply | undefined;
  /** The name of a thread to open from the message, in which the conversation goes on. */
  readonly thread?: string | undefined;
  /** Of a reply that is under way: what is written is whole, so that there is nothing left to stop. */
  readonly isWhole?: boolean | undefined;
  /** Shows the same as it is by now, where others may change it; without effects. */
  readonly anew?: (() => Promise<Reply>) | undefined;
}

/**
 * A reply that is made when it is looked at, and so never where a newer one comes first: for what changes faster than it
 * is shown.
 */
export function lazyReply(make: () => Reply): Reply {
  let made: Reply | undefined;
  const reply = (): Reply => {
    made ??= make();
    return made;
  };
  return {
    get blocks() {
      return reply().blocks;
    },
    get tone() {
      return reply().tone;
    },
  };
}

export type Block =
  | TextBlock
  | PictureBlock
  | AnimationBlock
  | BesideAnimationBlock
  | FileBlock
  | ButtonsBlock
  | MenuBlock
  | GoOnBlock;

/** Discord markdown. Text of users goes through `plain`, text of models through `modelMarkdown` before. */
export interface TextBlock {
  readonly kind: 'text';
  readonly markdown: string;
  /**
   * Where the text may be longer than a few messages hold: it then goes, whole, into this file. `isCut`: it is longer, and
   * the markdown is of its beginning only.
   */
  readonly overflow?: { readonly fileName: string; readonly content: string; readonly isCut?: boolean } | undefined;
  /** Only says what is under way: when the run fails, it goes, and the rest of what is shown stays. */
  readonly passing?: boolean | undefined;
}

/** What to draw: one picture, of which one page is shown. */
export interface PictureBlock {
  readonly kind: 'picture';
  readonly picture: Picture;
  /** Of the file, without ending. */
  readonly name: string;
  /** From 0; the first by default, and the last where there are fewer. */
  readonly page?: number | undefined;
  /** Where a press leads that shows another page: ◀ and ▶ begin the row of buttons below a picture of several pages. */
  readonly turn?: ((page: number) => PressTarget) | undefined;
}

/** What is to move: a still picture stands there until the animation is drawn, which takes seconds. */
export interface AnimationBlock {
  readonly kind: 'animation';
  /** Made when the animation is drawn, and so never where nobody waits for it. */
  readonly frames: () => readonly Frame[];
  readonly still: Picture;
  /** Of the files, without ending. */
  readonly name: string;
  /** What the animation shows in words: by default its first and its last picture. */
  readonly alt?: (() => string) | undefined;
}

/** What depends on whether the reply's animation comes or is there, or could not be drawn. */
export interface BesideAnimationBlock {
  readonly kind: 'beside-animation';
  readonly there: readonly (TextBlock | ButtonsBlock)[];
  readonly missing: readonly (TextBlock | ButtonsBlock)[];
}

export interface FileBlock {
  readonly kind: 'file';
  readonly name: string;
  readonly data: Buffer;
}

/** What a press on a button or a choice in a menu leads to: an action of a command, on one stored run. */
export interface PressTarget {
  /** The command that replies, by default. */
  readonly command?: string | undefined;
  readonly action: string;
  readonly runId: string;
  readonly value?: string | undefined;
}

export interface ButtonsBlock {
  readonly kind: 'buttons';
  /** Any number: five stand in a row. */
  readonly buttons: readonly Button[];
}

export interface Button extends PressTarget {
  /** At most 80 characters; longer ones are shortened. */
  readonly label: string;
  readonly style?: 'primary' | 'secondary' | undefined;
  readonly disabled?: boolean | undefined;
}

export interface MenuBlock extends PressTarget {
  readonly kind: 'menu';
  readonly placeholder: string;
  /** One to 25. */
  readonly choices: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string | undefined;
    readonly selected?: boolean | undefined;
  }[];
}

/** A menu whose entries lead to different places. */
export interface GoOnBlock {
  readonly kind: 'go-on';
  readonly placeholder: string;
  /** One to 25. */
  readonly entries: readonly GoOnEntry[];
}

/** One entry of such a menu. */
export interface GoOnEntry extends PressTarget {
  readonly label: string;
  readonly description?: string | undefined;
  /** What the action gets as the choice in its menu. */
  readonly choice?: string | undefined;
  readonly selected?: boolean | undefined;
}

/** A form that opens over the channel; what is filled in goes to an action of the same command. */
export interface Form extends PressTarget {
  readonly title: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly placeholder?: string | undefined;
    readonly value?: string | undefined;
    readonly maxLength: number;
    /** Takes several lines. */
    readonly isLong?: boolean | undefined;
    /** May be left empty. */
    readonly optional?: boolean | undefined;
  }[];
}

export function text(markdown: string, overflow?: TextBlock['overflow']): TextBlock {
  return { kind: 'text', markdown, overflow };
}

/** A line that says what is under way, for a reply that still grows. */
export function status(line: string): TextBlock {
  return passing(`-# ${line}`);
}

/** Text that is worth showing only as long as the reply grows. */
export function passing(markdown: string): TextBlock {
  return { kind: 'text', markdown, passing: true };
}

export function file(name: string, data: Buffer): FileBlock {
  return { kind: 'file', name, data };
}

export function picture(
  name: string,
  described: Picture,
  paging: Pick<PictureBlock, 'page' | 'turn'> = {},
): PictureBlock {
  return { kind: 'picture', name, picture: described, ...paging };
}

export function animation(block: Omit<AnimationBlock, 'kind'>): AnimationBlock {
  return { kind: 'animation', ...block };
}

export function besideAnimation(block: Omit<BesideAnimationBlock, 'kind'>): BesideAnimationBlock {
  return { kind: 'beside-animation', ...block };
}

export function buttons(...list: readonly Button[]): ButtonsBlock {
  return { kind: 'buttons', buttons: list };
}

export function menu(block: Omit<MenuBlock, 'kind'>): MenuBlock {
  return { kind: 'menu', ...block };
}
