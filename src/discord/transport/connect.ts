import { setMaxListeners } from 'node:events';
import { type APIUser, type Client, DiscordAPIError, Events, type RESTOptions, Status, type User } from 'discord.js';
import type { Logger } from 'pino';
import type { Fact } from '../../domain/fact.js';
import { endsWithin } from '../../ends-within.js';
import { UserError } from '../../errors.js';
import { faultOf } from '../../fault.js';
import type { Command } from '../command.js';
import { inviteLink } from '../invite.js';
import type { Incoming } from '../router/incoming.js';
import type { FindLeft } from '../router/left-runs.js';
import { handOn } from './discord-js/hand-on.js';
import { createFindLeft } from './discord-js/left-messages.js';
import { registerCommands } from './discord-js/register-commands.js';
import { createClient, type ShardRange } from './gateway/client.js';
import type { OnGatewayFault } from './gateway/guard-gateway.js';
import { handMessagesOn } from './gateway/hand-messages-on.js';
import type { LoginTurns } from './gateway/identify-turns.js';
import { watchShards } from './gateway/watch-shards.js';
import { watchSilence } from './gateway/watch-silence.js';
import { askForApplication, publicKeyOf } from './http/ask-for-application.js';
import { createDiscordClock } from './http/discord-clock.js';
import { openInteractions } from './http/open-interactions.js';
import type { InteractionsServer } from './http/serve-interactions.js';
import { realPace } from './pace.js';
import { type CountedAnswer, createRefusedRequests } from './refused-requests.js';

/** What discord.js says before it logs in too often. */
const NO_STARTS_LEFT = /^Not enough sessions remaining to spawn (\d+) shards; only (\d+) remaining; resets at (\S+)$/;

const HOUR_MS = 3_600_000;

/** How long a connection that came to nothing may take to close, in milliseconds. */
const MAX_CLOSE_MS = 2000;

/** What stands before Discord dates its answers, and need not have the time of what signs interactions, in milliseconds. */
const MAX_CLOCKS_APART_MS = 20_000;

export interface ConnectOptions {
  /** Another Discord-compatible REST base; Discord's own when undefined. */
  readonly apiURL: string | undefined;
  readonly token: string | undefined;
  /** Sends the HTTP requests, where a proxy is between. */
  readonly agent?: RESTOptions['agent'] | undefined;
  readonly commands: readonly Command[];
  /** Takes interactions over HTTP at this port; absent: they come over the gateway. */
  readonly interactions?: InteractionsByHTTP | undefined;
  /** Which of the bot's shards this process serves; absent: as many as Discord recommends. */
  readonly shards?: 'auto' | ShardRange | undefined;
  /** Whose turn it is to log in, where other processes of this bot may start at the same time. */
  readonly loginTurns?: LoginTurns | undefined;
  readonly log: Logger;
  readonly onIncoming: (incoming: Incoming) => void;
  /** Told of the status of each answer to a request. */
  readonly onAnswer?: ((status: number) => void) | undefined;
  /** Told why when Discord has closed the connection for good. */
  readonly onLost: (why: Fact) => void;
  /** How long Discord may say nothing while the bot logs in, in milliseconds; 30 s by default. */
  readonly maxSilenceMs?: number;
}

/** How interactions come over HTTP. */
export interface InteractionsByHTTP {
  /** 0 takes a free one. */
  readonly port: number;
  /** Hexadecimal digits; undefined: Discord is asked for it. */
  readonly publicKey: string | undefined;
  /** Whether the gateway is connected as well, which alone brings messages. */
  readonly besideGateway: boolean;
}

