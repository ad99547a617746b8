import type { MessageView } from '../../playground/page/server-frames.js';
import { plainText } from '../markdown/parse.js';
import type { Component, MediaItem } from '../model/component.js';
import { withoutSiblings } from './shown-picture.js';

/** All words of a message in reading order, pictures by their descriptions: for screen readers, previews and copying. */
export function readableText(view: MessageView): string {
  const text = readableParts(view)
    .reduce((whole, part) => `${whole}${/[\p{L}\p{N}]$/u.test(whole) ? '.' : ''} ${part}`, '')
    .trim();
  if (text !== '') return text;
  return withoutSiblings(view.message.attachments)
    .map(({ filename }) => filename)
    .join(', ');
}

/** The words of each text and each picture of a message, in reading order. */
export function readableParts({ message }: Pick<MessageView, 'message'>): string[] {
  return [
    plainText(message.content),
    ...forwardedAndAsked(message),
    ...message.embeds.map((embed) => [embed.title, embed.description && plainText(embed.description)].join(' ')),
    ...componentWords((message.components ?? []) as unknown as Component[]),
  ]
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function forwardedAndAsked({ message_snapshots: snapshots, poll }: MessageView['message']): string[] {
  const forwarded = snapshots?.map(({ message }) => `Forwarded: ${plainText(message.content)}`) ?? [];
  const answers = poll?.answers.map(({ poll_media }) => poll_media.text ?? '') ?? [];
  return [...forwarded, ...(poll ? [`Poll: ${poll.question.text} ${answers.join(', ')}`] : [])];
}

function componentWords(components: readonly Component[]): string[] {
  return components.flatMap((component): string[] => {
    switch (component.type) {
      case 10:
        return [plainText(component.content)];
      case 9:
        return componentWords(component.components);
      case 17:
        return componentWords(component.components);
      case 11:
        return [pictureWords(component)];
      case 12:
        return component.items.map(pictureWords);
      case 13:
        return [`File ${component.name ?? ''}`];
      default:
        return [];
    }
  });
}

function pictureWords({ description }: MediaItem): string {
  return description ? `Picture: ${description}` : 'Picture';
}

/** The text of a message as it was written, for copying. */
export function writtenText({ message }: MessageView): string {
  const texts = (components: readonly Component[]): string[] =>
    components.flatMap((component) => {
      if (component.type === 10) return [component.content];
      return component.type === 9 || component.type === 17 ? texts(component.components) : [];
    });
  const all = [message.content, ...texts((message.components ?? []) as unknown as Component[])];
  return all.filter((part) => part !== '').join('\n');
}
