import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sentFaults } from '../discord-description/sent-faults.js';
import { isRefused, openRoom, picturesOf, type Room } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-themes-'));
let room: Room;
beforeAll(async () => {
  room = await openRoom({ databaseURL: `file:${join(folder, 'runs.db')}`, bothThemes: true });
});
afterAll(async () => {
  await room.tokenscope.close();
  rmSync(folder, { recursive: true, force: true });
});

test('where the playground runs each picture has a light sibling, which nothing refers to', async () => {
  const message = await room.person.slash('tokenize', { text: 'Hello, world!' }).settled();
  const [picture, sibling, ...others] = message.attachments;
  expect([picture?.filename, sibling?.filename, others]).toEqual(['tokens.png', 'tokens.light.png', []]);
  expect(picturesOf(message).map(({ url }) => url)).toEqual([picture?.url]);
  const [dark, light] = await Promise.all([picture, sibling].map((file) => room.fetchFile(file?.url ?? '')));
  expect(light?.subarray(1, 4).toString()).toBe('PNG');
  expect(light?.equals(dark ?? Buffer.alloc(0))).toBe(false);
  expect(sibling).toMatchObject({ width: picture?.width, height: picture?.height });
  expect(room.exchanges.filter(isRefused)).toEqual([]);
  expect(sentFaults(room.exchanges)).toEqual([]);
});
