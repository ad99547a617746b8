import { ComponentType } from 'discord.js';
import type { APIComponentInContainer } from 'discord-api-types/v10';
import { plain } from './markdown.js';
import type { OutgoingMessage } from './present.js';

/** All text of one message with Components V2, in UTF-16 units. */
const MAX_TEXT = 4000;

/**
 * The same message without what Discord may have refused in it, with a sentence in its place: first without pictures and
 * files, where what a picture shows is said instead; then without buttons and menus.
 *
 * @returns undefined where only text is left
 */
export function lighterMessage(message: OutgoingMessage): OutgoingMessage | undefined {
  const [container] = message.components;
  const { components } = container;
  if (components.some(hasFiles)) {
    const lighter = components.map((one) => (hasFiles(one) ? say(inWords(one)) : one));
    return { ...message, components: [{ ...container, components: within(lighter) }], files: [] };
  }
  const passive = components.filter(({ type }) => type !== ComponentType.ActionRow);
  if (passive.length === components.length) return undefined;
  const said = [...passive, say('-# Discord did not take the buttons of this reply.')];
  return { ...message, components: [{ ...container, components: within(said) }] };
}

function hasFiles({ type }: APIComponentInContainer): boolean {
  return type === ComponentType.MediaGallery || type === ComponentType.File;
}

function inWords(component: APIComponentInContainer): string {
  if (component.type !== ComponentType.MediaGallery) return '-# Discord did not take the file of this reply.';
  const shown = component.items.map(({ description }) => description ?? '').filter((alt) => alt !== '');
  return `**Discord did not take this picture.** ${plain(shown.join('\n'))}`.trim();
}

function say(content: string): APIComponentInContainer {
  return { type: ComponentType.TextDisplay, content };
}

/** Words that stand for a picture may be many: what is over the limit is cut from the last text. */
function within(components: readonly APIComponentInContainer[]): APIComponentInContainer[] {
  let room = MAX_TEXT;
  return components.flatMap((component): APIComponentInContainer[] => {
    if (component.type !== ComponentType.TextDisplay) return [component];
    const fits = component.content.length <= room;
    const content = fits ? component.content : cut(component.content, room);
    room -= content.length;
    return content === '' ? [] : [{ ...component, content }];
  });
}

/** Cuts without splitting a character, and without an escape's backslash at the end. */
function cut(text: string, length: number): string {
  return length < 1 ? '' : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]?\\*$/, '')}…`;
}
