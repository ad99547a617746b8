import { expect, onTestFinished, test } from 'vitest';
import { picture, type Reply, text } from '../../../src/discord/reply.js';
import { themeFor } from '../../../src/discord/router/theme-for.js';
import { openStorage } from '../../../src/storage/open-storage.js';

const SERVER = { id: '1' };
const drawn: Reply = { blocks: [picture('p', { kind: 'token-strip', title: 'T', tokens: [] })] };

test('pictures are drawn in the theme of their place, dark where none is set or what is set means nothing', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  onTestFinished(() => storage.close());
  const { settings } = storage;
  expect(await themeFor(drawn, settings, SERVER)).toBe('dark');
  for (const theme of ['light', 'dark', 'light'] as const) {
    await settings.set(SERVER.id, 'theme', theme);
    expect(await themeFor(drawn, settings, SERVER)).toBe(theme);
  }
  expect(await themeFor(drawn, settings, { id: '2' })).toBe('dark');
  for (const odd of ['sepia', 7, null, ['light'], { theme: 'light' }]) {
    await settings.set(SERVER.id, 'theme', odd);
    expect(await themeFor(drawn, settings, SERVER)).toBe('dark');
  }
});

test('a storage that fails, or does not answer, costs no reply: its pictures are dark', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  await storage.close();
  expect(await themeFor(drawn, storage.settings, SERVER)).toBe('dark');
  const silent = { ...storage.settings, of: () => new Promise<never>(() => {}) };
  expect(await themeFor(drawn, silent, SERVER, 1)).toBe('dark');
});

test('a reply without pictures asks nothing', async () => {
  let asked = 0;
  const counted = { of: async () => ({ theme: `light ${++asked}` }), set: async () => {} };
  await themeFor({ blocks: [text('x')] }, counted, SERVER);
  expect(asked).toBe(0);
});
