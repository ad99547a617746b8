import type { APIAttachment, APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { refusals } from '../rules/api-error.js';
import type { SentEmbed } from '../rules/embeds.js';
import { checkFileSizes, storedName, type UploadedFile } from '../rules/files.js';
import type { FieldPath, FormErrors } from '../rules/form-errors.js';
import { checkLegacyFields, MESSAGE_FLAGS, type MessageBody } from '../rules/message-body.js';
import type { Attachments } from './attachments.js';
import { attachmentReferences, checkReferences, referencedName, showComponents } from './sent-components.js';

/** The parts of a message that a body can set. */
export interface MessageParts {
  content: string;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  attachments: APIAttachment[];
  flags: number;
}

/** A message with nothing in it. */
export const EMPTY_PARTS: MessageParts = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

const SETTABLE = MESSAGE_FLAGS.suppressEmbeds | MESSAGE_FLAGS.suppressNotifications | MESSAGE_FLAGS.componentsV2;

type PlannedFile = { kept: APIAttachment } | { upload: UploadedFile; filename?: string; description?: string };

/**
 * What a message becomes when a body is applied to it; files are stored only when the whole body is good.
 *
 * Of `attachments`, entries with the id of an upload describe that upload, entries with the id of a present file keep it,
 * and present files that are not listed go; without the list all stay and uploads are added.
 *
 * @param current the message as it is, EMPTY_PARTS for a new one
 * @throws ApiError 50035 with paths, 50006 when nothing would be left to show, 40005 for a file over the limit
 */
export function composeMessage(
  current: MessageParts,
  body: MessageBody,
  uploads: readonly UploadedFile[],
  place: { channelId: string; ephemeral: boolean; attachments: Attachments; path: FieldPath; errors: FormErrors },
): MessageParts {
  const { path, errors } = place;
  checkFileSizes(uploads);
  const planned = planFiles(current.attachments, body, uploads, path, errors);
  const content = body.content === undefined ? current.content : (body.content ?? '').trim();
  const flags = nextFlags(current.flags, body.flags);
  const layout = (flags & MESSAGE_FLAGS.componentsV2) !== 0;
  const embedsLeft = body.embeds === undefined ? current.embeds : (body.embeds ?? []);
  const componentsLeft = body.components === undefined ? current.components : (body.components ?? []);
  if (layout) checkLegacyFields({ content, embeds: embedsLeft }, path, errors);

  const names = new Set(planned.flatMap(namesOf));
  const references = attachmentReferences(body.components ?? [], [...path, 'components']);
  checkReferences(references, (name) => names.has(name), errors);
  errors.throwIfAny();

  // With IS_COMPONENTS_V2 a file is shown only where a component refers to it.
  const filesShown = layout ? 0 : planned.length;
  const hasMore = body.poll !== undefined || body.forward !== undefined;
  if (!hasMore && content === '' && embedsLeft.length === 0 && componentsLeft.length === 0 && filesShown === 0) {
    throw refusals.emptyMessage();
  }

  const byName = new Map<string, APIAttachment>();
  const files = planned.map((plan) => {
    const file =
      'kept' in plan
        ? plan.kept
        : place.attachments.save(plan.upload, {
            channelId: place.channelId,
            filename: plan.filename,
            description: plan.description,
            ephemeral: place.ephemeral,
          });
    for (const name of namesOf(plan)) byName.set(name, file);
    return file;
  });
  const find = (name: string) => byName.get(name);
  return {
    content,
    flags,
    attachments: files,
    embeds: body.embeds === undefined ? current.embeds : (body.embeds ?? []).map((embed) => showEmbed(embed, find)),
    components: body.components === undefined ? current.components : showComponents(body.components ?? [], find),
  };
}

function nextFlags(current: number, sent: number | undefined): number {
  if (sent === undefined) return current;
  const kept = current & ~(MESSAGE_FLAGS.suppressEmbeds | MESSAGE_FLAGS.suppressNotifications);
  return kept | (sent & SETTABLE);
}

function planFiles(
  present: readonly APIAttachment[],
  body: MessageBody,
  uploads: readonly UploadedFile[],
  path: FieldPath,
  errors: FormErrors,
): PlannedFile[] {
  const listed = body.attachments;
  const planned: PlannedFile[] = listed === undefined ? present.map((kept) => ({ kept })) : [];
  const described = new Set<UploadedFile>();
  for (const [index, entry] of (listed ?? []).entries()) {
    const upload = uploads.find((file) => file.field === entry.id);
    const kept = present.find((file) => file.id === entry.id);
    if (upload && !described.has(upload)) {
      described.add(upload);
      planned.push({ upload, filename: entry.filename, description: entry.description ?? undefined });
    } else if (kept) {
      planned.push({
        kept: entry.description === undefined ? kept : { ...kept, description: entry.description ?? undefined },
      });
    } else errors.add([...path, 'attachments', index], 'ATTACHMENT_NOT_FOUND', 'Attachment data not found');
  }
  for (const upload of uploads) if (!described.has(upload)) planned.push({ upload });
  if (planned.length > 10)
    errors.add([...path, 'attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  return planned;
}

function namesOf(plan: PlannedFile): string[] {
  if ('kept' in plan) return [plan.kept.filename];
  const given = plan.filename ?? plan.upload.name;
  return [given, storedName(given)];
}

function showEmbed(sent: SentEmbed, file: (name: string) => APIAttachment | undefined): APIEmbed {
  const resolve = (url: string): string => file(referencedName(url) ?? '')?.url ?? url;
  const picture = (given: { url: string } | undefined) => {
    if (given === undefined) return undefined;
    const found = file(referencedName(given.url) ?? '');
    const url = resolve(given.url);
    return { url, proxy_url: url, ...(found?.width ? { width: found.width, height: found.height ?? undefined } : {}) };
  };
  const shown = {
    ...sent,
    type: 'rich',
    image: picture(sent.image),
    thumbnail: picture(sent.thumbnail),
    author: sent.author && { ...sent.author, icon_url: sent.author.icon_url && resolve(sent.author.icon_url) },
    footer: sent.footer && { ...sent.footer, icon_url: sent.footer.icon_url && resolve(sent.footer.icon_url) },
    fields: sent.fields?.map((field) => ({ ...field, inline: field.inline ?? false })),
  };
  return JSON.parse(JSON.stringify(shown)) as APIEmbed;
}
