import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { drawReply } from '../../src/discord/present/draw-reply.js';
import type { Incoming } from '../../src/discord/router/incoming.js';
import { createRouter, type Router } from '../../src/discord/router/router.js';
import { handOn } from '../../src/discord/transport/discord-js/hand-on.js';
import { registerCommands } from '../../src/discord/transport/discord-js/register-commands.js';
import { personLimits } from '../builders/limits.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { commandNamed } from '../commands/command-named.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { isRefused, picturesOf, plainText } from './harness.js';

const PEOPLE = 60;
const HOUR_MS = 3_600_000;

let services: OpenServices;
let room: Classroom;
let router: Router;
/** Presses that Discord has taken the acknowledgement of. */
let acknowledged = 0;
let gate: Promise<void> | undefined;
let drawings = 0;

beforeAll(async () => {
  services = await openServices();
  room = await openClassroom();
  const commands = [commandNamed('guess')];
  await registerCommands(room.client.rest, room.client.application.id, commands);
  const charts: OpenServices['charts'] = {
    ...services.charts,
    draw(...asked) {
      drawings += 1;
      return services.charts.draw(...asked);
    },
  };
  const log = pino({ level: 'silent' });
  router = createRouter({
    commands,
    services: { ...services, charts },
    limits: personLimits(),
    log,
    // No edit comes only because a while has passed.
    editGapMs: HOUR_MS,
    async draw(...asked) {
      await gate;
      return drawReply(...asked);
    },
  });
  room.onInteraction(handOn((incoming) => void router.handle(counted(incoming)), log));
});
afterEach(() => {
  gate = undefined;
});
afterAll(async () => {
  await router?.drain();
  await room?.close();
  await services?.close();
});

function counted(incoming: Incoming): Incoming {
  if (incoming.kind === 'autocomplete' || incoming.kind === 'slash' || incoming.kind === 'message-menu') {
    return incoming;
  }
  const { respond } = incoming;
  const acknowledge: typeof respond.acknowledge = async (...how) => {
    const target = await respond.acknowledge(...how);
    acknowledged += 1;
    return target;
  };
  return { ...incoming, respond: { ...respond, acknowledge } } as Incoming;
}

const altOf = (message: APIMessage | undefined) => (message && picturesOf(message)[0]?.alt) ?? '';

/** The edits of a message that stands there, whosever press they are for. */
const editsOf = () => room.exchanges.filter(({ method, path }) => method === 'PATCH' && path.includes('/@original'));

/** Everybody presses while the first picture is being drawn, which then has all others waiting behind it. */
async function atOnce(press: () => { followup(index: number): Promise<APIMessage> }[]): Promise<APIMessage[]> {
  acknowledged = 0;
  drawings = 0;
  room.exchanges.length = 0;
  let open = (): void => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const pressed = press();
  await expect.poll(() => acknowledged, { timeout: 60_000 }).toBe(PEOPLE);
  open();
  return Promise.all(pressed.map((one) => one.followup(0)));
}

test('sixty guesses at once are all counted and told, and the message is drawn and edited twice at most', async () => {
  const people = Array.from({ length: PEOPLE }, (_, at) => room.playground.join(`Person ${at}`));
  const message = await room.ada.slash('guess').settled((now) => altOf(now) !== '');
  const forms = await Promise.all(people.map((person) => person.press(message.id, 'Guess…').modal()));
  const told = await atOnce(() =>
    forms.flatMap((form, at) => people[at]?.submit(form, { word: at % 2 === 0 ? 'mat' : 'roof' }) ?? []),
  );
  for (const [at, said] of told.entries()) {
    expect(plainText(said)).toContain(`Your guess is **${at % 2 === 0 ? 'mat' : 'roof'}**.`);
  }
  expect(altOf(room.ada.message(message.id))).toContain('60 people have guessed');
  expect([1, 2]).toContain(editsOf().length);
  expect([1, 2]).toContain(drawings);
  expect(room.exchanges.filter(isRefused)).toEqual([]);

  const chart = await room.ada
    .press(message.id, 'Reveal')
    .settled((now) => altOf(now).startsWith('How likely was each guess?'));
  expect(altOf(chart)).toMatch(/[Mm]at \d+%, 50% \(30 of 60\)/);
});
