import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';

/** What is wrong, and where in the body. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

interface SentComponent {
  readonly type: number;
  readonly content?: string | null;
  readonly custom_id?: string | null;
  readonly style?: number;
  readonly url?: string;
  readonly label?: string;
  readonly emoji?: unknown;
  readonly accessory?: SentComponent | null;
  readonly components?: readonly SentComponent[] | null;
}

/** A message as a bot sends it, as far as the rules read it. */
export interface SentMessage {
  readonly flags?: number | null;
  readonly content?: string | null;
  readonly components?: readonly SentComponent[] | null;
  readonly embeds?:
    | readonly {
        readonly title?: string | null;
        readonly description?: string | null;
        readonly footer?: { readonly text?: string } | null;
        readonly author?: { readonly name?: string } | null;
        readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
      }[]
    | null;
  readonly attachments?: readonly unknown[] | null;
  readonly poll?: unknown;
  readonly sticker_ids?: readonly string[] | null;
  readonly allowed_mentions?: {
    readonly parse?: readonly string[] | null;
    readonly users?: readonly string[] | null;
    readonly roles?: readonly string[] | null;
  } | null;
}

const NEEDS_V2 = new Set<number>([
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.Thumbnail,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
  ComponentType.Container,
]);

/** A component with its place; those inside others, and those beside them, included. */
function* walk(list: SentMessage['components'], at = '/components'): Generator<[SentComponent, string]> {
  for (const [index, component] of (list ?? []).entries()) {
    const path = `${at}/${index}`;
    yield [component, path];
    if (component.accessory) yield* walk([component.accessory], `${path}/accessory`);
    yield* walk(component.components, `${path}/components`);
  }
}

function buttonFaults(button: SentComponent): string[] {
  const { style, url, custom_id: customId, label, emoji } = button;
  if (style === ButtonStyle.Premium) return [];
  const faults: string[] = [];
  if (style === ButtonStyle.Link && !url) faults.push('a link button needs a url');
  if (style !== ButtonStyle.Link && !customId) faults.push('a button needs a custom id');
  if (!label && !emoji) faults.push('a button needs a label or an emoji');
  return faults;
}

function componentFaults({ components }: SentMessage, isV2: boolean): Fault[] {
  const faults: Fault[] = [];
  const customIds = new Set<string>();
  for (const [component, path] of walk(components)) {
    const { type, custom_id: customId } = component;
    const inside = component.components ?? [];
    if (customId && customIds.has(customId)) {
      faults.push({ path: `${path}/custom_id`, message: 'a custom id stands twice' });
    }
    if (customId) customIds.add(customId);
    if (type === ComponentType.Button) {
      faults.push(...buttonFaults(component).map((message) => ({ path, message })));
    }
    const isMixed = inside.length > 1 && inside.some((one) => one.type !== ComponentType.Button);
    if (type === ComponentType.ActionRow && isMixed)
      faults.push({ path, message: 'a row holds buttons or one select' });
    if (NEEDS_V2.has(type) && !isV2) faults.push({ path, message: 'this component needs the flag IsComponentsV2' });
  }
  return faults;
}

