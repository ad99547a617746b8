import type { Deeds } from './deeds.js';
import { over } from './deeds.js';
import type { Host } from './host.js';
import { outcomeOf } from './ledger.js';

/** One person who asks for more than they may, on all ways at once. */
export interface TooMuch {
  /** Commands in less than a minute, and those that were taken. */
  readonly asked: number;
  readonly taken: number;
  readonly tookMs: number;
  /** Long replies at the same moment, and those that were taken. */
  readonly atOnce: number;
  readonly takenAtOnce: number;
}

/** More than the 40 commands a minute and the 4 replies at once that a person has where nothing is set. */
const COMMANDS = 48;
const AT_ONCE = 9;

/** Lets somebody who has done nothing yet ask for too much, in each room in turn. */
export async function askTooMuch({ playground, rooms }: Host, deeds: Deeds): Promise<TooMuch> {
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

  const long = Array.from({ length: AT_ONCE }, (_, at) =>
    ask(greedy, at, 'ask', { question: `slowly: what is ${at}?` }),
  );
  await Promise.all(long.map(over));
  const takenAtOnce = long.filter((entry) => outcomeOf(entry) === 'finished').length;

  const began = Date.now();
  let taken = 0;
  for (let at = 0; at < COMMANDS; at += 3) {
    const three = [at, at + 1, at + 2].map((one) => ask(hasty, one, 'tokenize', { text: `number ${one}` }));
    await Promise.all(three.map(over));
    taken += three.filter((entry) => outcomeOf(entry) === 'finished').length;
  }
  return { asked: COMMANDS, taken, tookMs: Date.now() - began, atOnce: AT_ONCE, takenAtOnce };
}
