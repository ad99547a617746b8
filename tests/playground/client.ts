import {
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  REST,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Playground } from '../../src/playground/open-playground.js';

/** The REST client of a bot in a playground, without a gateway connection. */
export function restOf(playground: Playground): REST {
  return new REST({ api: playground.apiURL, retries: 0 }).setToken(playground.botToken);
}

/** Logs an unmodified discord.js client in, ready to answer. */
export async function logIn(
  playground: Playground,
  onInteraction: (interaction: Interaction) => unknown = () => undefined,
  options: {
    commands?: RESTPostAPIApplicationCommandsJSONBody[];
    intents?: number[];
    shardCount?: number;
    shards?: number[];
  } = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: options.intents ?? [GatewayIntentBits.Guilds],
    rest: { api: playground.apiURL },
    ...(options.shardCount ? { shardCount: options.shardCount } : {}),
    ...(options.shards ? { shards: options.shards } : {}),
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    await onInteraction(interaction);
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.botToken);
  const online = await ready;
  if (options.commands)
    await online.application.commands.set(options.commands as Parameters<typeof online.application.commands.set>[0]);
  return online;
}

/** The errors tree of a refusal, as `path: CODE` lines. */
export function complaints(errors: unknown, at = ''): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) =>
    key === '_errors'
      ? (value as { code: string }[]).map((one) => `${at}: ${one.code}`)
      : complaints(value, at === '' ? key : `${at}.${key}`),
  );
}