function sizeFaults({ content, components, embeds }: SentMessage, isV2: boolean): Fault[] {
  const faults: Fault[] = [];
  const all = [...walk(components)];
  const shown = all.reduce((sum, [{ content: text }]) => sum + (text?.length ?? 0), 0);
  if (isV2 && all.length > 40) faults.push({ path: '/components', message: `${all.length} components, at most 40` });
  if (isV2 && shown > 4000) faults.push({ path: '/components', message: `${shown} characters of text, at most 4000` });
  if (!isV2 && (components?.length ?? 0) > 5) faults.push({ path: '/components', message: 'at most 5 rows' });
  if ((content?.length ?? 0) > 2000) faults.push({ path: '/content', message: 'at most 2000 characters' });
  const texts = (embeds ?? []).flatMap(({ title, description, footer, author, fields }) => [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  if (texts.join('').length > 6000) faults.push({ path: '/embeds', message: 'at most 6000 characters in all' });
  return faults;
}

/** What Discord's documentation says against a message, beyond what its OpenAPI description can express. */
export function messageFaults(
  message: SentMessage,
  { isEdit = false, fileCount = 0 }: { readonly isEdit?: boolean; readonly fileCount?: number } = {},
): Fault[] {
  const isV2 = ((message.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  const faults = [...componentFaults(message, isV2), ...sizeFaults(message, isV2)];
  const { content, embeds, poll, sticker_ids: stickers, components, attachments, allowed_mentions: mentions } = message;
  const old = { content, embeds, poll, sticker_ids: stickers };
  for (const [name, value] of Object.entries(old)) {
    const isEmpty = !value || (typeof value === 'object' && 'length' in value && value.length === 0);
    if (isV2 && !isEmpty) faults.push({ path: `/${name}`, message: 'not together with the flag IsComponentsV2' });
  }
  for (const name of ['users', 'roles'] as const) {
    if (mentions?.parse?.includes(name) && mentions[name]?.length) {
      faults.push({ path: `/allowed_mentions/${name}`, message: 'listed and parsed exclude each other' });
    }
  }
  const parts = [content, embeds?.length, components?.length, fileCount, attachments?.length, poll, stickers?.length];
  if (!isEdit && !parts.some(Boolean)) faults.push({ path: '/', message: 'the message is empty' });
  return faults;
}

interface SentOption {
  readonly name: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly value: unknown }[] | null;
  readonly options?: readonly SentOption[] | null;
}

/** A command as a bot registers it, as far as the rules read it. */
export interface SentCommand {
  readonly name: string;
  readonly type?: number;
  readonly description?: string | null;
  readonly options?: readonly SentOption[] | null;
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const isName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

/** How many commands of a type an application may have: slash, user, message, entry point. */
const MAX_OF_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15, 4: 1 };

function optionFaults(options: SentCommand['options'], at: string): Fault[] {
  let isOptionalSeen = false;
  return (options ?? []).flatMap(({ name, required = false, autocomplete, choices, options: inner }, index) => {
    const path = `${at}/options/${index}`;
    const faults: Fault[] = [];
    if (!isName(name)) faults.push({ path: `${path}/name`, message: 'not a name in lower case' });
    if (required && isOptionalSeen) faults.push({ path, message: 'required options come first' });
    if (!required) isOptionalSeen = true;
    if (autocomplete && choices?.length) faults.push({ path, message: 'autocomplete and choices exclude each other' });
    for (const [place, { value }] of (choices ?? []).entries()) {
      if (typeof value === 'string' && value.length > 100) {
        faults.push({ path: `${path}/choices/${place}/value`, message: 'at most 100 characters' });
      }
    }
    return [...faults, ...optionFaults(inner, path)];
  });
}

/** What Discord's documentation says against a list of commands, beyond what its OpenAPI description can express. */
export function commandFaults(commands: readonly SentCommand[]): Fault[] {
  const seen = new Set<string>();
  const counts = new Map<number, number>();
  return commands.flatMap(({ type = 1, name, description, options }, index) => {
    const path = `/${index}`;
    const faults: Fault[] = [];
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    if (count > (MAX_OF_TYPE[type] ?? 0)) faults.push({ path, message: `too many commands of type ${type}` });
    if (seen.has(`${type} ${name}`)) faults.push({ path: `${path}/name`, message: 'a name stands twice' });
    seen.add(`${type} ${name}`);
    if (type === 1 && !isName(name)) faults.push({ path: `${path}/name`, message: 'not a name in lower case' });
    if (type === 1 && !description) faults.push({ path: `${path}/description`, message: 'a slash command needs one' });
    if (type !== 1 && description) faults.push({ path: `${path}/description`, message: 'a menu command has none' });
    return [...faults, ...optionFaults(options, path)];
  });
}
