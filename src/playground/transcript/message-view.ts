import type { APIAttachment, APIEmbed, APIMessage } from 'discord-api-types/v10';
import type { ShownModal } from '../interactions/record.js';
import type { SentComponent } from '../rules/component.js';
import { COMPONENT_TYPES as is } from '../rules/component.js';
import { MESSAGE_FLAGS } from '../rules/message-body.js';
import type { Names } from './names.js';
import { formFields } from './parts.js';
import type { ComponentView, EmbedView, FormView, MessageView } from './view-schema.js';

const KINDS: Record<number, ComponentView['kind']> = {
  [is.actionRow]: 'row',
  [is.button]: 'button',
  [is.stringSelect]: 'menu',
  [is.textInput]: 'text field',
  [is.userSelect]: 'user menu',
  [is.roleSelect]: 'role menu',
  [is.mentionableSelect]: 'mentionable menu',
  [is.channelSelect]: 'channel menu',
  [is.section]: 'section',
  [is.textDisplay]: 'text',
  [is.thumbnail]: 'thumbnail',
  [is.mediaGallery]: 'gallery',
  [is.file]: 'file',
  [is.separator]: 'separator',
  [is.container]: 'container',
  [is.label]: 'label',
};
const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link', 'premium'];

/** A message as a reader sees it, called `name`. */
export function viewMessage(message: APIMessage, name: string, names: Names): MessageView {
  const has = (flag: number) => ((message.flags ?? 0) & flag) !== 0;
  const files = message.attachments;
  const answered = message.message_reference?.message_id;
  const pings = [
    ...message.mentions.map(({ id }) => names.nameOf(id) ?? 'somebody'),
    ...message.mention_roles.map((id) => names.nameOf(id) ?? 'a role'),
    ...(message.mention_everyone ? ['everyone'] : []),
  ];
  return present<MessageView>({
    name,
    ephemeral: has(MESSAGE_FLAGS.ephemeral),
    loading: has(MESSAGE_FLAGS.loading),
    answers: answered === undefined ? undefined : (names.nameOf(answered) ?? 'nothing'),
    text: names.hideAll(message.content),
    embeds: message.embeds.map((embed) => viewEmbed(embed, files, names)),
    // Components were checked when the bot sent them, and are kept in this shape.
    components: ((message.components ?? []) as unknown as SentComponent[]).map((one) =>
      viewComponent(one, files, names),
    ),
    files: files.map((file) =>
      present({ name: file.filename, type: file.content_type, alt: hidden(file.description, names) }),
    ),
    pings,
  });
}

/** A form as a reader sees it. */
export function viewForm(modal: ShownModal, names: Names): FormView {
  const texts = modal.components.filter((component) => component.type === is.textDisplay);
  const fields: FormView['fields'] = [
    ...texts.map((component) => present({ kind: 'text' as const, text: hidden(component.content, names) })),
    ...formFields(modal.components).map(({ input, label }) =>
      present<FormView['fields'][number]>({
        kind: KINDS[input.type] ?? 'other',
        label: hidden(label, names),
        placeholder: hidden(input.placeholder, names),
        value: hidden(input.value, names),
        optional: input.required === false,
        options: viewOptions(input, names),
      }),
    ),
  ];
  return { title: names.hideAll(modal.title), fields };
}

function viewComponent(component: SentComponent, files: readonly APIAttachment[], names: Names): ComponentView {
  const { emoji } = component;
  return present<ComponentView>({
    kind: KINDS[component.type] ?? 'other',
    text: hidden(component.content, names),
    label: hidden(component.label, names),
    style: component.type === is.button ? STYLES[component.style ?? 0] : undefined,
    emoji: emoji?.name ?? emoji?.id,
    link: hidden(component.url, names),
    disabled: component.disabled,
    placeholder: hidden(component.placeholder, names),
    options: viewOptions(component, names),
    files: viewFiles(component, files, names),
    accent: colour(component.accent_color),
    spoiler: component.spoiler,
    components: component.components?.map((child) => viewComponent(child, files, names)),
    accessory: component.accessory && viewComponent(component.accessory, files, names),
  });
}

function viewOptions({ options }: SentComponent, names: Names): ComponentView['options'] {
  return options?.map((option) =>
    present({
      label: names.hideAll(option.label),
      description: hidden(option.description, names),
      chosen: option.default,
    }),
  );
}

function viewFiles(component: SentComponent, files: readonly APIAttachment[], names: Names): ComponentView['files'] {
  const single = component.media ?? component.file;
  const shown = component.items ?? (single ? [{ ...component, media: single }] : []);
  return shown.map(({ media, description, spoiler }) =>
    present({ file: fileName(media.url, files, names), alt: hidden(description, names), spoiler }),
  );
}

function viewEmbed(embed: APIEmbed, files: readonly APIAttachment[], names: Names): EmbedView {
  const picture = (given: { url: string } | undefined) => given && fileName(given.url, files, names);
  return present<EmbedView>({
    title: hidden(embed.title, names),
    link: hidden(embed.url, names),
    description: hidden(embed.description, names),
    accent: colour(embed.color),
    author: hidden(embed.author?.name, names),
    footer: hidden(embed.footer?.text, names),
    image: picture(embed.image),
    thumbnail: picture(embed.thumbnail),
    fields: embed.fields?.map(({ name, value }) => ({ name: names.hideAll(name), value: names.hideAll(value) })),
  });
}

function fileName(url: string, files: readonly APIAttachment[], names: Names): string {
  return files.find((file) => file.url === url)?.filename ?? names.hideAll(url);
}

function colour(value: number | null | undefined): string | undefined {
  return typeof value === 'number' ? `#${value.toString(16).padStart(6, '0')}` : undefined;
}

function hidden(text: string | null | undefined, names: Names): string | undefined {
  return typeof text === 'string' ? names.hideAll(text) : undefined;
}

/** An object without what a reader does not see: undefined, false, empty texts and empty lists. */
function present<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(
    ([, entry]) =>
      entry !== undefined && entry !== false && entry !== '' && !(Array.isArray(entry) && entry.length === 0),
  );
  return Object.fromEntries(kept) as T;
}