/** The bot on Discord. */
export interface DiscordConnection {
  /** The name of the bot's account. */
  readonly tag: string;
  readonly applicationId: string;
  /** Where interactions are listened for; undefined where they come over the gateway. */
  readonly interactionsPort: number | undefined;
  /** Invites the bot to a server. */
  readonly inviteLink: string;
  /** The bot's own id, by which its answers are known. */
  readonly botId: string;
  /** The shards of this process, and the server for interactions; `lost` where Discord has closed a shard for good. */
  ways(): readonly { readonly name: string; readonly state: 'ready' | 'connecting' | 'lost' }[];
  /** Finds the messages that another process of this bot has left. */
  readonly findLeft: FindLeft;
  /** The shards of the gateway that this process serves, of how many; undefined without the gateway. */
  readonly shards: ShardRange | undefined;
  /**
   * Lets others have what comes from now on, as far as it is for this process to do.
   *
   * @param hasOthers whether there are any
   * @returns when all was handed on that had begun to come
   */
  drain(hasOthers: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to Discord, over its gateway or by listening for what it sends over HTTP, and registers the commands; until then
 * the log says what is being waited for.
 *
 * @throws UserError when Discord does not accept the token, cannot be reached, or falls silent, or where the port is taken
 */
export async function connectDiscord(options: ConnectOptions): Promise<DiscordConnection> {
  const { commands, interactions, log, onIncoming, onLost } = options;
  const hasGateway = interactions?.besideGateway ?? true;
  let failStart: (error: unknown) => void = () => undefined;
  const unreadable = new Promise<never>((_, fail) => {
    failStart = fail;
  });
  unreadable.catch(() => undefined);
  const onFault: OnGatewayFault = (error, event) => {
    log.error({ fault: faultOf(error), event }, 'what came over the gateway could not be read');
    if (event === 'READY') failStart(new Error('its first event cannot be read', { cause: error }));
  };
  const refused = createRefusedRequests({ log, onAnswer: options.onAnswer });
  const pace = { ...realPace, isCareful: refused.isCareful };
  const clock = createDiscordClock(pace.now);
  const answers = {
    note(answer: CountedAnswer) {
      refused.note(answer);
      clock.note(Date.parse(answer.headers.get('date') ?? '') - MAX_CLOCKS_APART_MS);
    },
  };
  let onPutOff = (): void => undefined;
  const client = createClient(options.apiURL, onFault, answers, options.agent, {
    shards: options.shards,
    turns: options.loginTurns,
    log,
    onPutOff: () => onPutOff(),
  });
  client.on(Events.InteractionCreate, handOn(onIncoming, log, pace));
  client.on(Events.Raw, handMessagesOn(client, onIncoming, log, pace));
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client reports an error'));
  client.on(Events.Warn, (message) => log.warn(message));
  let hasStarted = false;
  const shards = watchShards(client, log, (why) => {
    if (hasStarted) onLost(why);
    else failStart(new UserError(why));
  });
  const silence = watchSilence(client, { ...options, where: nameOf(options) });
  onPutOff = silence.broken;
  let server: InteractionsServer | undefined;
  const logIn = async () => {
    if (hasGateway) {
      await Promise.all([shards.ready, client.login(options.token)]);
    } else client.rest.setToken(options.token ?? '');
    const application = hasGateway && interactions === undefined ? undefined : await askForApplication(client.rest);
    const bot = application?.bot ?? client.user;
    const applicationId = application?.id ?? client.application?.id;
    if (!bot || applicationId === undefined) throw new Error('Discord did not say which bot this is');
    // Before the commands are there to be used.
    if (interactions !== undefined && application !== undefined) {
      const publicKey = publicKeyOf(application, interactions.publicKey, nameOf(options));
      const { rest } = client;
      const { port } = interactions;
      server = await openInteractions({ port, publicKey, application, rest, clock, pace, log, onIncoming });
    }
    silence.waitFor('commands');
    const sent = await registerCommands(client.rest, applicationId, commands);
    log.info({ commands: commands.length, sent }, sent ? 'commands registered' : 'commands were registered already');
    return { bot, applicationId };
  };
  try {
    const { bot, applicationId } = await Promise.race([logIn(), silence.tooLong, unreadable]);
    hasStarted = true;
    const closing = new AbortController();
    // Everything that waits to be sent again listens to it.
    setMaxListeners(0, closing.signal);
    return {
      tag: tagOf(bot),
      applicationId,
      interactionsPort: server?.port,
      inviteLink: inviteLink(applicationId),
      botId: applicationId,
      ways: () => [
        ...client.ws.shards.map(({ id, status }) => ({
          name: `shard-${id}`,
          state: STATES[status] ?? ('connecting' as const),
        })),
        ...(server === undefined ? [] : [{ name: 'http', state: 'ready' as const }]),
      ],
      findLeft: createFindLeft(client.rest, realPace, closing.signal),
      shards: hasGateway ? { ids: shardIdsOf(client), count: client.options.shardCount ?? 1 } : undefined,
      async drain(hasOthers) {
        await server?.drain(hasOthers);
      },
      async close() {
        closing.abort();
        shards.expectClose();
        await server?.close();
        await client.destroy();
      },
    };
  } catch (error) {
    await server?.close();
    shards.expectClose();
    await endsWithin(MAX_CLOSE_MS, client.destroy()).catch(() => false);
    throw error instanceof UserError ? error : noLogin(error, nameOf(options));
  } finally {
    silence.end();
  }
}

/** Any other state is one of those on the way to a connection. */
const STATES: Readonly<Partial<Record<Status, 'ready' | 'lost'>>> = {
  [Status.Ready]: 'ready',
  [Status.Disconnected]: 'lost',
};

function shardIdsOf({ options: { shards } }: Client): readonly number[] {
  return Array.isArray(shards) ? shards : [];
}

function tagOf(bot: User | APIUser): string {
  return /^0+$/.test(bot.discriminator) ? bot.username : `${bot.username}#${bot.discriminator}`;
}

function nameOf({ apiURL }: ConnectOptions): string {
  return apiURL ?? 'Discord';
}

function noLogin(error: unknown, where: string): UserError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isRefused = error instanceof DiscordAPIError && error.status === 401;
  if (isRefused || code === 'TokenInvalid' || code === 401)
    return new UserError('token-refused', { where }, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  const [, needed, left, resets] = NO_STARTS_LEFT.exec(reason) ?? [];
  if (resets !== undefined) {
    const hours = Math.max(1, Math.ceil((Date.parse(resets) - Date.now()) / HOUR_MS));
    return new UserError('no-logins-left', { needed: Number(needed), left: Number(left), hours }, { cause: error });
  }
  return new UserError('no-login', { where, reason }, { cause: error });
}
