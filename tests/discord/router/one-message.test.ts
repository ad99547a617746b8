import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buttons, text } from '../../../src/discord/reply.js';
import { createRouter, type Router } from '../../../src/discord/router/router.js';
import { createCommandSet } from '../../../src/lesson/command/command-set.js';
import { defineCommand } from '../../../src/lesson/command/define-command.js';
import { ballotSchema, castVote, closeBallot, openBallot, votesIn } from '../../../src/lesson/room/ballot.js';
import { createSeededRandom } from '../../../src/sampling/random.js';
import type { Services } from '../../../src/services.js';
import { personLimits } from '../../builders/limits.js';
import { openProcesses } from '../../builders/processes.js';
import { type Board, openBoard } from './board.js';
import { freshId, MESSAGE } from './counter.js';

const PROCESSES = 3;
const PEOPLE = 12;
const ROUNDS = 25;

const roomType = z.object({ ballot: ballotSchema(z.string()), step: z.number(), grown: z.number() });

/** How often the work of a step was begun. */
let begun = 0;

const room = defineCommand({
  name: 'room',
  description: () => 'Asks the room',
  options: {},
  needs: 'nothing',
  result: { version: 1, schema: roomType },
  ask: async (_, context) => ({ ballot: openBallot<string>(context), step: 0, grown: 0 }),
  view: ({ ballot, step, grown }, { runId, revision }) => ({
    blocks: [
      text(`${votesIn(ballot).length} votes, step ${step}, grown ${grown}, ${ballot.isClosed ? 'closed' : 'open'}`),
      buttons({ action: 'step', runId, value: String(revision), label: 'Step' }),
    ],
  }),
  actions: {
    vote: {
      kind: 'add',
      ask:
        async (_, { user, value = '' }) =>
        (latest) => ({ ...latest, ballot: castVote(latest.ballot, user, value) }),
      aside: (_, { user }) => ({ blocks: [text(`${user.name} has voted.`)] }),
    },
    close: {
      kind: 'add',
      ask: async (_, press) => (latest) => ({ ...latest, ballot: closeBallot(latest.ballot, press) }),
    },
    step: {
      kind: 'move',
      async move(result, { progress }) {
        begun += 1;
        progress({ blocks: [text('a step is under way')] });
        await new Promise((resolve) => setTimeout(resolve, 2));
        return { ...result, step: result.step + 1 };
      },
    },
    grow: {
      kind: 'add',
      async ask(_, { progress }) {
        for (let at = 0; at < 4; at += 1) {
          progress({ blocks: [text(`grows ${at}`)] });
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return (latest) => ({ ...latest, grown: latest.grown + 1 });
      },
    },
    sight: {
      kind: 'look',
      respond: 'update',
      view: ({ ballot }) => ({ blocks: [text(`${votesIn(ballot).length} seen`)] }),
    },
  },
});

const commands = createCommandSet([room], []);

/** Routers of several processes over one database. */
async function openRouters() {
  const storages = await openProcesses(PROCESSES);
  const log = pino({ level: 'silent' });
  const routers = storages.map((storage) => {
    const { runs, channels, settings, people } = storage;
    const services = { runs, channels, settings, people } as unknown as Services;
    const limits = personLimits({ atOnce: 999, perMinute: 9999 });
    return createRouter({ commands, services, limits, log, editGapMs: 1, stopAfterMs: 60_000, others: storage });
  });
  return { routers, storages };
}

const person = (at: number) => ({ id: String(1_500_000_000_000_000_000n + BigInt(at)), name: `Person ${at}` });
const channel = { id: '2', mayManage: false };

function press(router: Router, board: Board, customId: string, at: number) {
  const recorder = board.press();
  const { respond } = recorder;
  const facts = { id: freshId(), user: person(at), locale: 'en-US', channel, messageId: MESSAGE };
  return { ...recorder, done: router.handle({ kind: 'button', customId, ...facts, respond }) };
}

/** The messages that presses end on are looked at round after round, each with a run of its own. */
async function eachRound(
  seed: number,
  work: (round: {
    readonly board: Board;
    readonly runId: string;
    readonly routers: readonly Router[];
    readonly random: () => number;
    readonly stored: () => Promise<z.infer<typeof roomType>>;
  }) => Promise<void>,
): Promise<void> {
  const { routers, storages } = await openRouters();
  const random = createSeededRandom(seed);
  const [{ runs }] = storages as [(typeof storages)[number]];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ballot = openBallot<string>({ user: person(0) });
    const runId = await runs.create('room', { version: 1, result: { ballot, step: 0, grown: 0 } });
    const stored = async () =>
      roomType.parse(((await runs.find(runId, 'room'))?.payload as { readonly result: unknown }).result);
    begun = 0;
    await work({ board: openBoard(random), runId, routers, random, stored });
  }
}

const LONG = { timeout: 120_000 };

test('votes at several processes at once count once each, and the message ends on all of them', LONG, () =>
  eachRound(7, async ({ board, runId, routers, random, stored }) => {
    const some = () => routers[Math.floor(random() * PROCESSES)] as Router;
    const votes = ['yes', 'no'].flatMap((value) =>
      Array.from({ length: PEOPLE }, (_, at) => ({ action: `vote:${runId}:${value}`, at })),
    );
    const others = [
      { action: `grow:${runId}`, at: 3 },
      { action: `sight:${runId}`, at: 4 },
    ];
    const presses = shuffled([...votes, ...others], random).map(({ action, at }) =>
      press(some(), board, `room:${action}`, at),
    );
    await Promise.all(presses.map(({ done }) => done));
    const { ballot, grown } = await stored();
    expect([votesIn(ballot).length, grown]).toEqual([PEOPLE, 1]);
    expect([`${PEOPLE} votes, step 0, grown 1, open`, `${PEOPLE} seen`]).toContain(board.shown());
    const told = presses.flatMap(({ sent }) => sent.filter(([how]) => how === 'whisper'));
    expect(told).toHaveLength(2 * PEOPLE);

    const closing = routers.map((router) => press(router, board, `room:close:${runId}`, 0));
    await Promise.all(closing.map(({ done }) => done));
    expect(board.shown()).toBe(`${PEOPLE} votes, step 0, grown 1, closed`);
    const late = press(some(), board, `room:vote:${runId}:yes`, 5);
    await late.done;
    expect(late.sent.at(-1)?.[0]).toBe('whisper');
    expect(board.shown()).toBe(`${PEOPLE} votes, step 0, grown 1, closed`);
  }),
);

test('of presses from one view at several processes one alone goes on, and each process shows it', LONG, () =>
  eachRound(11, async ({ board, runId, routers, stored }) => {
    for (let step = 1; step <= 3; step += 1) {
      const presses = routers.map((router, at) => press(router, board, `room:step:${runId}:${step}`, at));
      await Promise.all(presses.map(({ done }) => done));
      expect((await stored()).step).toBe(step);
      expect(board.shown()).toBe(`0 votes, step ${step}, grown 0, open`);
    }
  }),
);

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
