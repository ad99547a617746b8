import type {
  APIAuthorizingIntegrationOwnersMap,
  APIInteraction,
  APIMessageInteractionMetadata,
  APIUser,
} from 'discord-api-types/v10';
import { MAX_FILE_BYTES } from '../rules/files.js';
import { type Channel, toApiChannel } from '../state/channels.js';
import { discordTime, type StoredMessage } from '../state/messages.js';
import { permissionsIn } from '../state/permissions.js';
import type { World } from '../state/world.js';
import type { InteractionKind, InteractionRecord } from './record.js';
import { createInteractionToken } from './store.js';

const TYPE: Record<InteractionKind, 2 | 3 | 4 | 5> = { command: 2, component: 3, autocomplete: 4, modal: 5 };
const CONTEXT: Record<Channel['kind'], 0 | 1 | 2> = { guild: 0, thread: 0, elsewhere: 0, dm: 1, private: 2 };

/** What somebody did, in Discord's terms. */
export interface Deed {
  kind: InteractionKind;
  user: APIUser;
  channel: Channel;
  locale: string;
  /** The interaction's `data`. */
  data: object;
  /** By whose installation the application acts here. */
  owners: APIAuthorizingIntegrationOwnersMap;
  /** The message whose component was used. */
  source?: StoredMessage;
  targetMessageId?: string;
  focusedType?: number;
  /** The interaction that opened the modal. */
  openedBy?: InteractionRecord;
}

/** Makes an interaction, sends it to the bot and starts its clock. */
export function openInteraction(world: World, deed: Deed): InteractionRecord {
  const { user, channel, owners } = deed;
  const id = world.nextId();
  const token = createInteractionToken(id);
  const type = TYPE[deed.kind];
  const owner = channel.ownerId === undefined ? undefined : world.users.get(channel.ownerId);
  const payload = {
    id,
    application_id: world.applicationId,
    type,
    token,
    version: 1,
    data: deed.data,
    channel_id: channel.id,
    channel: { ...toApiChannel(channel, owner), permissions: permissionsIn(world, channel, user.id) },
    context: CONTEXT[channel.kind],
    authorizing_integration_owners: owners,
    entitlements: [],
    app_permissions: permissionsIn(world, channel, world.applicationId),
    attachment_size_limit: MAX_FILE_BYTES,
    locale: deed.locale,
    ...(deed.source ? { message: deed.source.message } : {}),
    ...(channel.guildId === undefined
      ? { user }
      : {
          guild_id: channel.guildId,
          guild: { id: channel.guildId, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: memberOf(world, channel, user),
        }),
  };
  const record: InteractionRecord = {
    id,
    token,
    kind: deed.kind,
    userId: user.id,
    channelId: channel.id,
    createdAt: world.now(),
    // The payload is assembled from checked parts; discord-api-types has one type per combination of them.
    payload: payload as unknown as APIInteraction,
    metadata: metadataOf(deed, id),
    userInstallOnly: owners[0] === undefined,
    sourceMessageId: deed.source?.message.id,
    targetMessageId: deed.targetMessageId,
    focusedType: deed.focusedType,
    state: 'waiting',
    followUpIds: [],
    history: [],
  };
  world.interactions.open(record);
  return record;
}

function memberOf(world: World, channel: Channel, user: APIUser): object {
  const member = world.guilds.of(channel)?.member(user);
  const stranger = {
    user,
    nick: null,
    avatar: null,
    roles: [],
    joined_at: discordTime(world.now()),
    deaf: false,
    mute: false,
    flags: 0,
  };
  return { ...(member ?? stranger), permissions: permissionsIn(world, channel, user.id) };
}

function metadataOf(deed: Deed, id: string): APIMessageInteractionMetadata {
  const base = { id, user: deed.user, authorizing_integration_owners: deed.owners };
  if (deed.kind === 'component') return { ...base, type: 3, interacted_message_id: deed.source?.message.id ?? '0' };
  if (deed.kind === 'modal' && deed.openedBy) {
    const opener = deed.openedBy.metadata;
    if (opener.type !== 5) return { ...base, type: 5, triggering_interaction_metadata: opener };
  }
  return {
    ...base,
    type: 2,
    ...(deed.targetMessageId === undefined ? {} : { target_message_id: deed.targetMessageId }),
  };
}
