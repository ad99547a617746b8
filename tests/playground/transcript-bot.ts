import {
  ButtonStyle,
  type Client,
  ComponentType,
  type Interaction,
  MessageFlags,
  type RESTPostAPIApplicationCommandsJSONBody,
  TextInputStyle,
} from 'discord.js';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { logIn } from './client.js';

const COMMANDS: RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    name: 'count',
    description: 'Counts',
    contexts: [0, 1, 2],
    integration_types: [0, 1],
    options: [
      { type: 3, name: 'what', description: 'What' },
      { type: 6, name: 'whom', description: 'Whom' },
    ],
  } as RESTPostAPIApplicationCommandsJSONBody,
  { name: 'silent', description: 'Never answers' },
  { name: 'announce', description: 'Posts by itself' },
  { name: 'Quote', type: 3 },
  { name: 'Greet', type: 2 },
];

/** How the bot differs from itself, to see whether a replay notices. */
export interface Mood {
  greeting?: string;
  extraFollowUp?: boolean;
  withoutMenu?: boolean;
}

/** A small bot with its own playground: custom ids and seconds differ on every run. */
export interface TranscriptBot {
  playground: Playground;
  client: Client<true>;
  close(): Promise<void>;
}

let runs = 0;

/** Opens a fresh playground with the bot in it. */
export async function openTranscriptBot(mood: Mood = {}, options: PlaygroundOptions = {}): Promise<TranscriptBot> {
  runs += 1;
  const run = `run-${runs}-${process.hrtime.bigint()}`;
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
  const client = await logIn(playground, (interaction) => answer(interaction, mood, run), { commands: COMMANDS });
  return {
    playground,
    client,
    async close() {
      await client.destroy();
      await playground.close();
    },
  };
}

function counter(count: number, run: string, mood: Mood) {
  const button = (id: string, label: string, disabled = false) => ({
    type: ComponentType.Button as const,
    customId: `${id}:${run}:${count}`,
    label,
    style: ButtonStyle.Primary as const,
    disabled,
  });
  const menu = {
    type: ComponentType.StringSelect as const,
    customId: `menu:${run}`,
    placeholder: 'Jump to…',
    options: [
      { label: 'Ten', value: `10:${run}` },
      { label: 'Twenty', value: `20:${run}`, description: 'twice ten' },
    ],
  };
  return {
    content: `The count is ${count}, after ${runs}.5 s`,
    components: [
      {
        type: ComponentType.ActionRow as const,
        components: [button('add', 'Add'), button('undo', 'Undo', count === 0), button('form', 'Form…')],
      },
      ...(mood.withoutMenu ? [] : [{ type: ComponentType.ActionRow as const, components: [menu] }]),
    ],
  };
}

async function answer(interaction: Interaction, mood: Mood, run: string): Promise<unknown> {
  if (interaction.isChatInputCommand()) {
    if (interaction.commandName === 'silent') return undefined;
    if (interaction.commandName === 'announce') {
      const channel = interaction.channel;
      await interaction.reply({ content: 'It is posted.', flags: MessageFlags.Ephemeral });
      return channel?.isSendable() ? channel.send({ content: 'A word to all', components: [] }) : undefined;
    }
    const whom = interaction.options.getUser('whom');
    await interaction.deferReply();
    await interaction.editReply('thinking hard');
    await interaction.editReply(counter(0, run, mood));
    const greeting = `${mood.greeting ?? 'Hello'} ${whom === null ? 'all' : `<@${whom.id}>`}`;
    return interaction.followUp({
      content: greeting,
      files: [{ attachment: Buffer.from('x'), name: 'note.txt', description: 'one letter' }],
    });
  }
  if (interaction.isMessageContextMenuCommand()) {
    return interaction.reply(`> ${interaction.targetMessage.content}`);
  }
  if (interaction.isUserContextMenuCommand()) return interaction.reply(`Hello ${interaction.targetUser.displayName}`);
  if (interaction.isButton()) {
    const [action, , count] = interaction.customId.split(':');
    if (action === 'form') return interaction.showModal(form(run));
    await interaction.update(counter(Number(count) + (action === 'add' ? 1 : -1), run, mood));
    return mood.extraFollowUp ? interaction.followUp('and one more thing') : undefined;
  }
  if (interaction.isStringSelectMenu()) {
    await interaction.deferUpdate();
    return interaction.editReply(counter(Number.parseInt(interaction.values[0] ?? '', 10), run, mood));
  }
  if (interaction.isModalSubmit()) {
    const text = interaction.fields.getTextInputValue(`why:${run}`);
    return interaction.reply({
      flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
      components: [{ type: ComponentType.TextDisplay, content: `Because of ${text}` }],
    });
  }
  return undefined;
}

function form(run: string) {
  return {
    customId: `form:${run}`,
    title: 'Why?',
    components: [
      {
        type: ComponentType.ActionRow as const,
        components: [
          {
            type: ComponentType.TextInput as const,
            customId: `why:${run}`,
            label: 'Reason',
            style: TextInputStyle.Short as const,
          },
        ],
      },
    ],
  };
}
