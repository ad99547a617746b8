import { setMaxListeners } from 'node:events';
import { type Client, Events, type RESTOptions, Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Fact } from '../../../domain/fact.js';
import { endsWithin } from '../../../ends-within.js';
import { UserError } from '../../../errors.js';
import { createFact } from '../../../facts.js';
import { faultOf } from '../../../fault.js';
import type { Command } from '../../command.js';
import { inviteLink } from '../../invite.js';
import type { Incoming } from '../../router/incoming.js';
import type { FindLeft } from '../../router/left-runs.js';
import { realPace } from '../pace.js';
import { createRefusedRequests } from '../refused-requests.js';
import { createClient } from './client.js';
import type { OnGatewayFault } from './guard-gateway.js';
import { handMessagesOn } from './hand-messages-on.js';
import { handOn } from './hand-on.js';
import { createFindLeft } from './left-messages.js';
import { registerCommands } from './register-commands.js';

/** Discord that has said nothing for this long while the bot logs in is not there, in milliseconds. */
const MAX_SILENCE_MS = 30_000;

/** The part of that time after which the log says what the bot is waiting for. */
const TELL_AFTER = 1 / 6;

/** How long a connection that came to nothing may take to close, in milliseconds. */
const MAX_CLOSE_MS = 2000;

export interface ConnectOptions {
  /** Another Discord-compatible REST base; Discord's own when undefined. */
  readonly apiURL: string | undefined;
  readonly token: string | undefined;
  /** Sends the HTTP requests, where a proxy is between. */
  readonly agent?: RESTOptions['agent'] | undefined;
  readonly commands: readonly Command[];
  readonly log: Logger;
  readonly onIncoming: (incoming: Incoming) => void;
  /** Told of the status of each answer to a request. */
  readonly onAnswer?: ((status: number) => void) | undefined;
  /** Told why when Discord has closed the connection for good. */
  readonly onLost: (why: Fact) => void;
  /** How long Discord may say nothing while the bot logs in, in milliseconds; 30 s by default. */
  readonly maxSilenceMs?: number;
}

/** The bot on Discord. */
export interface DiscordConnection {
  /** The name of the bot's account. */
  readonly tag: string;
  /** Invites the bot to a server. */
  readonly inviteLink: string;
  /** The bot's own id, by which its answers are known. */
  readonly botId: string;
  /** The shards of this process, and whether they are connected; `lost` where Discord has closed one for good. */
  shards(): readonly { readonly id: number; readonly state: 'ready' | 'connecting' | 'lost' }[];
  /** Finds the messages that another process of this bot has left. */
  readonly findLeft: FindLeft;
  close(): Promise<void>;
}

/**
 * Logs in to Discord and registers the commands; until then the log says what is being waited for.
 *
 * @throws UserError when Discord does not accept the token, cannot be reached, or falls silent
 */
export async function connectDiscord(options: ConnectOptions): Promise<DiscordConnection> {
  const { commands, log, onLost } = options;
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
  const client = createClient(options.apiURL, onFault, refused, options.agent);
  client.on(Events.InteractionCreate, handOn(options.onIncoming, log, pace));
  client.on(Events.Raw, handMessagesOn(client, options.onIncoming, log, pace));
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client reports an error'));
  client.on(Events.Warn, (message) => log.warn(message));
  client.on(Events.ShardDisconnect, ({ code }) => onLost(createFact('discord-lost', { code })));
  client.on(Events.Invalidated, () => onLost(createFact('discord-lost', {})));
  const silence = watchSilence(client, options);
  const logIn = async (): Promise<Client<true>> => {
    const ready = new Promise<Client<true>>((done) => client.once(Events.ClientReady, done));
    const [bot] = await Promise.all([ready, client.login(options.token)]);
    silence.waitFor('commands');
    const sent = await registerCommands(bot.rest, bot.application.id, commands);
    log.info({ commands: commands.length, sent }, sent ? 'commands registered' : 'commands were registered already');
    return bot;
  };
  try {
    const { user, application } = await Promise.race([logIn(), silence.tooLong, unreadable]);
    const closing = new AbortController();
    // Everything that waits to be sent again listens to it.
    setMaxListeners(0, closing.signal);
    return {
      tag: user.tag,
      inviteLink: inviteLink(application.id),
      botId: application.id,
      shards: () => client.ws.shards.map(({ id, status }) => ({ id, state: STATES[status] ?? 'connecting' })),
      findLeft: createFindLeft(client.rest, realPace, closing.signal),
      close() {
        closing.abort();
        return client.destroy();
      },
    };
  } catch (error) {
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

/** What of Discord the bot waits for. */
type Awaited = 'api' | 'gateway' | 'commands';

/** Watches whether Discord says anything. */
function watchSilence(client: Client, options: ConnectOptions) {
  const { log, maxSilenceMs = MAX_SILENCE_MS } = options;
  const where = nameOf(options);
  let awaited: Awaited = 'api';
  let timers: NodeJS.Timeout[] = [];
  let fail: (error: UserError) => void = () => {};
  const tooLong = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const restart = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(
        () => log.warn({ where, awaited }, 'waiting for Discord, which does not answer'),
        maxSilenceMs * TELL_AFTER,
      ),
      setTimeout(
        () => fail(new UserError('discord-silent', { where, awaited, seconds: maxSilenceMs / 1000 })),
        maxSilenceMs,
      ),
    ];
  };
  const onResponse = (_request: unknown, { status }: { status: number }): void => {
    if (awaited === 'api' && status < 400) awaited = 'gateway';
    restart();
  };
  client.rest.on('response', onResponse);
  client.on(Events.Raw, restart);
  restart();
  return {
    tooLong,
    waitFor(what: Awaited) {
      awaited = what;
      restart();
    },
    end() {
      for (const timer of timers) clearTimeout(timer);
      client.rest.off('response', onResponse);
      client.off(Events.Raw, restart);
    },
  };
}

function nameOf({ apiURL }: ConnectOptions): string {
  return apiURL ?? 'Discord';
}

function noLogin(error: unknown, where: string): UserError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'TokenInvalid' || code === 401) return new UserError('token-refused', { where }, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('no-login', { where, reason }, { cause: error });
}
