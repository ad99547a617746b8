import type { MessageView } from '../../playground/page/server-frames.js';
import { readableParts } from '../message/readable-text.js';
import { picturesIn, type ShownPicture, shownPicture } from '../message/shown-picture.js';
import type { Button, Component } from '../model/component.js';
import { isLayout } from '../model/message-flags.js';

/** A text, in markdown; pictures side by side; or answers to choose from. */
export type StageBlock =
  | { readonly kind: 'text'; readonly source: string }
  | { readonly kind: 'pictures'; readonly pictures: readonly ShownPicture[] }
  | { readonly kind: 'answers'; readonly labels: readonly string[] };

/** What a message has to look at, in order: its texts and pictures, and of what is pressed the answers to choose from. */
export function blocksOf(view: MessageView): StageBlock[] {
  const { message } = view;
  const texts = [message.content, ...message.embeds.map(({ title, description }) => lines(title, description))];
  const pictures = isLayout(view) ? [] : picturesIn(view);
  return [
    ...texts.filter((source) => source !== '').map((source) => ({ kind: 'text' as const, source })),
    ...(pictures.length > 0 ? [{ kind: 'pictures' as const, pictures }] : []),
    ...blocksIn((message.components ?? []) as unknown as Component[], view, answersOf(view)),
  ];
}

function blocksIn(components: readonly Component[], view: MessageView, answers: readonly Button[]): StageBlock[] {
  return components.flatMap((component): StageBlock[] => {
    switch (component.type) {
      case 9:
      case 17:
        return component.type === 17 && component.spoiler === true ? [] : blocksIn(component.components, view, answers);
      case 1:
        // All of them together, where the first one stands.
        return component.components.some((one) => one === answers[0])
          ? [{ kind: 'answers', labels: answers.map(({ label = '' }) => label) }]
          : [];
      case 10:
        return [{ kind: 'text', source: component.content }];
      case 12: {
        const shown = component.items.filter(({ spoiler }) => spoiler !== true);
        const pictures = shown.flatMap((item) => shownPicture(item, view) ?? []);
        return pictures.length > 0 ? [{ kind: 'pictures', pictures }] : [];
      }
      default:
        return [];
    }
  });
}

function lines(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n');
}

/**
 * The buttons of a message that are answers to choose from, where its text does not say them already: those whose custom
 * ids are alike but for the last part of their action and of their value, as `quiz:say-a:run:3.a` and `quiz:say-b:run:3.b`.
 */
export function answersOf(view: MessageView): Button[] {
  const components = (view.message.components ?? []) as unknown as Component[];
  if (picturesIn(view).length > 0) return [];
  const groups = new Map<string, Button[]>();
  for (const button of buttonsIn(components)) {
    const question = questionOf(button.custom_id);
    if (question !== undefined && button.label) groups.set(question, [...(groups.get(question) ?? []), button]);
  }
  const [answers = []] = [...groups.values()].filter((group) => group.length > 1);
  const words = readableParts(view).join(' ').toLowerCase();
  const unsaid = answers.filter(({ label = '' }) => !words.includes(label.toLowerCase()));
  return unsaid.length * 2 > answers.length ? answers : [];
}

/** The custom ids of the buttons of a message. */
export function controlIds(view: MessageView): string[] {
  const components = (view.message.components ?? []) as unknown as Component[];
  return buttonsIn(components).flatMap(({ custom_id: id }) => id ?? []);
}

function questionOf(customId = ''): string | undefined {
  const [, command, action = '', run, value = ''] = /^([^:]*):([^:]*):([^:]*):(.+)$/.exec(customId) ?? [];
  if (value === '') return undefined;
  return [command, action.replace(/-[^-]*$/, ''), run, value.replace(/[^.]*$/, '')].join(':');
}

function buttonsIn(components: readonly Component[]): Button[] {
  return components.flatMap((component): Button[] => {
    if (component.type === 17) return buttonsIn(component.components);
    return component.type === 1 ? component.components.filter((one) => one.type === 2) : [];
  });
}

/** `A` for the first answer, `B` for the second. */
export function letterOf(at: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + at);
}
