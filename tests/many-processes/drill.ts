import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIMessage } from 'discord-api-types/v10';
import { createSeededRandom } from '../../src/sampling/random.js';
import { type Inspection, inspect } from './database.js';
import { createDeeds, DEEDS, type DeedKind, type Deeds, over } from './deeds.js';
import { breakIt, type Fault, type FaultKind } from './faults.js';
import { type Host, openHost } from './host.js';
import { createLedger, isBrokenOff, isOver, isUnderWay, type Ledger, outcomeOf, runsOf } from './ledger.js';
import { askTooMuch, type TooMuch } from './too-much.js';
import { judge, type Verdict } from './verdict.js';

export interface DrillOptions {
  readonly people: number;
  /** How many interactions are delivered at least before the afterwards begins. */
  readonly interactions: number;
  /** What is broken, one after another, evenly over the interactions. */
  readonly faults: readonly FaultKind[];
  readonly partitionMs: number;
  /** Between two pieces of what the model writes, in milliseconds. */
  readonly paceMs: number;
  /** How many things are done at the same time; a poll with all its voters is one. */
  readonly atOnce: number;
  /** Buttons that are pressed afterwards on what stands there, at most. */
  readonly presses: number;
  readonly seed: number;
  /** How long Discord waits for a first response, in milliseconds; 3 s by default, as it does. */
  readonly firstResponseMs?: number;
  readonly logFolder?: string | undefined;
  readonly say?: (line: string) => void;
}

export interface Drilled {
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  readonly interactions: number;
  readonly tookMs: number;
  /** Afterwards: replies that were broken off and run again, and those of them that are finished now. */
  readonly again: Tried;
  /** Buttons pressed long after, on messages of all bots, and those that worked. */
  readonly pressed: Tried;
  readonly tooMuch: TooMuch;
  /** Milliseconds from an interaction to its first response: the middle one, and the slowest of a hundred. */
  readonly acknowledged: { readonly p50: number; readonly p99: number };
  readonly figures: readonly string[];
}

interface Tried {
  readonly tried: number;
  readonly worked: number;
  /** The first that did not, in words. */
  readonly not: readonly string[];
}

/** How often each thing is done, of all that are done. */
const MIX: Readonly<Record<DeedKind, number>> = {
  look: 40,
  walk: 10,
  long: 10,
  stopped: 6,
  direct: 6,
  poll: 12,
  guesses: 6,
  lesson: 4,
  rules: 2,
};

/** Discord waits so long for a first response, in milliseconds. */
const FIRST_RESPONSE_MS = 3000;

/** After a fault is mended, so long goes by before the next, in milliseconds. */
const BETWEEN_MS = 5000;

/** Runs a whole drill: people, faults, the time after, and what came of it. */
export async function drill(options: DrillOptions): Promise<Drilled> {
  const { people, paceMs, seed, firstResponseMs = FIRST_RESPONSE_MS, logFolder, say = () => undefined } = options;
  const random = createSeededRandom(seed);
  const host = await openHost({ people, random, paceMs, firstResponseMs, logFolder });
  const database = await inspect(host.databaseURL);
  try {
    const ledger = createLedger();
    const waits = watchFirstResponses(host, ledger);
    const deeds = createDeeds(ledger, random);
    const began = Date.now();
    const before = await database.work();
    const stop = new AbortController();
    const breaking = breakAll(options, host, ledger, random, stop.signal);
    await workThrough(options, host, ledger, deeds, random);
    stop.abort();
    const faults = await breaking;
    say(`${ledger.entries.length} interactions in ${seconds(Date.now() - began)}`);
    await until(() => ledger.entries.every((entry) => entry.wanted === 'form' || isOver(entry)), 90_000);
    const tookMs = Date.now() - began;
    const delivered = ledger.entries.length;
    // The connection of before did not survive the restart of the database.
    const fresh = await inspect(host.databaseURL);
    try {
      const figures = await figuresOf(host, fresh, before, { delivered, people });
      const again = await runAgain(host, ledger, deeds);
      for (const ballot of deeds.ballots) await deeds.vote(ballot, ballot.opener);
      await until(async () => (await fresh.underWay()) === 0, 60_000);
      const pressed = await pressLater(options, host, ledger, deeds, random);
      const tooMuch = await askTooMuch(host, deeds, fresh);
      await until(async () => (await fresh.underWay()) === 0, 60_000);
      const verdict = await judge({ ...host, firstResponseMs }, ledger, deeds, fresh);
      if (logFolder !== undefined) writeFileSync(join(logFolder, 'ledger.jsonl'), linesOf(ledger, waits.of));
      return {
        verdict,
        faults,
        interactions: delivered,
        tookMs,
        again,
        pressed,
        tooMuch,
        acknowledged: waits.shares(),
        figures,
      };
    } finally {
      await fresh.close();
    }
  } finally {
    await database.close().catch(() => undefined);
    await host.close();
  }
}

