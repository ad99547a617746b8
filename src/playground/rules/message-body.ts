import { ApiError } from './api-error.js';
import type { SentComponent } from './component.js';
import { checkComponents } from './component-rules.js';
import { layoutComponents, legacyComponents } from './component-shapes.js';
import { checkEmbedTotal, embeds, type SentEmbed } from './embeds.js';
import type { FieldPath, FormErrors } from './form-errors.js';
import { poll, type SentPoll } from './poll.js';
import { bool, choice, clearable, fields, integer, list, optional, type Shape, snowflake, text } from './shape.js';

/** Message flags that matter here. Source: the message flags of Discord's documentation. */
export const MESSAGE_FLAGS = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  hasSnapshot: 1 << 14,
  componentsV2: 1 << 15,
} as const;

/** Who may be pinged. A missing `parse` means nobody but those listed. */
export interface AllowedMentions {
  parse?: ('users' | 'roles' | 'everyone')[];
  users?: string[];
  roles?: string[];
  replied_user?: boolean;
}

/** What a bot says about a file: `id` is the position of an upload in the request, or the id of a file to keep. */
interface SentAttachment {
  id: string;
  filename?: string;
  description?: string | null;
}

/** A message body, read and within its limits. undefined: not sent; null: cleared. */
export interface MessageBody {
  content?: string | null;
  embeds?: SentEmbed[] | null;
  components?: SentComponent[] | null;
  attachments?: SentAttachment[] | null;
  flags?: number;
  allowedMentions?: AllowedMentions;
  tts?: boolean;
  replyTo?: { messageId: string; failIfMissing: boolean };
  forward?: { messageId: string; channelId: string };
  poll?: SentPoll;
  nonce?: string | number;
  /** A message of the same author with the same nonce, sent lately, is the answer in place of a second one. */
  enforceNonce?: boolean;
}

const attachment: Shape<SentAttachment> = fields({
  id: snowflake,
  filename: optional(text(1, 1024)),
  description: clearable(text(0, 1024)),
});

const body = fields({
  content: clearable(text(0, 2000)),
  embeds: clearable(embeds),
  attachments: clearable(list(attachment, 0, 10)),
  flags: optional(integer(0, 2 ** 31 - 1)),
  allowed_mentions: optional(
    fields({
      parse: optional(list(choice(['users', 'roles', 'everyone']), 0, 3)),
      users: optional(list(snowflake, 0, 100)),
      roles: optional(list(snowflake, 0, 100)),
      replied_user: optional(bool),
    }),
  ),
  tts: optional(bool),
  message_reference: optional(
    fields({
      type: optional(choice([0, 1])),
      message_id: snowflake,
      channel_id: optional(snowflake),
      fail_if_not_exists: optional(bool),
    }),
  ),
  poll: optional(poll),
  enforce_nonce: optional(bool),
});

// A string or a whole number, of 25 characters at most, that comes back as it was sent.
const nonced = fields({
  nonce: optional((value, path, errors) => {
    if (text(1, 25)(value, path, errors) === undefined) return undefined;
    return typeof value === 'number' ? value : String(value);
  }),
}) as Shape<{ nonce?: string | number }>;

const componentsOf = {
  layout: fields({ components: clearable(layoutComponents) }),
  legacy: fields({ components: clearable(legacyComponents) }),
};

/**
 * Reads the body of a message that is created or edited. Complaints go to `errors` under `path`.
 *
 * @param currentFlags the flags of the message that is edited, 0 for a new one: IS_COMPONENTS_V2 once set stays set
 */
export function readMessageBody(
  value: unknown,
  currentFlags: number,
  path: FieldPath,
  errors: FormErrors,
): MessageBody {
  const sent = value ?? {};
  refuseWhatIsMissing(sent);
  const read = body(sent, path, errors);
  if (read === undefined) return {};
  const layout = ((currentFlags | (read.flags ?? 0)) & MESSAGE_FLAGS.componentsV2) !== 0;
  const components = (layout ? componentsOf.layout : componentsOf.legacy)(sent, path, errors)?.components;
  if (components) checkComponents(components, layout, [...path, 'components'], errors);
  if (read.embeds) checkEmbedTotal(read.embeds, [...path, 'embeds'], errors);
  checkAllowedMentions(read.allowed_mentions, [...path, 'allowed_mentions'], errors);
  const reference = read.message_reference;
  const isForward = reference?.type === 1;
  if (isForward && reference.channel_id === undefined) {
    errors.add([...path, 'message_reference', 'channel_id'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  return {
    content: read.content,
    embeds: read.embeds,
    components,
    attachments: read.attachments,
    flags: read.flags,
    allowedMentions: read.allowed_mentions,
    tts: read.tts,
    replyTo:
      reference?.message_id === undefined || isForward
        ? undefined
        : { messageId: reference.message_id, failIfMissing: reference.fail_if_not_exists !== false },
    forward:
      isForward && reference.message_id !== undefined && reference.channel_id !== undefined
        ? { messageId: reference.message_id, channelId: reference.channel_id }
        : undefined,
    poll: read.poll,
    nonce: nonced(sent, path, errors)?.nonce,
    enforceNonce: read.enforce_nonce,
  };
}

/** With IS_COMPONENTS_V2 a message has components and files only; Discord names each field that is not allowed. */
export function checkLegacyFields(
  parts: { content: string; embeds: readonly unknown[] },
  path: FieldPath,
  errors: FormErrors,
): void {
  for (const field of ['content', 'embeds'] as const) {
    if (parts[field].length === 0) continue;
    errors.add(
      [...path, field],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
}

function checkAllowedMentions(allowed: AllowedMentions | undefined, path: FieldPath, errors: FormErrors): void {
  for (const kind of ['users', 'roles'] as const) {
    if (allowed?.parse?.includes(kind) && allowed[kind]?.length) {
      errors.add(
        path,
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
}

// Taking these and showing nothing would be a lie about what Discord does with them.
function refuseWhatIsMissing(sent: unknown): void {
  const record = sent as Record<string, unknown>;
  for (const field of ['sticker_ids', 'shared_client_theme']) {
    const given = record[field];
    if (given === undefined || given === null || (Array.isArray(given) && given.length === 0)) continue;
    throw new ApiError(400, 0, `The playground does not have the message field "${field}".`);
  }
}
