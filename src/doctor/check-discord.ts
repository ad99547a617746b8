import {
  type APIApplication,
  type APIGatewayBotInfo,
  type APIUser,
  PermissionFlagsBits,
  type RESTAPIPartialCurrentUserGuild,
  Routes,
} from 'discord-api-types/v10';
import type { Shards } from '../deployment-settings.js';
import { BOT_PERMISSIONS, inviteLink } from '../discord/invite.js';
import { doctorWords } from '../words/doctor.js';
import { type Finding, reasonOf } from './finding.js';

const words = doctorWords('en');
const about = words.about.discord;

const DISCORD_API = 'https://discord.com/api';

/** For so long Discord is waited for, in milliseconds. */
const MAX_WAIT_MS = 15_000;

/** So many servers are named of which something lacks. */
const MAX_NAMED = 5;

/** Discord lets a bot log in 1,000 times a day. */
const FEW_STARTS = 100;

/** A token lives 15 minutes by the clocks of both, and what is a minute off is noticed elsewhere first. */
const MAX_CLOCK_SECONDS = 60;

/** Discord answered, and not with what was asked for. */
class StatusError extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

/** What Discord tells before a bot logs in; another than Discord may not know of shards. */
type ToldBeforeLogin = Pick<APIGatewayBotInfo, 'session_start_limit'> & { readonly shards?: number };

/** Where Discord is asked, and as whom. */
export interface DiscordToCheck {
  readonly token: string;
  /** Without a version; Discord's own where undefined. */
  readonly apiURL: string | undefined;
  readonly fetch: typeof fetch;
  /** How many commands the bot has. */
  readonly commands: number;
  /** Which shards of the gateway the process is to serve; as many as Discord recommends by default. */
  readonly shards?: Shards | undefined;
  /** Whether it connects to the gateway, which it does by default. */
  readonly hasGateway?: boolean;
}

/** Asks Discord who the bot is, what it knows of it, and what it may do on its servers. Nothing is changed there. */
export async function checkDiscord(discord: DiscordToCheck): Promise<Finding[]> {
  const { token, apiURL, fetch, commands, shards = 'auto', hasGateway = true } = discord;
  const base = `${apiURL ?? DISCORD_API}/v10`;
  const where = apiURL ?? 'Discord';
  const ask = async <T>(route: string): Promise<{ readonly json: T; readonly headers: Headers }> => {
    const answer = await fetch(`${base}${route}`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(MAX_WAIT_MS),
      redirect: 'error',
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new StatusError(answer.status);
    }
    return { json: (await answer.json()) as T, headers: answer.headers };
  };
  try {
    const { json: self, headers } = await ask<APIUser>(Routes.user());
    const { json: application } = await ask<APIApplication>(Routes.currentApplication());
    const { json: gateway } = await ask<ToldBeforeLogin>(Routes.gatewayBot());
    const { json: known } = await ask<unknown[]>(Routes.applicationCommands(application.id));
    const { json: servers } = await ask<RESTAPIPartialCurrentUserGuild[]>(`${Routes.userGuilds()}?limit=200`);
    return [
      { mark: 'well', about, sentence: words.discord.well(self.username) },
      { mark: 'well', about, sentence: words.discord.intents },
      ...(hasGateway ? [...shardsOf(shards, gateway), ...startsOf(shards, gateway)] : []),
      {
        mark: known.length < commands ? 'note' : 'well',
        about,
        sentence: words.discord.commands(known.length, commands),
      },
      ...serversOf(servers, application.id),
      ...clockOf(headers.get('date')),
    ];
  } catch (error) {
    return [{ mark: 'trouble', about, sentence: troubleOf(error, where) }];
  }
}

function troubleOf(error: unknown, where: string): string {
  if (!(error instanceof StatusError)) return words.discord.away(where, reasonOf(error));
  return error.status === 401 ? words.discord.refused : words.discord.odd(where, error.status);
}

function shardsOf(shards: Shards, { shards: recommended = 1 }: ToldBeforeLogin): Finding[] {
  const name = words.about.shards;
  if (shards !== 'auto' && shards.count < recommended) {
    return [{ mark: 'note', about: name, sentence: words.shards.tooFew(shards.count, recommended) }];
  }
  const own =
    shards === 'auto' ? { ids: Array.from({ length: recommended }, (_, id) => id), count: recommended } : shards;
  return [{ mark: 'well', about: name, sentence: words.shards.well(own, recommended) }];
}

/** How often the bot may still log in today, which it does once for each of its shards. */
function startsOf(shards: Shards, { shards: recommended, session_start_limit: limit }: ToldBeforeLogin): Finding[] {
  const { remaining, reset_after: resetMs } = limit;
  const needed = shards === 'auto' ? (recommended ?? 1) : shards.ids.length;
  if (remaining >= Math.max(FEW_STARTS, needed)) return [];
  const hours = Math.max(1, Math.ceil(resetMs / 3_600_000));
  const sentence = words.discord.startsLeft(remaining, hours, needed);
  return [{ mark: remaining < needed ? 'trouble' : 'note', about, sentence }];
}

function serversOf(servers: readonly RESTAPIPartialCurrentUserGuild[], applicationId: string): Finding[] {
  const name = words.about.servers;
  if (servers.length === 0) {
    return [{ mark: 'note', about: name, sentence: words.discord.onNoServer(inviteLink(applicationId)) }];
  }
  const lacking = servers.flatMap(({ name: server, permissions }) => {
    const lacks = lackingIn(BigInt(permissions));
    return lacks.length === 0 ? [] : [{ server, lacks }];
  });
  if (lacking.length === 0) return [{ mark: 'well', about: name, sentence: words.discord.servers(servers.length) }];
  const sentences = lacking.slice(0, MAX_NAMED).map(({ server, lacks }) => words.discord.lacks(server, lacks));
  const more = lacking.length - sentences.length;
  if (more > 0) sentences.push(words.discord.lacksMore(more));
  return sentences.map((sentence) => ({ mark: 'note', about: name, sentence }));
}

/** What the bot needs and may not, as Discord's page calls it. */
function lackingIn(permissions: bigint): string[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  return BOT_PERMISSIONS.filter((name) => (permissions & PermissionFlagsBits[name]) === 0n).map(asWords);
}

/** `Send Messages In Threads` of `SendMessagesInThreads`. */
function asWords(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function clockOf(date: string | null): Finding[] {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.round(Math.abs(Date.now() - theirs) / 1000);
  const isOff = seconds > MAX_CLOCK_SECONDS;
  const sentence = isOff ? words.clock.off(seconds) : words.clock.well;
  return [{ mark: isOff ? 'note' : 'well', about: words.about.clock, sentence }];
}
