// What the bot is measured against: discord.js alone. It defers and does nothing else, or with FINISH=1 makes replies by the
// bare calls that a picture of tokens needs, on as many threads as there are processors.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Client, GatewayIntentBits } from 'discord.js';
import { Piscina } from 'piscina';
import { measure } from './measure.mjs';

const finishes = process.env.FINISH === '1';
const threads = availableParallelism();
const piscina = finishes
  ? new Piscina({
      filename: fileURLToPath(new URL('./load-bare-worker.mjs', import.meta.url)),
      minThreads: threads,
      maxThreads: threads,
      atomics: 'disabled',
    })
  : undefined;

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env.DISCORD_API_URL, globalRequestsPerSecond: 1000 },
});
client.on('interactionCreate', async (interaction) => {
  await interaction.deferReply();
  if (piscina === undefined) return;
  const { png, count } = await piscina.run(interaction.options.getString('text'));
  await interaction.editReply({
    content: `${count} tokens`,
    files: [{ attachment: Buffer.from(png.buffer, png.byteOffset, png.byteLength), name: 'tokens.png' }],
  });
});
client.on('error', (error) => console.error(error));
const ready = new Promise((resolve) => client.once('clientReady', resolve));
await client.login(process.env.DISCORD_TOKEN);
await ready;
await client.application.commands.set([
  { name: 'tokenize', description: 'Bare', options: [{ type: 3, name: 'text', description: 'Text', required: true }] },
]);
measure(async () => {
  await client.destroy();
  await piscina?.destroy();
});
