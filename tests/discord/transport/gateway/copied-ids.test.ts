import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../../commands/index.js';
import type { Person } from '../../../../src/playground/people/person.js';
import { type OpenServices, openServices } from '../../../builders/services.js';
import { buttonsOf, componentsOf, readText } from '../../../end-to-end/harness.js';
import { type Desk, openDesk } from './desk.js';

/** What somebody is told who presses what others were shown. */
const NOT_SHOWN = 'Only those who were shown this result can open it.';

let services: OpenServices;
let desk: Desk;
let bob: Person;
/** What goes to the bot in the place of an interaction's own data, by the interaction's id. */
const forged = new Map<string, { readonly type: number; readonly data: Record<string, unknown> }>();

beforeAll(async () => {
  services = await openServices();
  desk = await openDesk(commands, services);
  await services.settings.set(desk.playground.guildId, 'replies', 'private');
  bob = desk.playground.join('Bob');
  desk.between.change((frame) => {
    if (!frame.includes('INTERACTION_CREATE')) return frame;
    const packet = JSON.parse(frame) as { d: Record<string, unknown> & { id: string; data: object } };
    const other = forged.get(packet.d.id);
    if (other === undefined) return frame;
    return JSON.stringify({
      ...packet,
      d: { ...packet.d, type: other.type, data: { ...packet.d.data, ...other.data } },
    });
  });
});
afterAll(async () => {
  await desk?.close();
  await services?.close();
});

const isFinished = (message: APIMessage) => 'Explain' in buttonsOf(message);

/** All ids that stand in a message: of its buttons and menus, and of what its menus lead to. */
function idsIn(message: APIMessage): string[] {
  return componentsOf(message).flatMap(({ custom_id: id, options = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...options.flatMap(({ value }) => (value.includes(':') ? [value.split(' ')[0] ?? ''] : [])),
  ]);
}

/** What somebody is told who sends a copied id, as a press or as a filled-in form, from where they are. */
async function pressCopied(id: string, kind: 'press' | 'form', by: Person = bob): Promise<string> {
  const own = await by.slash('model').settled(isFinished);
  const button = componentsOf(own).find(({ type, disabled }) => type === 2 && !disabled);
  const pressed = by.press(own.id, button?.custom_id ?? '');
  forged.set(pressed.id, {
    type: kind === 'press' ? 3 : 5,
    data: { custom_id: id, ...(kind === 'form' ? { components: [] } : {}) },
  });
  await expect.poll(() => pressed.state, { timeout: 60_000 }).not.toBe('waiting');
  if (pressed.state === 'answered' && (await pressed.first()) === 'modal') return 'a form';
  await expect.poll(() => pressed.followups().length + Number(pressed.state === 'answered')).toBeGreaterThan(0);
  return [
    ...pressed.followups().map(readText),
    pressed.original() ? readText(pressed.original() as APIMessage) : '',
  ].join('\n');
}

const PRIVATE: readonly (readonly [string, Record<string, string | number>])[] = [
  ['nextword', { prompt: 'my secret is' }],
  ['tokenize', { text: 'my secret is' }],
  ['generate', { prompt: 'my secret is', tokens: 5, seed: 1 }],
  ['ask', { question: 'what is my secret?', max_tokens: 5, seed: 1 }],
  ['surprise', { text: 'my secret is that' }],
  ['sampling', { prompt: 'my secret is' }],
];

describe('what one person alone was shown', () => {
  test.each(PRIVATE)(
    'of /%s opens for nobody who copies an id of it, and for that person',
    async (command, options) => {
      const message = await desk.ada.slash(command, options).settled(isFinished);
      expect((message.flags ?? 0) & 64).toBe(64);
      const ids = idsIn(message).filter((id) => !id.startsWith('router:'));
      expect(ids.length, readText(message)).toBeGreaterThan(3);
      for (const id of ids) {
        const told = await pressCopied(id, 'press');
        if (told === 'a form') expect(await pressCopied(id, 'form')).not.toContain('secret');
        else expect(told).toContain(NOT_SHOWN);
        expect(told).not.toContain('secret');
      }
      const details = ids.find((id) => id.startsWith('details:')) ?? '';
      expect(await pressCopied(details, 'press', desk.ada)).not.toContain(NOT_SHOWN);
    },
  );
});

test('what was asked in a direct message opens nowhere else, also not for who asked', async () => {
  const { ada } = desk;
  const message = await ada.slash('nextword', { prompt: 'my secret is' }, ada.dmId).settled(isFinished);
  for (const id of idsIn(message).filter((one) => one.startsWith('details:') || one.includes(':from:'))) {
    expect(await pressCopied(id, 'press')).toContain(NOT_SHOWN);
    expect(await pressCopied(id, 'press', ada)).toContain(NOT_SHOWN);
  }
});

test('what stands in a server for all opens for all there', async () => {
  await services.settings.set(desk.playground.guildId, 'replies', 'public');
  await expect
    .poll(async () => ((await desk.ada.slash('nextword', { prompt: 'once' }).settled()).flags ?? 0) & 64)
    .toBe(0);
  const message = await desk.ada.slash('nextword', { prompt: 'once upon' }).settled(isFinished);
  const explain = idsIn(message).find((id) => id.includes(':explain:')) ?? '';
  expect(await pressCopied(explain, 'press')).not.toContain(NOT_SHOWN);
});
