import {
  type APIMessage,
  type APIUser,
  PermissionFlagsBits,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { type ClassOptions, type Classroom, createClassroom } from './class/classroom.js';
import { classDoors, loopbackDoor } from './class/doors.js';
import { createServer, listen } from './create-server.js';
import type { CloseReason } from './gateway/close-codes.js';
import { createGateway, type GatewayOptions } from './gateway/gateway.js';
import type { Shard } from './gateway/session.js';
import { guildNames, type PlaygroundGuild, viewGuild } from './guild-view.js';
import { deliverOverHTTP } from './interactions/deliver-over-http.js';
import type { About } from './page/about.js';
import type { Previews } from './page/previews.js';
import { servePage } from './page/serve-page.js';
import type { Note } from './page/wire-log.js';
import { join } from './people/join.js';
import type { Person } from './people/person.js';
import { applicationRoutes } from './rest/application-routes.js';
import { channelRoutes } from './rest/channel-routes.js';
import { commandRoutes } from './rest/command-routes.js';
import { gatewayRoutes } from './rest/gateway-routes.js';
import { guildRoutes } from './rest/guild-routes.js';
import { interactionRoutes } from './rest/interaction-routes.js';
import { messageRoutes } from './rest/message-routes.js';
import { threadRoutes } from './rest/thread-routes.js';
import type { UploadedFile } from './rules/files.js';
import { type Channel, isInGuild } from './state/channels.js';
import type { PlaygroundEmitter } from './state/events.js';
import { isAllowed } from './state/permissions.js';
import { type Stranger, seedMessage } from './state/seed-message.js';
import { type ChannelPermissions, setPermissions } from './state/set-permissions.js';
import { createWorld, type World } from './state/world.js';
import { createRecorder } from './transcript/recorder.js';
import type { Transcript } from './transcript/transcript.js';
import { isBotOnline, waitForBot } from './wait-for-bot.js';

/** How a playground is opened; everything has a default. */
export interface PlaygroundOptions {
  /** The port on 127.0.0.1, in a class on all networks of this machine; 0, the default, takes a free one. */
  port?: number;
  log?: (line: string) => void;
  /** The clock, Unix milliseconds. It must move on, or rate limits and deadlines never pass. */
  now?: () => number;
  /** Milliseconds until a first response is too late: 3000. */
  firstResponseMs?: number | undefined;
  /** Whether the bot is still to change a message of its own, for those who wait for it; nothing is known of that by default. */
  isGrowing?: (message: APIMessage) => boolean;
  /** Milliseconds that an interaction's token lives: 15 minutes. */
  tokenMs?: number;
  /** Milliseconds between heartbeats that the gateway asks for: 41250. */
  heartbeatMs?: number;
  /** The privileged intents that the application is granted, as bits; none, as for a fresh application. */
  privilegedIntents?: number;
  /** The name of the bot. */
  botName?: string;
  /** The guilds, by number or by name; one unless told. The page shows the first. */
  guilds?: number | readonly string[];
  /** What the gateway asks of bots and tells them. */
  gateway?: GatewayOptions;
  /** What the page says of the bot on its first screen. */
  about?: About;
  /** What the text of a command's option comes to, shown by the page while it is typed. */
  previews?: Previews;
  /** Listens on all networks of a container, whose engine offers the port to its machine's 127.0.0.1; who asks there is answered. */
  isPublished?: boolean;
  /** Opens the page to the local network as a class that is joined with a code; by default it is for this machine alone. */
  class?: ClassOptions;
  /** Where the bot takes interactions over HTTP, such as `http://127.0.0.1:8080/interactions`; by default over the gateway. */
  interactionsEndpoint?: string;
}

/** An embedded Discord with one application, its guilds, and whoever joins. */
export interface Playground {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What discord.js takes as `rest.api`. */
  readonly apiURL: string;
  readonly botToken: string;
  readonly applicationId: string;
  /** The bot's user. */
  readonly bot: APIUser;
  readonly guildId: string;
  readonly guildName: string;
  /** The text channels of the first guild as they are now: `general` and `class`, then those that people have made. */
  readonly channels: PlaygroundGuild['channels'];
  /** All guilds; `guildId`, `guildName` and `channels` are those of the first. */
  readonly guilds: readonly PlaygroundGuild[];
  /** A channel of a guild that does not have the bot: commands there run by a person's own installation. */
  readonly elsewhereId: string;
  /** Everything that happens. */
  readonly events: PlaygroundEmitter;
  /** Every route of the REST API, as `METHOD /path/:part`. */
  readonly routes: readonly string[];
  /** How people come into the class, where it is one. */
  readonly classroom: Classroom | undefined;
  /**
   * Adds somebody to the first guild, or to others. Names are 1 to 32 characters. Whoever joins a guild first manages its
   * channels, in a class only who is to.
   *
   * @param options.guilds by id
   */
  join(name: string, options?: { locale?: string; manages?: boolean; guilds?: readonly string[] }): Person;
  /** Adds a guild with the bot, which hears of it at once. */
  addGuild(name: string): PlaygroundGuild;
  /** Gives and takes permissions in a channel; `who` is the id of a role, of a person or of the bot, or the channel's guild's for everybody. */
  setPermissions(channelId: string, who: string, permissions: ChannelPermissions): void;
  /** Lets AutoMod block messages and names of threads with these words; none, and it blocks nothing. */
  blockWords(words: readonly string[]): void;
  /** Puts a message of another bot or of a webhook into a channel. */
  post(
    channelId: string,
    by: Stranger,
    message: RESTPostAPIChannelMessageJSONBody,
    files?: readonly UploadedFile[],
  ): APIMessage;
  /**
   * Delivers interactions over HTTP from now on, to these addresses in turn as what balances load does, and messages over
   * the gateway as ever. No address: over the gateway.
   *
   * @param guildId for this guild alone; by default for all that nothing else is set for
   */
  deliverTo(addresses: string | readonly string[] | undefined, guildId?: string): void;
  /** Cuts the bot's connections, or those of one shard, as a network does; it may resume. */
  dropConnections(shardId?: number): void;
  /** Ends the bot's sessions, or those of one shard; it has to identify anew. */
  invalidateSessions(shardId?: number): void;
  /** Closes the connections of one shard with one of Discord's codes, and ends its sessions. */
  closeShard(shardId: number, reason: CloseReason): void;
  /** The shards that bots are connected as. */
  shards(): Shard[];
  isBotOnline(): boolean;
  /** Waits until a bot is connected and has registered commands. */
  waitForBot(withinMs?: number): Promise<void>;
  /** Shows something that went over another wire in the page's drawer, such as what the bot asked the model. */
  note(entry: Note): void;
  /** What people did so far and what came of it, to save as JSON and to replay. It is not to be changed. */
  transcript(): Transcript;
  /** The id that a name of the transcript, such as `2:original` or `person 1`, stands for here. */
  idOf(name: string): string | undefined;
  close(): Promise<void>;
}

/**
 * Opens an embedded Discord on 127.0.0.1: REST v10 at `/api`, the gateway at `/gateway`, files at `/attachments`.
 *
 * @throws Error with a sentence when the port is taken
 */
export async function openPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  let port = options.port ?? 0;
  const origin = () => `http://127.0.0.1:${port}`;
  const world = createWorld({
    now: options.now ?? Date.now,
    log: options.log ?? (() => undefined),
    firstResponseMs: options.firstResponseMs ?? 3000,
    isGrowing: options.isGrowing,
    tokenMs: options.tokenMs ?? 15 * 60 * 1000,
    privilegedIntents: options.privilegedIntents ?? 0,
    botName: options.botName ?? 'Tokenscope',
    guildNames: guildNames(options.guilds),
    hasOwnRooms: options.class !== undefined,
    isAnsweredAlone: (channelId, userId) => classroom !== undefined && channelId === sharedId && !leads(userId),
    origin,
  });
  const classroom = options.class && createClassroom(options.class, { port: () => port, now: world.now });
  const { first } = world.guilds;
  const sharedId = world.channels.ofGuild(first.id).at(-1)?.id ?? '';
  // In the class's channel stands what its teacher does; a student's own try would be seen by nobody but the teacher.
  const leads = (userId: string) => (BigInt(first.permissionsOf(userId)) & PermissionFlagsBits.ManageChannels) !== 0n;
  const manages = (asked: boolean | undefined) => (classroom === undefined ? asked : (asked ?? false));
  const recorder = createRecorder(world);
  const gateway = createGateway(world, options.heartbeatMs ?? 41_250, options.gateway);
  deliverOverHTTP(world);
  const deliverTo = (addresses: string | readonly string[] | undefined, guildId?: string) => {
    world.endpoint.set(guildId, typeof addresses === 'string' ? [addresses] : addresses);
    world.events.emit('bot', { online: isBotOnline(world, gateway), sessions: gateway.online() });
  };
  if (options.interactionsEndpoint !== undefined) deliverTo(options.interactionsEndpoint);
  const routes = [
    ...gatewayRoutes(world, gateway.information),
    ...applicationRoutes(world),
    ...commandRoutes(world),
    ...channelRoutes(world),
    ...messageRoutes(world),
    ...threadRoutes(world),
    ...guildRoutes(world),
    ...interactionRoutes(world),
  ];
  const page = servePage(
    {
      events: world.events,
      bot: world.users.bot,
      botToken: world.botToken,
      channels: () => [
        ...world.channels.ofGuild(first.id),
        ...world.channels.threads().filter(({ guildId }) => guildId === first.id),
      ],
      isHere: (channel) => !isInGuild(channel) || channel.guildId === first.id,
      isMember: (userId) => first.joinedAt(userId) !== undefined,
      // Everybody has the first one, and the bot its own.
      roles: first.roles.filter(({ id, managed }) => id !== first.id && !managed),
      isAllowed: (channel, userId, permission) => isAllowed(world, channel, userId, permission),
      channel: world.channels.get,
      message: world.messages.get,
      messagesIn: world.messages.inChannel,
      port: () => port,
      now: world.now,
      isBotOnline: () => isBotOnline(world, gateway),
      ...(classroom === undefined ? {} : { classroom: { ...classroom, sharedId } }),
      join(name, role, id) {
        const asked = role === undefined ? undefined : role === 'teacher';
        return recorder.follow(join(world, { name, locale: 'en-US', manages: manages(asked), id }), 'en-US');
      },
      clear(channelId) {
        const channel = world.channels.get(channelId);
        if (channel) world.messages.clear(channel);
      },
      transcript: recorder.transcript,
      previews: options.previews ?? {},
    },
    { about: options.about },
  );
  const findDoor = classroom ? classDoors(() => port, classroom.addresses) : loopbackDoor(() => port);
  const server = createServer(world, gateway, routes, page, findDoor);
  port = await listen(server, port, classroom === undefined && !options.isPublished ? '127.0.0.1' : '0.0.0.0');

  return {
    port,
    origin: origin(),
    apiURL: `${origin()}/api`,
    botToken: world.botToken,
    applicationId: world.applicationId,
    bot: world.users.bot,
    guildId: first.id,
    guildName: first.name,
    get channels() {
      return viewGuild(world, first).channels;
    },
    get guilds() {
      return world.guilds.all().map((guild) => viewGuild(world, guild));
    },
    elsewhereId: world.elsewhere.id,
    classroom,
    events: world.events,
    routes: routes.map((route) => `${route.method} ${route.path}`),
    join(name, about) {
      const locale = about?.locale ?? 'en-US';
      return recorder.follow(join(world, { ...about, name, locale, manages: manages(about?.manages) }), locale);
    },
    addGuild: (name) => viewGuild(world, world.guilds.add(name)),
    setPermissions: (channelId, who, permissions) =>
      setPermissions(world, channelOf(world, channelId), who, permissions),
    blockWords: world.autoMod.block,
    post: (channelId, by, message, files) => seedMessage(world, channelOf(world, channelId), by, message, files),
    deliverTo,
    dropConnections: gateway.dropConnections,
    invalidateSessions: gateway.invalidateSessions,
    closeShard: gateway.closeShard,
    shards: gateway.shards,
    isBotOnline: () => isBotOnline(world, gateway),
    waitForBot: (withinMs = 60_000) => waitForBot(world, gateway, withinMs),
    note: page.note,
    transcript: () => recorder.transcript(),
    idOf: recorder.idOf,
    async close() {
      world.interactions.close();
      page.close();
      gateway.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      world.events.removeAllListeners();
    },
  };
}

function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`The playground has no channel ${id}.`);
  return channel;
}
