import { Client, GatewayIntentBits } from 'discord.js';

/**
 * Creates the Discord client; it is not logged in yet.
 *
 * @param apiURL another Discord-compatible REST base without version, such as `http://127.0.0.1:3000/api`; Discord's own when undefined
 */
export function createClient(apiURL: string | undefined): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    // Nobody is ever pinged by text that came from a user or a model.
    allowedMentions: { parse: [], repliedUser: false },
    rest: {
      ...(apiURL === undefined ? {} : { api: apiURL }),
      // Discord exempts interaction replies from its 50 a second, discord.js does not: a class would wait for its pictures.
      globalRequestsPerSecond: 1000,
    },
  });
}

/** The link that invites the bot to a server. It asks for no permissions: interaction replies need none. */
export function inviteLink(applicationId: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=0`;
}