/** People do things, so many at once, until enough interactions are delivered. */
async function workThrough(
  { interactions, atOnce }: DrillOptions,
  { rooms }: Host,
  ledger: Ledger,
  deeds: Deeds,
  random: () => number,
): Promise<void> {
  const bag = DEEDS.flatMap((kind) => Array.from({ length: MIX[kind] }, () => kind));
  const worker = async (): Promise<void> => {
    while (ledger.entries.length < interactions) {
      const kind = bag[Math.floor(random() * bag.length)];
      const room = rooms[Math.floor(random() * rooms.length)];
      if (kind === undefined || room === undefined) return;
      await deeds.do(kind, room);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function breakAll(
  { faults, interactions, partitionMs, say = () => undefined }: DrillOptions,
  host: Host,
  ledger: Ledger,
  random: () => number,
  signal: AbortSignal,
): Promise<Fault[]> {
  const done: Fault[] = [];
  for (const [at, kind] of faults.entries()) {
    const due = (interactions * (at + 0.5)) / faults.length;
    await until(() => ledger.entries.length >= due || signal.aborted, Number.POSITIVE_INFINITY);
    const busyWith = (bot: string) =>
      ledger.entries.filter((entry) => entry.bot === bot && entry.deed === 'ask' && outcomeOf(entry) === 'stuck')
        .length;
    const fault = await breakIt(kind, { ...host, partitionMs, busyWith }, random);
    done.push(fault);
    say(`${seconds(fault.until - fault.from)}: ${fault.what}`);
    await sleep(BETWEEN_MS);
  }
  return done;
}

/** Everybody whose reply was broken off presses **Run again**. */
async function runAgain({ rooms }: Host, ledger: Ledger, deeds: Deeds): Promise<Tried> {
  const not: string[] = [];
  let tried = 0;
  for (const { person, invocation } of [...ledger.entries]) {
    const own = [invocation.original(), ...invocation.followups()];
    for (const message of own) {
      if (message === undefined || !isBrokenOff(message)) continue;
      const room = rooms.find(({ channels }) => channels.includes(message.channel_id)) ?? rooms[0];
      if (room === undefined) continue;
      tried += 1;
      const entry = deeds.press('run again', 'change', room, person, message.id, 'Run again');
      await over(entry);
      const now = person.message(message.id);
      const isWhole = now !== undefined && !isBrokenOff(now) && !isUnderWay(now);
      if (!isWhole) not.push(`${outcomeOf(entry)}: ${message.id}`);
    }
  }
  return { tried, worked: tried - not.length, not };
}

/** Somebody presses **Explain** on what stands there, long after it was made. */
async function pressLater(
  { presses }: DrillOptions,
  { rooms }: Host,
  ledger: Ledger,
  deeds: Deeds,
  random: () => number,
): Promise<Tried> {
  const pressable = ledger.entries.flatMap(({ person, invocation, pressed }) => {
    const message = invocation.original();
    return pressed === undefined && message !== undefined && hasExplain(message) ? [{ person, message }] : [];
  });
  const chosen = pressable.sort(() => random() - 0.5).slice(0, presses);
  const not: string[] = [];
  const tried = chosen.length;
  const worker = async (): Promise<void> => {
    for (let one = chosen.pop(); one !== undefined; one = chosen.pop()) {
      const { person, message } = one;
      const room = rooms.find(({ channels }) => channels.includes(message.channel_id));
      // Direct messages come by the first shard, whatever server.
      const [first] = rooms;
      const entry = deeds.press(
        'explain later',
        'reply',
        room ?? (first as Host['rooms'][number]),
        person,
        message.id,
        'Explain',
      );
      await over(entry);
      if (outcomeOf(entry) !== 'finished') not.push(`${outcomeOf(entry)}: ${message.id}, runs ${runsOf(message)}`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return { tried, worked: tried - not.length, not: not.slice(0, 5) };
}

function hasExplain(message: APIMessage): boolean {
  return JSON.stringify(message.components).includes('"label":"Explain"');
}

interface Waits {
  /** Milliseconds that an interaction waited for its first response; undefined where there was none. */
  of(id: string): number | undefined;
  shares(): Drilled['acknowledged'];
}

function watchFirstResponses({ playground }: Host, ledger: Ledger): Waits {
  const took = new Map<string, number>();
  playground.events.on('interaction-changed', (record) => {
    if (record.first !== undefined && !took.has(record.id)) took.set(record.id, Date.now() - record.createdAt);
  });
  return {
    of: (id) => took.get(id),
    shares() {
      const sorted = ledger.entries.flatMap(({ invocation }) => took.get(invocation.id) ?? []).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
      return { p50: at(0.5), p99: at(0.99) };
    },
  };
}

/** The ledger as JSON lines, for whoever looks into what happened when. */
function linesOf(ledger: Ledger, waited: Waits['of']): string {
  return ledger.entries
    .map(({ deed, wanted, bot, at, person, invocation, ...rest }) => {
      const waitedMs = waited(invocation.id);
      const outcome = outcomeOf({ deed, wanted, bot, at, person, invocation, ...rest });
      const time = new Date(at).toISOString();
      return `${JSON.stringify({ time, deed, wanted, bot, waitedMs, outcome, person: person.id, id: invocation.id })}\n`;
    })
    .join('');
}

async function figuresOf(
  host: Host,
  database: Inspection,
  before: Awaited<ReturnType<Inspection['work']>>,
  { delivered, people }: { readonly delivered: number; readonly people: number },
): Promise<string[]> {
  const after = await database.work();
  const mega = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const each = (total: number) => (total / delivered).toFixed(1);
  return [
    `${people} people in ${host.rooms.length} servers`,
    ...host.bots.map((bot) => {
      const { resident, peak, sockets } = bot.usage();
      return `${bot.name}: ${mega(resident)} resident, at most ${mega(peak)}, ${sockets} sockets, ${seconds(bot.cpuMs())} of processor time`;
    }),
    `each interaction: ${each(host.bots.reduce((sum, bot) => sum + bot.cpuMs(), 0))} ms of the bots' processor time, ${each(host.proxies.reduce((sum, proxy) => sum + proxy.traffic().statements, 0))} statements`,
    `database: ${await database.connections()} connections, ${mega(after.bytes)}, ${mega(after.logBytes - before.logBytes)} of log`,
  ];
}

async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds()) && Date.now() < end) await sleep(100);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
