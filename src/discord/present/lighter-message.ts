import { type APIComponentInContainer, ComponentType } from 'discord-api-types/v10';
import { shorten } from '../../words/shorten.js';
import { plain } from '../markdown.js';
import type { OutgoingMessage } from './present.js';
import { messageWords } from './words.js';

/** All text of one message with Components V2, in UTF-16 units. */
const MAX_TEXT = 4000;

/**
 * The same message without what Discord may have refused in it, with a sentence in its place: first without pictures and
 * files, where what a picture shows is said instead; then without buttons and menus.
 *
 * @param locale of who reads it
 * @returns undefined where only text is left
 */
export function lighterMessage(message: OutgoingMessage, locale: string): OutgoingMessage | undefined {
  const [container] = message.components;
  const { components } = container;
  const isTooMuch = components.some(hasFiles) ? hasFiles : isRow;
  const kept = components.filter((one) => !isTooMuch(one));
  if (kept.length === components.length) return undefined;
  let room = MAX_TEXT - kept.reduce((sum, one) => sum + ('content' in one ? one.content.length : 0), 0);
  let hasSaid = false;
  const lighter = components.flatMap((one): APIComponentInContainer[] => {
    if (!isTooMuch(one)) return [one];
    const content = cut(isRow(one) && hasSaid ? '' : inWords(one, locale), room);
    hasSaid = true;
    room -= content.length;
    return content === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
  });
  return { ...message, components: [{ ...container, components: lighter }], files: [] };
}

function isRow({ type }: APIComponentInContainer): boolean {
  return type === ComponentType.ActionRow;
}

function hasFiles({ type }: APIComponentInContainer): boolean {
  return type === ComponentType.MediaGallery || type === ComponentType.File;
}

/** What stands in the place of a part that is left out. */
function inWords(component: APIComponentInContainer, locale: string): string {
  const words = messageWords(locale);
  if (component.type === ComponentType.ActionRow) return words.withoutButtons;
  if (component.type !== ComponentType.MediaGallery) return words.withoutFile;
  const shown = component.items.map(({ description }) => description ?? '').filter((alt) => alt !== '');
  return words.withoutPicture(plain(shown.join('\n')));
}

/** Cuts without an escape's backslash at the end. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return most < 1 ? '' : shorten(text, most, 'start', 'units').replace(/\\*…$/, '…');
}
