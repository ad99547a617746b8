import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainSettings } from '../../commands/settings/explain.js';
import { type SettingsResult, settingsResult } from '../../commands/settings/result.js';
import { viewSettings } from '../../commands/settings/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Press } from '../../src/discord/command.js';
import { commandRegistrations } from '../../src/discord/registration.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { commandNamed } from './command-named.js';
import { buttonsOf, press, wordsOf } from './press.js';

const PLACE = placeAt({ runId: 'r', revision: 3 });
const ASKED = 'Settings of this server';
const SMALL = '-# older pictures stay as they are · only people who may manage this server can change it';
const RULES = [
  '**Model:** the endpoint’s own model, any temperature, replies of any length',
  '**Where:** in all channels, all commands',
  '**Replies:** everybody in the channel, the language of who reads, no word is withheld',
  '**Kept:** 30 days',
].join('\n');
const dark: SettingsResult = { place: 'server', theme: 'dark', sample: [{ label: 'A', id: 32 }] };

let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

test.each([
  [dark, 'New pictures on this server are **dark**.'],
  [{ ...dark, theme: 'light' as const }, 'New pictures on this server are **light**.'],
  [{ ...dark, changedBy: 'A_n' }, 'New pictures on this server are **dark**. Changed by A\\_n.'],
  [{ ...dark, place: 'channel' as const }, 'New pictures in this chat are **dark**.'],
])('is a picture, a sentence and a button for each theme: %j', (result, sentence) => {
  const stored = settingsResult.parse(JSON.parse(JSON.stringify(result)));
  const { blocks } = viewSettings(stored, PLACE);
  expect(blocks.map(({ kind }) => kind)).toEqual(['text', 'picture', 'text', 'row', 'go-on-links', 'text']);
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? block.markdown : []));
  expect(texts[0]).toBe(result.place === 'server' ? ASKED : 'Settings of this chat');
  expect(texts[1]).toBe(sentence);
  const buttons = blocks.flatMap((block) => (block.kind === 'row' ? block.buttons : []));
  expect(buttons.map(({ label }) => label)).toEqual(['Dark pictures', 'Light pictures', 'Explain']);
  expect(buttons.map((button) => 'disabled' in button && button.disabled)).toEqual([
    result.theme === 'dark',
    result.theme === 'light',
    false,
  ]);
  const drawn = blocks.flatMap((block) => (block.kind === 'picture' ? altText(block.picture, { locale: 'en' }) : []));
  expect(drawn.join('')).toContain('32');
});

test('explains why there are two grounds, with the picture’s own numbers, and leads to a picture', () => {
  const { idea, example, next, tryIt } = explainSettings(dark, PLACE);
  expect(idea).toContain('A projector only adds light');
  expect(example).toContain('The picture shows 1 token. The first one is `A` with the id 32.');
  expect(next).toContain('from the back of the room');
  expect(tryIt).toMatchObject({ link: 'tokenize' });
});

test('Discord offers it to those who may manage a server, and all others to everybody', () => {
  const named = (name: string) => commandRegistrations([commandNamed(name)])[0];
  expect(named('settings')).toMatchObject({ default_member_permissions: '32' });
  expect(named('settings')).toHaveProperty('options.0.choices', [
    { name: 'Dark', value: 'dark' },
    { name: 'Light', value: 'light' },
  ]);
  expect(named('model')).not.toHaveProperty('default_member_permissions');
});

test('a setting is of the server, and who may manage only the channel may not change it', async () => {
  const manager: Press = { ...press('-'), server: { id: 'school', mayManage: true } };
  const other: Press = {
    ...press('-'),
    channel: { id: '2', mayManage: true },
    server: { id: 'school', mayManage: false },
  };
  const ask = (theme: string | undefined, from: Press) =>
    commandNamed('settings').prepare(theme === undefined ? [] : [{ name: 'theme', value: theme }])(from, services);
  await expect(ask('light', other)).rejects.toThrow(/may manage this server/);
  expect(wordsOf(await ask(undefined, other))).toBe(
    `${ASKED}\nNew pictures on this server are **dark**.\n${RULES}\n${SMALL}`,
  );
  const shown = await ask('light', manager);
  expect(wordsOf(shown)).toContain('New pictures on this server are **light**. Changed by Ann.');
  expect(await services.settings.of('school')).toEqual({ theme: 'light' });
  expect(await services.settings.of('2')).toEqual({});

  const [button] = buttonsOf(shown);
  const pressed = (from: Press, value = button?.value) =>
    commandNamed('settings').actions.dark?.run({ ...from, runId: button?.runId ?? '', value }, services);
  await expect(pressed(other)).rejects.toThrow(/may manage this server/);
  expect(await services.settings.of('school')).toEqual({ theme: 'light' });
  const late = await pressed(manager, '0');
  expect(late && wordsOf(late)).toContain('**light**. Changed by Ann.\n-# Somebody was faster');
  const set = await pressed(manager);
  expect(set && wordsOf(set)).toContain('New pictures on this server are **dark**. Changed by Ann.');
  expect(await services.settings.of('school')).toEqual({ theme: 'dark' });
});

test('where there is no server it is of the channel', async () => {
  const alone: Press = { ...press('-'), channel: { id: 'dm', mayManage: true } };
  const reply = await commandNamed('settings').prepare([{ name: 'theme', value: 'light' }])(alone, services);
  expect(wordsOf(reply)).toContain('New pictures in this chat are **light**. Changed by Ann.');
  expect(await services.settings.of('dm')).toEqual({ theme: 'light' });
});
