import { randomBytes } from 'node:crypto';
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { createInteractionsEndpoint, type InteractionsEndpoint } from '../interactions/endpoint.js';
import { createInteractions, type Interactions } from '../interactions/store.js';
import { type Attachments, createAttachments } from './attachments.js';
import { type AutoMod, createAutoMod } from './auto-mod.js';
import { type Channel, type Channels, createChannels } from './channels.js';
import { type Commands, createCommands } from './commands.js';
import { createEvents, type PlaygroundEmitter } from './events.js';
import { createGuilds, type Guilds } from './guilds.js';
import { createMessages, discordTime, type Messages } from './messages.js';
import { createSnowflakes, lastingId } from './snowflakes.js';
import { createUsers, makeUser, type Users } from './users.js';

/** How a world is set up. */
export interface WorldOptions {
  now: () => number;
  log: (line: string) => void;
  /** Milliseconds until a first response is too late. */
  firstResponseMs: number;
  /** Milliseconds that an interaction's token lives. */
  tokenMs: number;
  /** Bits of the privileged intents that the application was granted in its settings. */
  privilegedIntents: number;
  /** The name of the application and of its bot. */
  botName: string;
  /** The names of the guilds. */
  guildNames: readonly [string, ...string[]];
  /** Whether the channels that people make are seen by nobody else. */
  hasOwnRooms?: boolean;
  /** Whether what somebody asks for in a channel is answered to them alone, whatever the bot says. */
  isAnsweredAlone?: (channelId: string, userId: string) => boolean;
  /** Whether the bot is still to change a message of its own. */
  isGrowing?: ((message: APIMessage) => boolean) | undefined;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin: () => string;
}

/** Everything that the playground knows: one application, its bot, guilds, people, channels, messages. */
export interface World extends WorldOptions {
  readonly nextId: () => string;
  readonly events: PlaygroundEmitter;
  readonly applicationId: string;
  readonly botToken: string;
  readonly users: Users;
  /** Who owns the guilds and the application; never seen in them. */
  readonly owner: APIUser;
  /** Those that have the bot. */
  readonly guilds: Guilds;
  readonly channels: Channels;
  /** A channel of a guild that does not have the bot. */
  readonly elsewhere: Channel;
  readonly messages: Messages;
  readonly attachments: Attachments;
  readonly autoMod: AutoMod;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Where interactions go over HTTP, where they do. */
  readonly endpoint: InteractionsEndpoint;
}

/** A fresh world whose guilds have the text channels `general` and `class`, the bot, and nobody else. */
export function createWorld(options: WorldOptions): World {
  const { now, origin } = options;
  const nextId = createSnowflakes(now).next;
  const events = createEvents(options.log);
  const applicationId = nextId();
  const users = createUsers(applicationId, options.botName);
  const owner = makeUser(nextId(), 'owner', 'Owner');
  const channels = createChannels(applicationId);
  const guilds = createGuilds(
    { ownerId: owner.id, bot: users.bot, channels, events, time: () => discordTime(now()) },
    options.guildNames,
  );
  const elsewhere = channels.add({
    id: lastingId('channel lounge'),
    kind: 'elsewhere',
    name: 'lounge',
    guildId: lastingId('guild elsewhere'),
    position: 0,
  });
  const attachments = createAttachments(nextId, origin);
  return {
    ...options,
    nextId,
    events,
    applicationId,
    botToken: createBotToken(applicationId),
    users,
    owner,
    guilds,
    channels,
    elsewhere,
    attachments,
    autoMod: createAutoMod(),
    messages: createMessages({ now, nextId, events, users, guilds }),
    commands: createCommands({ applicationId, nextId, events }),
    interactions: createInteractions({ ...options, events }),
    endpoint: createInteractionsEndpoint(),
  };
}

// The three parts of a real token: whose it is, when it was made, and the secret.
function createBotToken(applicationId: string): string {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  return `${Buffer.from(applicationId).toString('base64url')}.${secret(4)}.${secret(28)}`;
}
