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
import type { Storage } from '../../../src/storage/contract.js';
import { personLimits } from '../../builders/limits.js';
import { type Board, openBoard } from './board.js';
import { freshId, MESSAGE } from './counter.js';

const PROCESSES = 3;
const PEOPLE = 12;
const ROUNDS = 25;

const roomType = z.object({ ballot: ballotSchema(z.string()), step: z.number(), grown: z.number() });

const storedType = z.object({ payload: z.object({ result: roomType }) });

/** What the message says of it. */
function stateOf({ ballot, step, grown }: z.infer<typeof roomType>): string {
  const yes = votesIn(ballot).filter((vote) => vote === 'yes').length;
  const no = votesIn(ballot).length - yes;
  return `${yes} yes, ${no} no, step ${step}, grown ${grown}, ${ballot.isClosed ? 'closed' : 'open'}`;
}

const room = defineCommand({
  name: 'room',
  description: () => 'Asks the room',
  options: {},
  needs: 'nothing',
  result: { version: 1, schema: roomType },
  ask: async (_, context) => ({ ballot: openBallot<string>(context), step: 0, grown: 0 }),
  view: ({ ballot, step, grown }, { runId, revision }) => ({
    blocks: [
      text(stateOf({ ballot, step, grown })),
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
function openRouters(storages: readonly Storage[]) {
  const log = pino({ level: 'silent' });
  const routers = storages.map((storage) => {
    const { runs, channels, settings, people } = storage;
    const services = { runs, channels, settings, people } as unknown as Services;
    const limits = personLimits({ atOnce: 999, perMinute: 9999 });
    return createRouter({ commands, services, limits, log, editGapMs: 1, stopAfterMs: 60_000, others: storage });
  });
  return routers;
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
  storages: readonly Storage[],
  seed: number,
  work: (round: {
    readonly board: Board;
    readonly runId: string;
    readonly routers: readonly Router[];
    readonly random: () => number;
    readonly stored: () => Promise<z.infer<typeof roomType>>;
  }) => Promise<void>,
): Promise<void> {
  const routers = openRouters(storages);
  const random = createSeededRandom(seed);
  const [{ runs }] = storages as [Storage];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ballot = openBallot<string>({ user: person(0) });
    const runId = await runs.create('room', { version: 1, result: { ballot, step: 0, grown: 0 } });
    const stored = async () => storedType.parse(await runs.find(runId, 'room')).payload.result;
    await work({ board: openBoard(random), runId, routers, random, stored });
  }
}

const LONG = { timeout: 120_000 };

/** Describes what holds of one message, whichever process a press on it comes to. @param open the processes' storages */
export function describeOneMessage(open: (processes: number) => Promise<readonly Storage[]>): void {
  test('votes at several processes at once count once each, and the message ends on all of them', LONG, async () =>
    eachRound(await open(PROCESSES), 7, async ({ board, runId, routers, random, stored }) => {
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
      const voted = await stored();
      expect([votesIn(voted.ballot).length, voted.grown]).toEqual([PEOPLE, 1]);
      expect([stateOf(voted), `${PEOPLE} seen`]).toContain(board.shown());
      const told = presses.flatMap(({ sent }) => sent.filter(([how]) => how === 'whisper'));
      expect(told).toHaveLength(2 * PEOPLE);

      const closing = routers.map((router) => press(router, board, `room:close:${runId}`, 0));
      await Promise.all(closing.map(({ done }) => done));
      const closed = stateOf(await stored());
      expect(closed).toMatch(/closed$/);
      expect(board.shown()).toBe(closed);
      const late = press(some(), board, `room:vote:${runId}:yes`, 5);
      await late.done;
      expect(late.sent.at(-1)?.[0]).toBe('whisper');
      expect(board.shown()).toBe(closed);
    }),
  );

  test('of presses from one view at several processes one alone goes on, and each process shows it', LONG, async () =>
    eachRound(await open(PROCESSES), 11, async ({ board, runId, routers, stored }) => {
      for (let step = 1; step <= 3; step += 1) {
        const presses = routers.map((router, at) => press(router, board, `room:step:${runId}:${step}`, at));
        await Promise.all(presses.map(({ done }) => done));
        const after = await stored();
        expect(after.step).toBe(step);
        expect(board.shown()).toBe(stateOf(after));
      }
    }),
  );
}

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
