import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  TextInputStyle,
} from 'discord-api-types/v10';
import { shorten } from '../../words/shorten.js';
import { customId, GO_ON, goOnValue, parseCustomId } from '../custom-id.js';
import { splitMarkdown } from '../markdown.js';
import type { Button, Form, GoOnBlock, MenuBlock, PressTarget, TextBlock } from '../reply.js';
import type { DrawnBlock, DrawnReply } from './drawn-reply.js';
import { messageWords } from './words.js';

/** One Discord message, ready to send or to edit into place. */
export interface OutgoingMessage {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: [APIContainerComponent];
  readonly files: { readonly attachment: Buffer; readonly name: string; readonly description?: string }[];
}

/**
 * Discord's limits for one message, less the room for the note of a growing reply and its button:
 * https://discord.com/developers/docs/components/reference
 */
const MAX_TEXT = 4000 - 100;
const MAX_COMPONENTS = 40 - 3;
const MAX_FILES = 10;
const MAX_ALT = 1024;
const MAX_LABEL = 80;
const MAX_DESCRIPTION = 100;

/** A longer reply goes into a file: a user-installed app may follow up five times in all. */
const MAX_MESSAGES = 4;

const ACCENT = { normal: 0x56b4e9, error: 0xd55e00 };

/**
 * Turns a reply into Discord messages with Components V2.
 *
 * What does not fit one message goes on in the next. Text that would need more than four messages and names an overflow
 * file is cut at the end of the first, says so, and is in the file as a whole.
 *
 * @param command the command that replies; presses on the reply's buttons come back to it, save where they name another
 * @param locale of who reads it
 */
export function presentReply(reply: DrawnReply, command: string, locale: string): OutgoingMessage[] {
  const flowing = reply.blocks.some(isCut) ? undefined : layOut(reply.blocks, command, locale);
  const fits = flowing !== undefined && flowing.length <= MAX_MESSAGES;
  const pages = fits
    ? flowing
    : layOut(
        reply.blocks.flatMap((block) => intoFile(block, locale)),
        command,
        locale,
      );
  return pages.map((page) => ({
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        accent_color: ACCENT[reply.tone ?? 'normal'],
        components: page.components,
      },
    ],
    files: page.files,
  }));
}

/** What a **Stop** button's custom id begins with: it is the router's own, of no command. */
const STOP = { command: 'router', action: 'stop' };

/**
 * The id of the component that holds a reply which still grows: Discord keeps it, so that whoever finds the message later
 * knows that it was never finished.
 */
export const GROWING_ID = 1_600_000_001;

/** Whether a message is one of a reply that is under way. */
export function isGrowing({ components = [] }: Pick<APIMessage, 'components'>): boolean {
  return components.some(({ id }) => id === GROWING_ID);
}

/** The same of a reply that is marked as broken off. */
export const BROKEN_OFF_ID = 1_600_000_002;

/** The run that a **Stop** button ends; undefined for any other custom id. */
export function stopKeyOf(id: unknown): string | undefined {
  const parsed = parseCustomId(id);
  return parsed?.command === STOP.command && parsed.action === STOP.action ? parsed.runId : undefined;
}

/**
 * The first of a reply's messages, for showing a reply that still grows.
 *
 * @param stopKey the run that its **Stop** button ends; none without it
 */
export function presentProgress(reply: DrawnReply, command: string, locale: string, stopKey?: string): OutgoingMessage {
  const [first, second] = presentReply(reply, command, locale);
  const words = messageWords(locale);
  if (first === undefined) throw new Error('a reply presents as at least one message');
  const [container] = first.components;
  const more: APIComponentInContainer[] = [];
  if (second !== undefined) more.push({ type: ComponentType.TextDisplay, content: words.stillWriting });
  if (stopKey !== undefined) {
    const stop = { type: ComponentType.Button as const, style: ButtonStyle.Danger as const, label: words.stop };
    const button = { ...stop, custom_id: customId({ ...STOP, runId: stopKey }) };
    more.push({ type: ComponentType.ActionRow, components: [button] });
  }
  const components = [...container.components, ...more];
  return { ...first, components: [{ ...container, id: GROWING_ID, components }] };
}

/** Turns a form into Discord's modal. */
export function presentForm(form: Form, command: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: idOf(form, command),
    title: clip(form.title, 45),
    components: form.fields.map((field) => ({
      type: ComponentType.Label,
      label: clip(field.label, 45),
      component: {
        type: ComponentType.TextInput,
        custom_id: field.id,
        style: field.isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
        max_length: field.maxLength,
        required: !field.optional,
        ...(field.placeholder === undefined ? {} : { placeholder: clip(field.placeholder, 100) }),
        ...(field.value === undefined ? {} : { value: field.value }),
      },
    })),
  };
}

interface Page {
  readonly components: APIComponentInContainer[];
  readonly files: OutgoingMessage['files'];
  readonly siblings: OutgoingMessage['files'];
  text: number;
  /** Nested components count too; the container is one. */
  count: number;
}

