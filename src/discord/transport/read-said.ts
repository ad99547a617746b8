import type { AnsweredMessage, MessageResponder, Said } from '../router/incoming.js';
import { messageText } from './message-text.js';

/** What has to be known of the place of a message to read it. */
export interface MessagePlaces {
  /** The bot's own id. */
  readonly self: string;
  /** Whether it is a thread that the bot opened. */
  readonly isOwnThread: (channelId: string) => boolean;
  /** The channel that a thread is in; undefined for what is none. */
  readonly parentOf?: ((channelId: string) => string | undefined) | undefined;
  /** Whether somebody with these roles may manage a server. */
  readonly mayManage?: ((serverId: string, personId: string, roles: readonly string[]) => boolean) | undefined;
  /** The language of a server. */
  readonly localeOf: (serverId: string) => string | undefined;
}

/** Discord's types of messages that somebody wrote: one alone, and one that answers another. */
const WRITTEN = new Set<unknown>([0, 19]);

/** More than a message has of buttons and entries. */
const MAX_LEADS = 400;

/**
 * Reads a MESSAGE_CREATE as Discord's API has it. Nothing in it is sure: what is not as Discord describes it is not there.
 *
 * What stands in a message comes without the privileged intent where it mentions the bot, which an answer to one of its
 * messages does as well, and in direct messages: https://discord.com/developers/docs/events/gateway#message-content-intent
 *
 * @returns undefined for a message of a bot, a webhook or Discord itself, and for one that is not meant for this bot
 */
export function readSaid(
  data: unknown,
  { self, isOwnThread, localeOf, parentOf, mayManage }: MessagePlaces,
  respond: (place: { readonly id: string; readonly channelId: string; readonly locale: string }) => MessageResponder,
): Said | undefined {
  const message = recordOf(data);
  const author = recordOf(message.author);
  const { id, channel_id: channelId, guild_id: serverId } = message;
  if (!isSnowflake(id) || !isSnowflake(channelId) || !isSnowflake(author.id) || !WRITTEN.has(message.type))
    return undefined;
  if (author.id === self || author.bot === true || author.system === true || message.webhook_id !== undefined)
    return undefined;
  const isDirect = serverId === undefined;
  const people = listOf(message.mentions).map(recordOf);
  if (!isDirect && !people.some((person) => person.id === self)) return undefined;
  const content = typeof message.content === 'string' ? message.content : '';
  const mention = `<@!?${self}>`;
  // Within a sentence the name is a part of it.
  const atEdges = new RegExp(`^(?:\\s*${mention})+[\\s,:]*|(?:\\s*${mention})+\\s*$`, 'g');
  const roles = rolesOf(message.member);
  const locale = (isSnowflake(serverId) ? localeOf(serverId) : undefined) ?? 'en-US';
  return {
    kind: 'message',
    id,
    user: { id: author.id, name: nameOf(author) },
    locale,
    // In direct messages everybody manages the channel, as there is nobody else.
    channel: { id: channelId, mayManage: isDirect, within: parentOf?.(channelId) },
    server: isSnowflake(serverId)
      ? { id: serverId, mayManage: mayManage?.(serverId, author.id, roles) ?? false, roles }
      : undefined,
    text: withNames(content.replace(atEdges, ''), people).trim(),
    isAddressed: isDirect || new RegExp(mention).test(content),
    goesOn: isDirect || isOwnThread(channelId),
    answers: message.type === 19 ? readAnswered(message.referenced_message, self) : undefined,
    respond: respond({ id, channelId, locale }),
  };
}

/** The ids of a member's roles. */
function rolesOf(member: unknown): readonly string[] {
  return listOf(recordOf(member).roles).filter(isSnowflake);
}

/** Where the buttons and entries of a message lead, as its API object has them. */
export function leadsOf(message: unknown): string[] {
  const leads: string[] = [];
  const ahead: unknown[] = [...listOf(recordOf(message).components)];
  while (ahead.length > 0 && leads.length < MAX_LEADS) {
    const component = recordOf(ahead.shift());
    if (typeof component.custom_id === 'string') leads.push(component.custom_id);
    for (const { value } of listOf(component.options).map(recordOf)) if (typeof value === 'string') leads.push(value);
    ahead.push(...listOf(component.components));
  }
  return leads;
}

/** Whether a message is the bot's own. */
export function isBy(message: unknown, self: string): boolean {
  return recordOf(recordOf(message).author).id === self;
}

function readAnswered(answered: unknown, self: string): AnsweredMessage | undefined {
  // Null where it was deleted meanwhile.
  if (typeof answered !== 'object' || answered === null) return undefined;
  const message = recordOf(answered);
  const content = typeof message.content === 'string' ? message.content : '';
  return {
    leadsTo: isBy(answered, self) ? leadsOf(answered) : undefined,
    text: messageText({
      content,
      embeds: listOf(message.embeds).map(recordOf) as NonNullable<Parameters<typeof messageText>[0]['embeds']>,
      components: listOf(message.components),
    }),
    by: nameOf(recordOf(message.author)),
  };
}

/** Who is mentioned is read by name: the model knows nobody by an id. */
function withNames(content: string, people: readonly Readonly<Record<string, unknown>>[]): string {
  const names = new Map(people.map((person) => [person.id, nameOf(person)]));
  return content.replace(/<@!?(\d{15,20})>/g, (mention, id) => (names.has(id) ? `@${names.get(id)}` : mention));
}

/** A name is there also where Discord sent none. */
function nameOf({ global_name: shown, username }: Readonly<Record<string, unknown>>): string {
  if (typeof shown === 'string' && shown !== '') return shown;
  return typeof username === 'string' && username !== '' ? username : 'Somebody';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSnowflake(id: unknown): id is string {
  return typeof id === 'string' && /^\d{15,20}$/.test(id);
}
