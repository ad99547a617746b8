import type { APIMessage } from 'discord-api-types/v10';
import { beforeAll, expect, test } from 'vitest';
import { darkTheme, lightTheme } from '../../src/charts/paint/theme.js';
import type { Person } from '../../src/playground/people/person.js';
import { decode } from '../charts/pixels.js';
import { buttonsOf, picturesOf, readText, useRoom } from './harness.js';

const room = useRoom();

let ann: Person;
let bob: Person;
beforeAll(() => {
  // Ann came first, so she manages the server and Bob does not.
  ann = room().person;
  bob = room().playground.join('Bob');
});

/** The ground of a message's first picture. */
async function groundOf(message: APIMessage): Promise<string> {
  const [picture] = picturesOf(message);
  const pixels = await decode(await room().fetchFile(picture?.url ?? ''));
  const [dark, light] = [pixels.count(darkTheme.card), pixels.count(lightTheme.card)];
  return dark > light ? 'dark' : 'light';
}

const drawn = (message: APIMessage) => picturesOf(message).length > 0;

async function groundOfTokens(person: Person, channel?: string): Promise<string> {
  return groundOf(await person.slash('tokenize', { text: 'Hello' }, channel).settled(drawn));
}

test('who manages the server makes its pictures light, everywhere and at once, and dark again', async () => {
  const { playground } = room();
  const shown = await ann.slash('settings').settled(drawn);
  expect(readText(shown)).toContain('New pictures on this server are **dark**.');
  expect(buttonsOf(shown)).toEqual({ 'Dark pictures': 'disabled', 'Light pictures': 'enabled', Explain: 'enabled' });
  const lesson = await ann.press(shown.id, 'Explain').settled();
  expect(readText(lesson)).toContain('The ground never changes a number.');
  expect(picturesOf(await ann.press(lesson.id, 'Show a picture').settled(drawn))).not.toHaveLength(0);
  expect(await groundOf(shown)).toBe('dark');
  expect(await groundOfTokens(bob)).toBe('dark');

  const light = await ann.press(shown.id, 'Light pictures').settled((now) => readText(now).includes('**light**'));
  expect(readText(light)).toContain('New pictures on this server are **light**. Changed by Ann.');
  expect(buttonsOf(light)).toEqual({ 'Dark pictures': 'enabled', 'Light pictures': 'disabled', Explain: 'enabled' });
  expect(await groundOf(light)).toBe('light');
  expect(await groundOfTokens(bob)).toBe('light');
  expect(await groundOfTokens(bob, playground.channels[1]?.id)).toBe('light');
  expect(await groundOfTokens(bob, bob.dmId)).toBe('dark');

  const dark = await ann.slash('settings', { theme: 'dark' }).settled(drawn);
  expect(readText(dark)).toContain('New pictures on this server are **dark**. Changed by Ann.');
  expect(await groundOfTokens(bob)).toBe('dark');
});

test('who may not manage the server is told so, and changes nothing', async () => {
  const refusal = /Only people who may manage this server can change its settings/;
  const refused = await bob.slash('settings', { theme: 'light' }).settled((now) => readText(now) !== '');
  expect(readText(refused)).toMatch(refusal);
  const shown = await bob.slash('settings').settled(drawn);
  expect(readText(await bob.press(shown.id, 'Light pictures').followup(0))).toMatch(refusal);
  expect(await groundOfTokens(ann)).toBe('dark');
});

test('in a direct message everybody has a setting of their own', async () => {
  const shown = await bob.slash('settings', { theme: 'light' }, bob.dmId).settled(drawn);
  expect(readText(shown)).toContain('New pictures in this chat are **light**. Changed by Bob.');
  expect(await groundOfTokens(bob, bob.dmId)).toBe('light');
  expect(await groundOfTokens(ann, ann.dmId)).toBe('dark');
  expect(await groundOfTokens(bob)).toBe('dark');
});
