import { type APIMessage, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Playground } from '../../src/playground/open-playground.js';
import type { Person } from '../../src/playground/people/person.js';
import { type Classroom, openClassroom } from './class.js';
import { complaints } from './client.js';

describe('an interaction’s token', () => {
  let room: Classroom;
  let playground: Playground;
  let ada: Person;
  let ahead = 0;
  beforeAll(async () => {
    room = await openClassroom({ now: () => Date.now() + ahead });
    ({ playground, ada } = room);
  });
  afterAll(async () => await room?.close());

  /** An interaction that the test answers itself, by plain REST. */
  const ask = async () => {
    const got = new Promise<{ id: string; token: string }>((resolve) =>
      room.onInteraction((interaction) => resolve(interaction)),
    );
    ada.slash('quick');
    const { id, token } = await got;
    const rest = room.client.rest;
    const attempt = (call: Promise<unknown>) => call.catch((error: unknown) => error);
    return {
      callback: (body: object, query = '') =>
        attempt(
          rest.post(Routes.interactionCallback(id, token), { auth: false, body, query: new URLSearchParams(query) }),
        ),
      edit: (body: object) =>
        attempt(rest.patch(Routes.webhookMessage(playground.applicationId, token), { auth: false, body })),
      get: (message?: string) =>
        attempt(rest.get(Routes.webhookMessage(playground.applicationId, token, message), { auth: false })),
      followUp: (body: object) =>
        attempt(rest.post(Routes.webhook(playground.applicationId, token), { auth: false, body })),
    };
  };
  const fields = (error: unknown) => complaints((error as { rawError: { errors: unknown } }).rawError.errors);

  test('an interaction’s token lives fifteen minutes, then is 50027', async () => {
    const asked = await ask();
    await asked.callback({ type: 4, data: { content: 'x' } });
    expect(await asked.edit({ content: 'y' })).toMatchObject({ content: 'y' });
    ahead += 14 * 60_000;
    expect(await asked.edit({ content: 'z' })).toMatchObject({ content: 'z' });
    ahead += 61_000;
    expect(await asked.edit({ content: 'late' })).toMatchObject({
      code: 50027,
      status: 401,
      message: 'Invalid Webhook Token',
    });
    expect(await asked.followUp({ content: 'late' })).toMatchObject({ code: 50027 });
  });

  test('an interaction’s token is good for nothing before the first response', async () => {
    const asked = await ask();
    expect(await asked.edit({ content: 'x' })).toMatchObject({ code: 10015, status: 404 });
    expect(await asked.followUp({ content: 'x' })).toMatchObject({ code: 10015 });
  });

  test('a response after the deadline is 10062 by the clock too', async () => {
    const asked = await ask();
    ahead += 20_001;
    expect(await asked.callback({ type: 4, data: { content: 'x' } })).toMatchObject({ code: 10062 });
  });

  test('with_response returns the message; without there is no body', async () => {
    const asked = await ask();
    const result = await asked.callback({ type: 4, data: { content: 'x', flags: 64 } }, 'with_response=true');
    expect(result).toMatchObject({
      interaction: { type: 2, response_message_ephemeral: true, response_message_loading: false },
      resource: { type: 4, message: { content: 'x', flags: 64 } },
    });
    const deferred = await (await ask()).callback({ type: 5 }, 'with_response=true');
    expect(deferred).toMatchObject({ interaction: { response_message_loading: true } });
    expect(deferred).not.toHaveProperty('resource');
  });

  test('a bad response names its field under data, and may be sent again', async () => {
    const asked = await ask();
    expect(fields(await asked.callback({ type: 4, data: { content: 'x'.repeat(2001) } }))).toEqual([
      'data.content: BASE_TYPE_MAX_LENGTH',
    ]);
    expect(fields(await asked.callback({ type: 7, data: { content: 'x' } }))).toEqual(['type: BASE_TYPE_CHOICES']);
    expect(
      fields(await asked.callback({ type: 9, data: { custom_id: 'm', title: 'x'.repeat(46), components: [] } })),
    ).toEqual(['data.title: BASE_TYPE_BAD_LENGTH', 'data.components: BASE_TYPE_BAD_LENGTH']);
    expect(fields(await asked.callback({}))).toEqual(['type: BASE_TYPE_REQUIRED']);
    expect(await asked.callback({ type: 4, data: {} })).toMatchObject({ code: 50006 });
    expect(await asked.callback({ type: 4, data: { content: 'x' } }, 'with_response=true')).toMatchObject({
      resource: { type: 4 },
    });
  });

  test('the flag ephemeral is fixed by the deferral; the first follow-up completes a deferred response', async () => {
    const asked = await ask();
    await asked.callback({ type: 5 });
    const completed = (await asked.followUp({ content: 'x', flags: 64 })) as APIMessage;
    expect(completed).toMatchObject({ content: 'x', flags: 0 });
    expect(await asked.get()).toMatchObject({ id: completed.id });
    expect(await asked.edit({ content: 'y', flags: 64 })).toMatchObject({ flags: 0 });
    const second = (await asked.followUp({ content: 'z', flags: 64 })) as APIMessage;
    expect(second).toMatchObject({ flags: 64 });
    expect(second.id).not.toBe(completed.id);
    expect(await asked.get(second.id)).toMatchObject({ content: 'z' });
    expect(await asked.get('1')).toMatchObject({ code: 10008 });
  });

  test('the choices of autocomplete are limited', async () => {
    const got = new Promise<{ id: string; token: string }>((resolve) =>
      room.onInteraction((interaction) => resolve(interaction)),
    );
    const offered = ada.autocomplete('draw', { model: '' }, 'model');
    const { id, token } = await got;
    const answer = (choices: unknown[]) =>
      room.client.rest
        .post(Routes.interactionCallback(id, token), { auth: false, body: { type: 8, data: { choices } } })
        .catch((error: unknown) => error);
    const many = Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` }));
    expect(fields(await answer(many))).toEqual(['data.choices: BASE_TYPE_MAX_LENGTH']);
    expect(fields(await answer([{ name: '', value: 'x'.repeat(101) }]))).toEqual([
      'data.choices.0.name: BASE_TYPE_REQUIRED',
      'data.choices.0.value: BASE_TYPE_MAX_LENGTH',
    ]);
    await answer(many.slice(0, 25));
    expect(await offered).toHaveLength(25);
  });
});