function layOut(blocks: readonly DrawnBlock[], command: string, locale: string): Page[] {
  const pages: Page[] = [];
  const open = (): Page => {
    const page: Page = { components: [], files: [], siblings: [], text: 0, count: 1 };
    pages.push(page);
    return page;
  };
  let page = open();
  const put = (part: Part): void => {
    const full =
      page.text + part.text > MAX_TEXT ||
      page.count + part.count > MAX_COMPONENTS ||
      page.files.length + part.files.length > MAX_FILES;
    if (full && page.components.length > 0) page = open();
    page.components.push(part.component);
    page.files.push(...part.files);
    page.siblings.push(...(part.siblings ?? []));
    page.text += part.text;
    page.count += part.count;
  };
  for (const block of blocks) for (const part of partsOf(block, command)) put(part);
  if (page.components.length === 0) put(textPart(messageWords(locale).nothing));
  // All of them or none: half the pictures of a message in another theme would look like a mistake.
  for (const { files, siblings } of pages) if (files.length + siblings.length <= MAX_FILES) files.push(...siblings);
  return pages;
}

interface Part {
  readonly component: APIComponentInContainer;
  readonly files: OutgoingMessage['files'];
  /** Files that nothing refers to and that may be left out. */
  readonly siblings?: OutgoingMessage['files'];
  readonly text: number;
  readonly count: number;
}

function partsOf(block: DrawnBlock, command: string): Part[] {
  switch (block.kind) {
    case 'text':
      return splitMarkdown(block.markdown, MAX_TEXT - 200)
        .filter((markdown) => markdown.trim() !== '')
        .map(textPart);
    case 'pictures':
      return [
        {
          component: {
            type: ComponentType.MediaGallery,
            items: block.pictures.map((picture) => ({
              media: { url: `attachment://${picture.name}` },
              description: clip(picture.alt, MAX_ALT),
            })),
          },
          files: block.pictures.map(({ name, image, alt }) => ({
            attachment: image,
            name,
            description: clip(alt, MAX_ALT),
          })),
          siblings: block.pictures.flatMap(({ sibling }) =>
            sibling ? [{ attachment: sibling.image, name: sibling.name }] : [],
          ),
          text: 0,
          count: 1,
        },
      ];
    case 'file':
      return [
        {
          component: { type: ComponentType.File, file: { url: `attachment://${block.name}` } },
          files: [{ attachment: block.data, name: block.name }],
          text: 0,
          count: 1,
        },
      ];
    case 'buttons':
      return rowsOfFive(block.buttons).map((row) => rowPart(row.map((button) => buttonOf(button, command))));
    case 'menu':
      return [rowPart([menuOf(block, command)])];
    case 'go-on':
      return [rowPart([goOnMenuOf(block, command)])];
  }
}

function textPart(content: string): Part {
  return { component: { type: ComponentType.TextDisplay, content }, files: [], text: content.length, count: 1 };
}

function rowPart(components: APIComponentInMessageActionRow[]): Part {
  const row: APIActionRowComponent<APIComponentInMessageActionRow> = { type: ComponentType.ActionRow, components };
  return { component: row, files: [], text: 0, count: 1 + components.length };
}

function rowsOfFive(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (let at = 0; at < buttons.length; at += 5) rows.push(buttons.slice(at, at + 5));
  return rows;
}

function buttonOf(button: Button, command: string): APIComponentInMessageActionRow {
  return {
    type: ComponentType.Button,
    style: button.style === 'primary' ? ButtonStyle.Primary : ButtonStyle.Secondary,
    label: clip(button.label, MAX_LABEL),
    custom_id: idOf(button, command),
    disabled: button.disabled ?? false,
  };
}

function menuOf(block: MenuBlock, command: string): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: idOf(block, command),
    placeholder: clip(block.placeholder, 150),
    options: block.choices.map((choice) => ({
      label: clip(choice.label, 100),
      value: choice.value,
      default: choice.selected ?? false,
      ...(choice.description === undefined ? {} : { description: clip(choice.description, MAX_DESCRIPTION) }),
    })),
  };
}

function goOnMenuOf({ entries, placeholder }: GoOnBlock, command: string): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId({ ...GO_ON, runId: '-' }),
    placeholder: clip(placeholder, 150),
    options: entries.map(({ label, description, selected = false, ...target }) => ({
      label: clip(label, MAX_DESCRIPTION),
      value: goOnValue({ ...target, command: target.command ?? command }),
      default: selected,
      ...(description === undefined ? {} : { description: clip(description, MAX_DESCRIPTION) }),
    })),
  };
}

function isCut(block: DrawnBlock): boolean {
  return block.kind === 'text' && (block.overflow?.isCut ?? false);
}

function intoFile(block: DrawnBlock, locale: string): DrawnBlock[] {
  if (block.kind !== 'text' || block.overflow === undefined) return [block];
  if (block.markdown.length <= MAX_TEXT && !isCut(block)) return [block];
  const { fileName, content } = block.overflow;
  const [start = ''] = splitMarkdown(block.markdown, MAX_TEXT - 600);
  const note: TextBlock = {
    kind: 'text',
    markdown: messageWords(locale).beginning(content.length),
  };
  return [
    { kind: 'text', markdown: start },
    note,
    { kind: 'file', name: fileName, data: Buffer.from(content, 'utf8') },
  ];
}

function idOf(target: PressTarget, command: string): string {
  return customId({
    command: target.command ?? command,
    action: target.action,
    runId: target.runId,
    value: target.value,
  });
}

/** As Discord counts. */
function clip(text: string, most: number): string {
  return shorten(text, most, 'start', 'units');
}
