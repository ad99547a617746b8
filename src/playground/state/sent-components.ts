import type { APIAttachment, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { COMPONENT_TYPES as is, type SentComponent, walkComponents } from '../rules/component.js';
import type { FieldPath, FormErrors } from '../rules/form-errors.js';

/** The names of files that components refer to as `attachment://name`, each with the path of its address. */
export function attachmentReferences(
  components: readonly SentComponent[],
  path: FieldPath,
): { name: string; path: FieldPath }[] {
  const found: { name: string; path: FieldPath }[] = [];
  const note = (url: string | undefined, at: FieldPath) => {
    const name = referencedName(url);
    if (name !== undefined) found.push({ name, path: at });
  };
  for (const { component, path: at } of walkComponents(components, path)) {
    note(component.media?.url, [...at, 'media', 'url']);
    note(component.file?.url, [...at, 'file', 'url']);
    for (const [index, item] of (component.items ?? []).entries())
      note(item.media?.url, [...at, 'items', index, 'media', 'url']);
  }
  return found;
}

/** `cat.png` of `attachment://cat.png`; undefined for other addresses. */
export function referencedName(url: string | undefined): string | undefined {
  if (url?.startsWith('attachment://') !== true) return undefined;
  const raw = url.slice('attachment://'.length);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** Notes every reference that none of the files answers to, with Discord's code. */
export function checkReferences(
  references: readonly { name: string; path: FieldPath }[],
  has: (name: string) => boolean,
  errors: FormErrors,
): void {
  for (const reference of references) {
    if (has(reference.name)) continue;
    errors.add(
      reference.path,
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      `Referenced attachment "${reference.name}" was not found`,
    );
  }
}

/**
 * Components as Discord stores and shows them: every one with an `id`, defaults filled in, and media addresses that can
 * be fetched, with size and type where the file is the message's own.
 *
 * @param file the message's file of a name, for `attachment://` addresses
 */
export function showComponents(
  sent: readonly SentComponent[],
  file: (name: string) => APIAttachment | undefined,
): APIMessageTopLevelComponent[] {
  const taken = new Set([...walkComponents(sent, [])].map(({ component }) => component.id));
  let last = 0;
  const nextId = (own: number | undefined): number => {
    if (own !== undefined && own !== 0) return own;
    do last += 1;
    while (taken.has(last));
    return last;
  };

  const media = (given: { url: string } | undefined): Record<string, unknown> => {
    const name = referencedName(given?.url);
    const found = name === undefined ? undefined : file(name);
    if (found === undefined) {
      const url = given?.url ?? '';
      return { id: '0', url, proxy_url: url, width: null, height: null, content_type: null };
    }
    return {
      id: found.id,
      url: found.url,
      proxy_url: found.proxy_url,
      width: found.width ?? null,
      height: found.height ?? null,
      content_type: found.content_type ?? null,
      attachment_id: found.id,
    };
  };

  const show = (component: SentComponent): Record<string, unknown> => {
    const { components, accessory, ...own } = component;
    const base: Record<string, unknown> = { ...defined(own), id: nextId(component.id) };
    if (components) base.components = components.map(show);
    if (accessory) base.accessory = show(accessory);
    if (component.options) base.options = component.options.map((option) => defined(option));
    switch (component.type) {
      case is.stringSelect:
      case is.userSelect:
      case is.roleSelect:
      case is.mentionableSelect:
      case is.channelSelect:
        return { ...base, min_values: component.min_values ?? 1, max_values: component.max_values ?? 1 };
      case is.thumbnail:
        return {
          ...base,
          media: media(component.media),
          description: component.description ?? null,
          spoiler: component.spoiler ?? false,
        };
      case is.mediaGallery:
        return {
          ...base,
          items: (component.items ?? []).map((item) => ({
            media: media(item.media),
            description: item.description ?? null,
            spoiler: item.spoiler ?? false,
          })),
        };
      case is.file: {
        const name = referencedName(component.file?.url);
        const found = name === undefined ? undefined : file(name);
        return {
          ...base,
          file: media(component.file),
          name: found?.filename ?? null,
          size: found?.size ?? null,
          spoiler: component.spoiler ?? false,
        };
      }
      case is.separator:
        return { ...base, spacing: component.spacing ?? 1, divider: component.divider ?? true };
      case is.container:
        return { ...base, accent_color: component.accent_color ?? null, spoiler: component.spoiler ?? false };
      default:
        return base;
    }
  };
  // The rules have checked every field; discord-api-types' unions cannot express that step.
  return sent.map(show) as unknown as APIMessageTopLevelComponent[];
}

/** An object without its undefined fields. */
function defined<T extends object>(value: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
