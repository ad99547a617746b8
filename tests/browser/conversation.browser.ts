import { Client, Events, GatewayIntentBits, type Message, Partials } from 'discord.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { violations } from './axe.js';
import { useBrowser } from './browser.js';
import { messageWith } from './reading.js';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

const enter = useBrowser();
let playground: Playground;
let client: Client;
let came: Message[] = [];
beforeAll(async () => {
  playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages],
    partials: [Partials.Channel],
    rest: { api: playground.apiURL, globalRequestsPerSecond: 1000 },
  });
  const command = {
    name: 'read',
    description: 'Reads a file',
    contexts: [0, 1, 2],
    integration_types: [0, 1],
    options: [{ type: 11, name: 'file', description: 'Which', required: true }],
  };
  client.on(Events.MessageCreate, (message) => void came.push(message));
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const read = await fetch(interaction.options.getAttachment('file', true).url);
    await interaction.reply(`It says: ${await read.text()}`);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.botToken);
  await ready;
  await client.application?.commands.set([command] as never);
});
afterAll(async () => {
  await client?.destroy();
  await playground?.close();
});
beforeEach(() => {
  came = [];
});

const box = (page: Page) => page.getByRole('textbox', { name: /^Message / });
/** What the bot is told of a person's message, once it is. */
async function told(): Promise<Message> {
  await expect.poll(() => came.some(({ author }) => !author.bot)).toBe(true);
  return came.find(({ author }) => !author.bot) as Message;
}
const post = async (content: string) => {
  const channel = await client.channels.fetch(playground.channels[0]?.id ?? '');
  if (!channel?.isSendable()) throw new Error('no channel');
  return await channel.send(content);
};

