import type { Block, Button, GoOnEntry, Reply } from '../../discord/reply.js';

/** What a command's view returns: a reply, with links to other commands among its buttons. */
export interface View {
  readonly blocks: readonly ViewBlock[];
  readonly tone?: Reply['tone'];
  readonly isPrivate?: Reply['isPrivate'];
}

export type ViewBlock = Block | RowBlock | GoOnLinksBlock;

/** Buttons, and links to other commands. */
export interface RowBlock {
  readonly kind: 'row';
  /** Any number: five stand in a row. */
  readonly buttons: readonly (Button | LinkButton)[];
}

/**
 * The menu **Go on with…**: own entries of the reply, then one for each command that the replying one leads to and that can
 * start from what is shown, then **Details**.
 */
export interface GoOnLinksBlock {
  readonly kind: 'go-on-links';
  /** What the menu is called, where that is not **Go on with…**. */
  readonly placeholder?: string | undefined;
  readonly entries: readonly GoOnEntry[];
  /** What of the result the other commands start from, where a reply shows one part of several. */
  readonly part?: string | undefined;
}

/** A button that opens another command on what is shown. */
export interface LinkButton {
  /** The command's name, such as `details`. */
  readonly link: string;
  /** What of the result it starts from, where a reply shows one part of several; short, and without a colon. */
  readonly value?: string | undefined;
  /** That of the command by default. */
  readonly label?: string | undefined;
  readonly style?: Button['style'];
}

export function row(...buttons: readonly (Button | LinkButton)[]): RowBlock {
  return { kind: 'row', buttons };
}

export function linkTo(command: string, how: Omit<LinkButton, 'link'> = {}): LinkButton {
  return { link: command, ...how };
}
