import type { APIAttachment } from 'discord-api-types/v10';
import type { MessageView } from '../../playground/page/server-frames.js';
import type { Component, Media, MediaItem } from '../model/component.js';
import { isLayout } from '../model/message-flags.js';
import { localAddress } from './media-address.js';

/** A picture of a message, at addresses of this page's server. */
export interface ShownPicture {
  readonly url: string;
  /** The same in light colours, where the message has it. */
  readonly lightUrl: string | undefined;
  readonly alt: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

type Attachments = readonly Pick<APIAttachment, 'filename' | 'url'>[];

/** A picture as it is shown; undefined when it is at another site. */
export function shownPicture(
  { media, description }: MediaItem,
  view: MessageView | undefined,
): ShownPicture | undefined {
  const url = localAddress(media.url);
  if (url === undefined) return undefined;
  return {
    url,
    lightUrl: siblingOf(media, view?.message.attachments ?? []),
    alt: description ?? '',
    width: media.width ?? undefined,
    height: media.height ?? undefined,
  };
}

/** The pictures of a message that are not hidden, from top to bottom, each once. */
export function picturesIn(view: MessageView): ShownPicture[] {
  const { message } = view;
  const attached = isLayout(view) ? [] : withoutSiblings(message.attachments).filter(isPicture);
  const items: MediaItem[] = [
    ...attached.map((one) => ({ media: one, description: one.description ?? '' })),
    ...message.embeds.flatMap(({ image, thumbnail, title = '' }) =>
      [image, thumbnail].flatMap((media) => (media ? [{ media, description: title }] : [])),
    ),
    ...itemsIn((message.components ?? []) as unknown as Component[]),
  ];
  const pictures = items.filter(({ spoiler }) => spoiler !== true).flatMap((item) => shownPicture(item, view) ?? []);
  return [...new Map(pictures.map((picture) => [picture.url, picture])).values()];
}

/** Whether a file of a message is shown as a picture. */
export function isPicture({ content_type, width }: Pick<APIAttachment, 'content_type' | 'width'>): boolean {
  return content_type?.startsWith('image/') === true && Boolean(width);
}

/** The files of a message without those that another of its pictures is shown as in the light theme. */
export function withoutSiblings<T extends Attachments[number]>(attachments: readonly T[]): readonly T[] {
  const siblings = new Set(attachments.map((media) => siblingOf(media, attachments)));
  return attachments.filter(({ url }) => !siblings.has(localAddress(url)));
}

/** The address of `name.light.png` beside `name.png`: the same picture for the light theme. */
function siblingOf({ url }: Pick<Media, 'url'>, attachments: Attachments): string | undefined {
  const own = attachments.find((one) => one.url === url);
  const name = own?.filename.replace(/\.(png|jpe?g|gif|webp)$/i, '.light$&');
  if (own === undefined || name === own.filename) return undefined;
  const sibling = attachments.find(({ filename }) => filename === name);
  return sibling && localAddress(sibling.url);
}

function itemsIn(components: readonly Component[]): MediaItem[] {
  return components.flatMap((component): MediaItem[] => {
    switch (component.type) {
      case 9:
        return component.accessory?.type === 11 ? [component.accessory] : [];
      case 12:
        return component.items;
      case 17:
        return component.spoiler === true ? [] : itemsIn(component.components);
      default:
        return [];
    }
  });
}
