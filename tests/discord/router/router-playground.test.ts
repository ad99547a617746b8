import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { buttons, menu, text } from '../../../src/discord/reply.js';
import { createRouter, type Router } from '../../../src/discord/router/router.js';
import { messageText } from '../../../src/discord/transport/message-text.js';
import { UserError } from '../../../src/errors.js';
import { openPlayground, type Playground } from '../../../src/playground/open-playground.js';
import type { Person } from '../../../src/playground/people/person.js';
import type { Services } from '../../../src/services.js';
import { FIRST_RESPONSE_MS } from '../../builders/first-response.js';
import { personLimits } from '../../builders/limits.js';
import { nothingSet } from '../../builders/nothing-set.js';
import { playByHand } from './playground-by-hand.js';

/** A command that can be reached in every way that Discord has. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {
    text: { type: 'string', description: 'What', required: true },
    model: { type: 'string', description: 'Which', autocomplete: true },
  },
  run: async ({ options, user, progress }) => {
    progress({ blocks: [text('at work')] });
    return {
      blocks: [
        text(`${options.text} for ${user.name}`),
        buttons(
          { action: 'change', runId: 'r', label: 'Change' },
          { action: 'explain', runId: 'r', label: 'Explain' },
          { action: 'fail', runId: 'r', label: 'Fail' },
        ),
        menu({ action: 'size', runId: 'r', placeholder: 'Size…', choices: [{ label: 'Other', value: 'other' }] }),
      ],
    };
  },
  messageMenu: { name: 'Draw this', run: async (context) => ({ blocks: [text(`drawn: ${context.text}`)] }) },
  autocomplete: { model: async (typed) => [`${typed}-large`] },
  actions: {
    change: { respond: 'update', run: async () => ({ blocks: [text('changed')] }) },
    explain: { respond: 'private', run: async () => ({ blocks: [text('a lesson')] }) },
    fail: {
      respond: 'update',
      run: async () => {
        throw new UserError('said', { sentence: 'There is no more.' });
      },
    },
    size: {
      respond: 'reply',
      form: ({ runId }) => ({
        action: 'size',
        runId,
        title: 'How big?',
        fields: [{ id: 'size', label: 'Size', maxLength: 3 }],
      }),
      run: async ({ fields }) => ({ blocks: [text(`now ${fields.size}`)] }),
    },
  },
});

let playground: Playground;
let router: Router;
let ada: Person;

beforeAll(async () => {
  // A test that is not about the deadline must not meet it on a busy machine.
  playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  router = createRouter({
    commands: [draw],
    services: { runs: { whyHeld: () => undefined }, channels: {}, settings: nothingSet } as unknown as Services,
    limits: personLimits({ atOnce: 9, perMinute: 99 }),
    log: pino({ level: 'silent' }),
    editGapMs: 1,
  });
  await playByHand(playground, [draw], router.handle);
  ada = playground.join('Ada');
});
afterAll(async () => {
  await router?.drain();
  await playground?.close();
});

const read = (message: APIMessage): string => messageText(message).replaceAll('\\', '');
const saying = (words: string) => (message: APIMessage) => read(message) === words;

test('the playground drives the router without a client', async () => {
  const run = ada.slash('draw', { text: 'a cat' });
  const card = await run.settled(saying('a cat for Ada'));
  expect(run.history.map(read)).toEqual(['', 'at work', 'a cat for Ada']);

  await ada.press(card.id, 'Explain').settled(saying('a lesson'));
  expect(read(await ada.press(card.id, 'Fail').followup(0))).toBe('There is no more.');
  const opened = await ada.select(card.id, 'Size…', ['other']).modal();
  expect(opened.title).toBe('How big?');
  await ada.submit(opened, { size: '7' }).settled(saying('now 7'));
  const changed = await ada.press(card.id, 'Change').settled(saying('changed'));
  expect(changed.id).toBe(card.id);

  const said = ada.say(playground.channels[0]?.id ?? '', 'hello');
  await ada.messageCommand('Draw this', said.id).settled(saying('drawn: hello'));
  const suggestions = await ada.autocomplete('draw', { text: 'x', model: 'm' }, 'model');
  expect(suggestions).toEqual([{ name: 'm-large', value: 'm-large' }]);
});
