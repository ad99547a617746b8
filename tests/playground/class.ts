import type {
  ChatInputCommandInteraction,
  Client,
  Interaction,
  MessageContextMenuCommandInteraction,
} from 'discord.js';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import type { Person } from '../../src/playground/people/person.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { logIn } from './client.js';

/** Commands with every kind of option that the tests use. */
const COMMANDS = [
  {
    name: 'draw',
    description: 'Draws',
    integration_types: [0, 1],
    contexts: [0, 1, 2],
    options: [
      { type: 3, name: 'text', description: 'What', required: true, max_length: 20 },
      { type: 4, name: 'size', description: 'How big', min_value: 1, max_value: 9 },
      { type: 10, name: 'heat', description: 'How hot' },
      { type: 3, name: 'model', description: 'Which', autocomplete: true },
      { type: 3, name: 'encoding', description: 'How', choices: [{ name: 'GPT-4', value: 'cl100k' }] },
      { type: 5, name: 'bytes', description: 'Bytes' },
    ],
  },
  { name: 'quick', description: 'Answers at once' },
  { name: 'Tokenize', type: 3, contexts: [0, 1, 2], integration_types: [0, 1] },
];

/** A playground with a discord.js bot logged in, and two people. */
export interface Classroom {
  playground: Playground;
  client: Client<true>;
  ada: Person;
  bob: Person;
  /** What the bot asked over REST since the last `exchanges.length = 0`. */
  exchanges: Exchange[];
  /** Sets what the bot does with every interaction. */
  onInteraction(handle: (interaction: Interaction) => unknown): void;
  /** Sets what the bot does with slash and message commands. */
  onCommand(handle: (interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction) => unknown): void;
  close(): Promise<void>;
}

export async function openClassroom(options: PlaygroundOptions = {}): Promise<Classroom> {
  // A test that is not about the deadline must not meet it on a busy machine.
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
  const exchanges: Exchange[] = [];
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
  let handle: (interaction: Interaction) => unknown = () => undefined;
  const client = await logIn(playground, (interaction) => handle(interaction), { commands: structuredClone(COMMANDS) });
  await playground.waitForBot();
  return {
    playground,
    client,
    ada: playground.join('Ada'),
    bob: playground.join('Bob'),
    exchanges,
    onInteraction(next) {
      handle = next;
    },
    onCommand(next) {
      handle = (interaction) =>
        interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand() ? next(interaction) : undefined;
    },
    async close() {
      await client.destroy();
      await playground.close();
    },
  };
}
