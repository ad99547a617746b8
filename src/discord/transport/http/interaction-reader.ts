import {
  type APIApplication,
  Client,
  ClientApplication,
  ClientUser,
  Events,
  type Interaction,
  Options,
  type REST,
} from 'discord.js';
import { completePolls } from '../discord-js/complete-polls.js';

/** Makes interactions of what Discord sends. */
export interface InteractionReader {
  /**
   * Makes one of a body as Discord's API has it.
   *
   * @returns undefined for a kind that is not known
   * @throws Error where it is not as Discord describes it
   */
  read(body: object): Interaction | undefined;
}

/** What the typings of discord.js keep private: what reads an INTERACTION_CREATE, and what a login would set. */
interface Unlocked {
  rest: REST;
  user: unknown;
  application: unknown;
  readonly actions: { readonly InteractionCreate: { handle(body: object): void } };
}

/** A structure of discord.js, made of what Discord's API says. */
type Structure = new (client: Client, data: unknown) => unknown;

/**
 * Creates a reader over discord.js: a client that never logs in and keeps nothing of what it reads, so that whatever is
 * known of a place and of a person is what the interaction itself says.
 *
 * @param rest sends its answers
 * @param application whose interactions these are
 */
export function createInteractionReader(rest: REST, application: APIApplication): InteractionReader {
  const client = new Client({
    intents: [],
    // Else discord.js reads the environment.
    shards: [0],
    shardCount: 1,
    makeCache: Options.cacheWithLimits({ UserManager: 0, EntitlementManager: 0, MessageManager: 0 }),
    allowedMentions: { parse: [], repliedUser: false },
    // It sends nothing by its own REST client, so there is nothing to be swept.
    rest: { hashSweepInterval: 0, handlerSweepInterval: 0 },
  });
  const unlocked = client as unknown as Unlocked;
  unlocked.rest = rest;
  unlocked.application = new (ClientApplication as unknown as Structure)(client, application);
  unlocked.user = new (ClientUser as unknown as Structure)(client, application.bot);
  return {
    read(body) {
      let made: Interaction | undefined;
      client.once(Events.InteractionCreate, (interaction) => {
        made = interaction;
      });
      try {
        completePolls(body);
        unlocked.actions.InteractionCreate.handle(body);
      } finally {
        client.removeAllListeners(Events.InteractionCreate);
      }
      return made;
    },
  };
}
