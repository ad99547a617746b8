import { setTimeout as sleep } from 'node:timers/promises';
import type { Inspection } from './database.js';
import type { Deeds } from './deeds.js';
import { over } from './deeds.js';
import type { Host } from './host.js';
import { type Entry, isOver, outcomeOf } from './ledger.js';

/** One person who asks for more than they may, on all ways at once. */
export interface TooMuch {
  /** Commands in less than a minute, and those that were taken. */
  readonly asked: number;
  readonly taken: number;
  readonly tookMs: number;
  /** The longest that one of them waited for its first response, in milliseconds. */
  readonly slowestMs: number;
  /** Long replies that were asked for one after another, and those that were taken although four were under way all the time. */
  readonly atOnce: number;
  readonly beyond: number;
}

/** More than the 40 commands a minute and the 4 replies at once that a person has where nothing is set. */
const COMMANDS = 48;
const MOST_AT_ONCE = 4;
const AT_ONCE = 9;

/** So long it is waited until the database knows what is under way, in milliseconds. */
const KNOWN_MS = 10_000;

/** Lets somebody who has done nothing yet ask for too much, in each room in turn. */
export async function askTooMuch({ playground, rooms }: Host, deeds: Deeds, database: Inspection): Promise<TooMuch> {
  const members = [0, 1].map((at) => {
    const person = playground.join(`Hasty ${at}`);
    for (const { guildId } of rooms) person.joinGuild(guildId);
    return person;
  });
  const [greedy = playground.join('Greedy'), hasty = greedy] = members;
  const roomAt = (at: number) => rooms[at % rooms.length] ?? rooms[0];
  const ask = (person: typeof hasty, at: number, name: string, options: Record<string, string>) => {
    const room = roomAt(at);
    if (room === undefined) throw new Error('there are no rooms');
    return deeds.slash('too much', room, person, name, options);
  };

  const long: Entry[] = [];
  let beyond = 0;
  const unfinished = () => long.filter((entry) => !isOver(entry));
  for (let at = 0; at < AT_ONCE; at += 1) {
    // Where the database does not tell in time, what has begun is written a little later.
    const known = Date.now() + KNOWN_MS;
    while ((await database.underWay(greedy.id)) < unfinished().length && Date.now() < known) await sleep(20);
    const before = unfinished();
    const entry = ask(greedy, at, 'ask', { question: `slowly: what is ${at}?` });
    await entry.invocation.first();
    const wasFull = before.filter((one) => !isOver(one)).length >= MOST_AT_ONCE;
    if (wasFull && outcomeOf(entry) !== 'sentence') beyond += 1;
    long.push(entry);
  }
  await Promise.all(long.map(over));

  const began = Date.now();
  let taken = 0;
  let slowestMs = 0;
  for (let at = 0; at < COMMANDS; at += 3) {
    const three = [at, at + 1, at + 2].map((one) => ask(hasty, one, 'tokenize', { text: `number ${one}` }));
    await Promise.all(three.map(({ invocation }) => invocation.first().catch(() => undefined)));
    slowestMs = Math.max(slowestMs, Date.now() - (three[0]?.at ?? 0));
    await Promise.all(three.map(over));
    taken += three.filter((entry) => outcomeOf(entry) === 'finished').length;
  }
  return { asked: COMMANDS, taken, tookMs: Date.now() - began, slowestMs, atOnce: AT_ONCE, beyond };
}
