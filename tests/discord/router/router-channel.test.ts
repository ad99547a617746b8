import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../src/discord/command.js';
import { buttons, text } from '../../../src/discord/reply.js';
import { createRouter } from '../../../src/discord/router/router.js';
import { handOn } from '../../../src/discord/transport/discord-js/hand-on.js';
import { messageText } from '../../../src/discord/transport/message-text.js';
import { ModelError } from '../../../src/model/errors.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { personLimits } from '../../builders/limits.js';
import { nothingSet } from '../../builders/nothing-set.js';
import { type Classroom, openClassroom } from '../../playground/class.js';

const storage = await openStorage({ url: 'file::memory:' });
const { channels, runs } = storage;
let room: Classroom;
let seen: RunContext['channel'][] = [];
let servers: RunContext['server'][] = [];

/** Fails as an endpoint does that lacks the model which `text` names; else notes the channel and offers a button. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: async ({ channel, server, options }) => {
    seen.push(channel);
    servers.push(server);
    if (options.text.startsWith('m-')) {
      const unknown = { endpoint: 'The endpoint', model: options.text, models: [], more: 0 };
      throw new ModelError('model-unknown', 'model-unknown', unknown, { model: options.text });
    }
    return { blocks: [text('drawn'), buttons({ action: 'again', runId: 'r', label: 'Again' })] };
  },
  actions: {
    again: {
      respond: 'update',
      run: async ({ channel, server }) => {
        seen.push(channel);
        servers.push(server);
        return { blocks: [text('drawn again')] };
      },
    },
  },
});

beforeAll(async () => {
  room = await openClassroom();
  const router = createRouter({
    commands: [draw],
    // Nothing else is asked for.
    services: { channels, runs, settings: nothingSet } as Services,
    limits: personLimits({ atOnce: 9, perMinute: 99 }),
    log: pino({ level: 'silent' }),
  });
  room.onInteraction(handOn(router.handle, pino({ level: 'silent' })));
});
afterAll(async () => {
  await room?.close();
  await storage.close();
});

const said = (message: APIMessage): string => messageText(message).replaceAll('\\', '');

test('a run knows its channel, and who manages channels there', async () => {
  const { ada, bob, playground } = room;
  const [general, otherRoom] = playground.channels;
  seen = [];
  await ada.slash('draw', { text: 'x' }).settled((now) => said(now).includes('drawn'));
  await bob.slash('draw', { text: 'x' }, otherRoom?.id).settled((now) => said(now).includes('drawn'));
  await bob.slash('draw', { text: 'x' }, playground.elsewhereId).settled((now) => said(now).includes('drawn'));
  expect(seen).toEqual([
    { id: general?.id, mayManage: true },
    { id: otherRoom?.id, mayManage: false },
    { id: playground.elsewhereId, mayManage: false },
  ]);
});

test('a press comes with the channel and with what the one who presses may do', async () => {
  const { ada, bob, playground } = room;
  const id = playground.channels[0]?.id;
  const message = await ada.slash('draw', { text: 'x' }).settled((now) => said(now).includes('drawn'));
  seen = [];
  await bob.press(message.id, 'Again').settled((now) => said(now).includes('drawn again'));
  expect(seen).toEqual([{ id, mayManage: false }]);
});

test('in direct messages and private channels everybody may', async () => {
  const { bob } = room;
  seen = [];
  for (const place of [bob.dmId, bob.privateId]) {
    await bob.slash('draw', { text: 'x' }, place).settled((now) => said(now).includes('drawn'));
  }
  expect(seen).toEqual([
    { id: bob.dmId, mayManage: true },
    { id: bob.privateId, mayManage: true },
  ]);
});

test('that the endpoint lacks a model is told with the way out where the channel is set to it, and only there', async () => {
  const { ada, playground } = room;
  const [general, otherRoom] = playground.channels;
  if (general === undefined || otherRoom === undefined) throw new Error('the playground has two channels');
  await channels.setModel(general.id, 'm-gone');
  const refusal = async (name: string, where: string) =>
    said(await ada.slash('draw', { text: name }, where).settled((now) => said(now).includes('has no model')));
  const advice = 'This channel is set to that model: change it with /model.';
  expect(await refusal('m-gone', general.id)).toContain(advice);
  expect(await refusal('m-other', general.id)).not.toContain('This channel');
  expect(await refusal('m-gone', otherRoom.id)).not.toContain('This channel');
});

test('a run knows its server, who manages that, and the roles of who asks; in direct messages and private channels there is none', async () => {
  const { ada, bob, playground } = room;
  servers = [];
  const message = await ada.slash('draw', { text: 'x' }).settled((now) => said(now).includes('drawn'));
  await bob.press(message.id, 'Again').settled((now) => said(now).includes('drawn again'));
  for (const place of [playground.elsewhereId, bob.dmId, bob.privateId]) {
    await bob.slash('draw', { text: 'x' }, place).settled((now) => said(now).includes('drawn'));
  }
  const id = playground.guildId;
  const elsewhere = { id: expect.stringMatching(/^\d{15,20}$/), mayManage: false, roles: [] };
  const managers = { id, mayManage: true, roles: [expect.stringMatching(/^\d{15,20}$/)] };
  expect(servers).toEqual([managers, { id, mayManage: false, roles: [] }, elsewhere, undefined, undefined]);
  expect(servers[2]?.id).not.toBe(id);
});