describe('a conversation on the page', () => {
  test('who manages messages deletes those of the bot, which learns of it when it edits, and others do not', async () => {
    const own = await post('away with this');
    const remove = async (page: Page) => {
      const message = await messageWith(page, 'away with this');
      await message.hover();
      await message.getByRole('button', { name: /^More for/ }).click();
      return page.getByRole('menuitem', { name: 'Delete message' });
    };
    const first = await enter(playground.origin, { name: 'First' });
    const second = await enter(playground.origin, { name: 'Second' });
    expect(await (await remove(second)).count()).toBe(0);
    await (await remove(first)).click();
    await second.getByText('away with this').waitFor({ state: 'detached' });
    await expect(own.edit('x')).rejects.toMatchObject({ code: 10008 });
  });

  test('somebody mentions the bot, with the keyboard alone', async () => {
    const page = await enter(playground.origin, { name: 'Kay' });
    await box(page).focus();
    await page.keyboard.type('hello @tok');
    await page.getByRole('option', { name: 'Tokenscope' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => box(page).inputValue()).toBe('hello @Tokenscope ');
    await page.keyboard.type('go on');
    await page.keyboard.press('Enter');
    expect((await told()).content).toBe(`hello <@${playground.applicationId}> go on`);
    await (await messageWith(page, 'go on')).locator('.mention', { hasText: '@Tokenscope' }).waitFor();
  });

  test('a name that is typed out is a mention, too, and Esc leaves the list', async () => {
    const page = await enter(playground.origin, { name: 'Lou' });
    await box(page).fill('@tokenscope what');
    await page.keyboard.press('Enter');
    expect((await told()).content).toBe(`<@${playground.applicationId}> what`);
    await box(page).pressSequentially('@to');
    await page.getByRole('listbox', { name: 'People to mention' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await messageWith(page, '@to');
  });

  test('somebody answers a message, and whoever wrote it is told unless they say so', async () => {
    const own = await post('the bot said this');
    const page = await enter(playground.origin, { name: 'Max' });
    const message = await messageWith(page, 'the bot said this');
    await message.hover();
    await message.getByRole('button', { name: /^Reply to/ }).click();
    await page.getByText('Replying to Tokenscope').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('why?');
    await page.keyboard.press('Enter');
    const answer = await told();
    expect([answer.content, answer.reference?.messageId]).toEqual(['why?', own.id]);
    await (await messageWith(page, 'why?')).locator('.origin', { hasText: 'the bot said this' }).waitFor();
    came = [];
    await message.hover();
    await message.getByRole('button', { name: /^Reply to/ }).click();
    await page.getByRole('button', { name: '@ on: Tokenscope is told about the reply' }).click();
    await box(page).fill('quietly');
    await box(page).press('Enter');
    expect([(await told()).content, (await told()).mentions.users.size]).toEqual(['', 0]);
    // Whoever looks at an answer sees that what it answers is gone.
    await own.delete();
    await (await messageWith(page, 'why?')).getByText('Original message was deleted').waitFor();
  });

  test('a thread is opened from its message, has an address, and leads back', async () => {
    const own = await post('worth a thread');
    const page = await enter(playground.origin, { name: 'Nia' });
    const thread = await own.startThread({ name: 'A longer talk' });
    await page.getByRole('button', { name: 'A longer talk Open thread' }).click();
    await page.getByRole('heading', { level: 1, name: /A longer talk/ }).waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#general/${thread.id}`);
    expect(await violations(page)).toEqual([]);
    await box(page).fill('inside');
    await box(page).press('Enter');
    expect((await told()).channelId).toBe(thread.id);
    await thread.sendTyping();
    await page.getByText('Tokenscope is typing').waitFor();
    await page.getByRole('button', { name: 'Back to #general' }).click();
    await page.getByRole('heading', { level: 1, name: /general/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: /A longer talk/ }).waitFor();
    await page.reload();
    await messageWith(page, 'inside');
  });

  test('somebody starts a thread of a message, forwards it and asks a poll', async () => {
    await post('to do things with');
    const page = await enter(playground.origin, { name: 'Oda' });
    const message = await messageWith(page, 'to do things with');
    const choose = async (entry: string) => {
      await message.hover();
      await message.getByRole('button', { name: /^More for/ }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    await choose('Forward…');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('combobox').selectOption({ label: '@Tokenscope' });
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    expect((await told()).messageSnapshots.first()?.content).toBe('to do things with');
    await choose('Create thread…');
    await page.getByLabel('Name of the thread').fill('Oda’s thread');
    await page.getByRole('button', { name: 'Create thread', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /Oda’s thread/ }).waitFor();
    await page.getByText('The thread is about this message:').waitFor();
    await messageWith(page, 'to do things with');
    const places = page.getByRole('navigation', { name: 'Channels' });
    await places.getByRole('button', { name: 'Tokenscope', exact: true }).click();
    await page.locator('.forwarded', { hasText: 'to do things with' }).waitFor();
    came = [];
    await page.getByRole('button', { name: 'More for this channel' }).click();
    await page.getByRole('menuitem', { name: 'New poll…' }).click();
    await page.getByLabel('Question').fill('Which?');
    await page.getByRole('textbox', { name: /^Answers/ }).fill('This\nThat');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Post the poll' }).click();
    expect((await told()).poll?.answers.map(({ text }) => text)).toEqual(['This', 'That']);
    await page.getByRole('region', { name: 'Poll' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('files go with a message and with a command, on a phone', async () => {
    const page = await enter(playground.origin, { name: 'Pia', viewport: { width: 390, height: 780 }, path: '/#@' });
    const file = { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes') };
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await chosen).setFiles(file);
    await page.getByRole('button', { name: 'Remove notes.md' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send message' }).click();
    expect((await told()).attachments.first()?.name).toBe('notes.md');
    await page.getByRole('link', { name: 'notes.md' }).waitFor();
    await box(page).pressSequentially('/read ');
    await page.getByLabel('file, required').setInputFiles(file);
    await expect
      .poll(async () => {
        await page
          .getByRole('button', { name: 'Send the command' })
          .click({ timeout: 1000 })
          .catch(() => undefined);
        return await page.locator('li.message', { hasText: 'It says: # Notes' }).count();
      })
      .toBeGreaterThan(0);
  });

  test('commands work in the group that does not have the bot', async () => {
    const page = await enter(playground.origin, { name: 'Quin', path: '/#@group' });
    await page.getByRole('heading', { level: 1, name: /group without the bot/ }).waitFor();
    await box(page).pressSequentially('/read ');
    await page.getByLabel('file, required').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
