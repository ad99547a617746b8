import { Writable } from 'node:stream';
import { Events } from 'discord.js';
import { pino } from 'pino';
import type { Command } from '../../../../src/discord/command.js';
import type { drawReply } from '../../../../src/discord/present/draw-reply.js';
import { createJournal } from '../../../../src/discord/router/journal.js';
import { createLeftRuns } from '../../../../src/discord/router/left-runs.js';
import { createRouter, type Router } from '../../../../src/discord/router/router.js';
import { createPlaceRules } from '../../../../src/discord/rules/place-rules.js';
import { handOn } from '../../../../src/discord/transport/discord-js/hand-on.js';
import { registerCommands } from '../../../../src/discord/transport/discord-js/register-commands.js';
import { createClient } from '../../../../src/discord/transport/gateway/client.js';
import { type Pace, realPace } from '../../../../src/discord/transport/pace.js';
import { createRefusedRequests } from '../../../../src/discord/transport/refused-requests.js';
import { openPlayground, type Playground } from '../../../../src/playground/open-playground.js';
import type { Person } from '../../../../src/playground/people/person.js';
import { createSeals } from '../../../../src/seals.js';
import type { Services } from '../../../../src/services.js';
import { openStorage } from '../../../../src/storage/open-storage.js';
import { FIRST_RESPONSE_MS } from '../../../builders/first-response.js';
import { personLimits } from '../../../builders/limits.js';
import { type Between, openBetween } from './between.js';

/** The bot's client and router at work on a few commands, with everything that comes and goes in the test's hands. */
export interface Desk {
  readonly playground: Playground;
  readonly between: Between;
  readonly ada: Person;
  readonly router: Router;
  /** After how long without an answer a first response is sent again, in milliseconds; as in the bot where undefined. */
  silenceMs: number | undefined;
  /** The lines of the log. */
  readonly lines: Record<string, unknown>[];
  /** What came over the gateway and could not be read. */
  readonly faults: { readonly error: unknown; readonly event: string | undefined }[];
  close(): Promise<void>;
}

export async function openDesk(
  commands: readonly Command[],
  ownServices?: Services,
  stopAfterMs = 60_000,
  draw?: typeof drawReply,
  carefulFrom?: number,
): Promise<Desk> {
  const storage = await openStorage({ url: 'file::memory:' });
  const services =
    ownServices ?? ({ runs: storage.runs, channels: storage.channels, settings: storage.settings } as Services);
  // A test that is not about the deadline must not meet it on a busy machine.
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  const between = await openBetween(playground);
  const lines: Record<string, unknown>[] = [];
  const faults: { error: unknown; event: string | undefined }[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)));
      done();
    },
  });
  const log = pino({ level: 'info' }, sink);
  const seals = createSeals(playground.botToken);
  const { underWay } = storage;
  const router = createRouter({
    journal: createJournal(underWay, seals),
    leftRuns: createLeftRuns({ underWay, seals, commands, log }),
    commands,
    services,
    // Nor one about how long the storage is waited for.
    rules: createPlaceRules(services.settings, { now: () => performance.now(), maxWaitMs: 60_000 }),
    limits: personLimits({ atOnce: 1000, perMinute: 100_000 }),
    log,
    editGapMs: 10,
    stopAfterMs,
    draw,
  });
  const refused = createRefusedRequests({ log, carefulFrom });
  const client = createClient(between.apiURL, (error, event) => faults.push({ error, event }), refused);
  const pace: Pace = {
    ...realPace,
    isCareful: refused.isCareful,
    // The bot gives a first response up after 2.8 s, and here as the playground does.
    now: () => realPace.now() / 7,
    idle: (ms, signal) => realPace.idle(desk.silenceMs ?? ms, signal),
  };
  client.on(Events.InteractionCreate, handOn(router.handle, log, pace));
  client.on(Events.Error, (error) => faults.push({ error, event: 'error' }));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.botToken);
  await ready;
  await registerCommands(client.rest, playground.applicationId, commands);
  await playground.waitForBot();
  between.requests.length = 0;
  const desk: Desk = {
    playground,
    between,
    ada: playground.join('Ada'),
    router,
    // On a busy machine an answer is late that is not lost.
    silenceMs: 20_000,
    lines,
    faults,
    async close() {
      await client.destroy();
      await between.close();
      await playground.close();
      await storage.close();
    },
  };
  return desk;
}
