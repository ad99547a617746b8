import { setTimeout as sleep } from 'node:timers/promises';
import type { APIMessage } from 'discord-api-types/v10';
import type { Person } from '../../src/playground/people/person.js';
import { PlaygroundRefusal } from '../../src/playground/people/refusal.js';
import { componentsOf } from '../end-to-end/harness.js';
import { type Entry, isOver, isUnderWay, type Ledger, outcomeOf, type Wanted } from './ledger.js';
import type { Room } from './town.js';

/** What a room is asked together, and who was told that their answer counts. */
export interface Ballot {
  readonly kind: 'probability' | 'guess';
  readonly room: Room;
  readonly opener: Person;
  readonly messageId: string;
  readonly runId: string;
  /** The ids of those who pressed at all, and of those who were told that it counts. */
  readonly tried: Set<string>;
  readonly told: Set<string>;
}

/** Something that is taken on step by step, by two presses at the same moment for each step. */
export interface Walk {
  readonly kind: 'nextword' | 'lesson';
  readonly messageId: string;
  readonly by: Person;
  readonly from: number;
  readonly rounds: number;
  /** Rounds in which somebody's press was taken and nothing went wrong. */
  readonly taken: number;
}

/** What people do, and what has to be true in the end. */
export interface Deeds {
  readonly ballots: readonly Ballot[];
  readonly walks: readonly Walk[];
  /** Somebody in a room does something, as it comes; returns when nothing more comes of it by itself. */
  do(kind: DeedKind, room: Room): Promise<void>;
  /** Somebody says their word until they are told that it counts; false where nobody was to be had. */
  vote(ballot: Ballot, person: Person): Promise<boolean>;
  press(deed: string, wanted: Wanted, room: Room, person: Person, message: string, button: string): Entry;
  slash(deed: string, room: Room, person: Person, name: string, options: Options, where?: string): Entry;
}

export const DEEDS = ['look', 'walk', 'long', 'stopped', 'direct', 'poll', 'guesses', 'lesson', 'rules'] as const;
export type DeedKind = (typeof DEEDS)[number];

type Options = Record<string, string | number>;

/** How often somebody presses again who got no answer, or was told to, and how long they wait before. */
const MAX_TRIES = 12;
const WAIT_MS = 4000;
/** Longer than other bots need to find out that one has ended. */
const OVER_MS = 120_000;

/** @param random a number from 0 to below 1, seeded */
export function createDeeds(ledger: Ledger, random: () => number): Deeds {
  const ballots: Ballot[] = [];
  const walks: Walk[] = [];
  let count = 0;
  const oneOf = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error('there is nothing to choose from');
    return one;
  };
  const some = (people: readonly Person[], most: number): Person[] =>
    [...people].sort(() => random() - 0.5).slice(0, most);

  const slash: Deeds['slash'] = (deed, room, person, name, options, where) => {
    const bot = room.turn();
    const invocation = person.slash(name, options, where ?? oneOf(room.channels));
    return ledger.note({ deed, wanted: 'reply', person, invocation, bot, pressed: undefined });
  };
  const press: Deeds['press'] = (deed, wanted, room, person, message, button) => {
    const bot = room.turn();
    const invocation = person.press(message, button);
    return ledger.note({ deed, wanted, person, invocation, bot, pressed: message });
  };
  /** What a command came to, where that is a reply that can be used. */
  const reply = async (entry: Entry): Promise<APIMessage | undefined> => {
    await over(entry);
    return outcomeOf(entry) === 'finished' ? entry.invocation.original() : undefined;
  };
  const someText = (): string => {
    count += 1;
    return `${oneOf(BEGINNINGS)} ${oneOf(NOUNS)} ${count}`;
  };

  /** Two presses on the same button at the same moment, one time after another. */
  const walk = async (room: Room, message: APIMessage, how: Pick<Walk, 'kind' | 'rounds'> & { by: Person[] }) => {
    const { kind, rounds, by } = how;
    const [first] = by;
    if (first === undefined) return;
    const at = () => stepOf(kind, first.message(message.id));
    const from = at();
    let taken = 0;
    for (let round = 0; round < rounds; round += 1) {
      const button = stepButton(kind, first.message(message.id));
      if (button === undefined) break;
      const both = by.map((person) => press(kind, 'change', room, person, message.id, button));
      await Promise.all(both.map(over));
      const isTaken = both.some((entry) => outcomeOf(entry) === 'finished' && entry.invocation.history.length > 0);
      if (isTaken) taken += 1;
    }
    walks.push({ kind, messageId: message.id, by: first, from, rounds, taken });
  };

  const openBallot = async (kind: Ballot['kind'], room: Room): Promise<Ballot | undefined> => {
    const opener = oneOf(room.people);
    const message = await reply(slash(`open ${kind}`, room, opener, kind, {}));
    const runId = message && runOf(message);
    if (message === undefined || runId === undefined) return undefined;
    const ballot = {
      kind,
      room,
      opener,
      messageId: message.id,
      runId,
      tried: new Set<string>(),
      told: new Set<string>(),
    };
    ballots.push(ballot);
    return ballot;
  };

  const voteOnce = async (ballot: Ballot, person: Person): Promise<Entry | undefined> => {
    const { kind, room, messageId } = ballot;
    const message = person.message(messageId);
    if (message === undefined) return undefined;
    const buttons = componentsOf(message).filter(({ custom_id }) =>
      custom_id?.startsWith(kind === 'guess' ? 'guess:guess:' : 'probability:answer:'),
    );
    if (buttons.length === 0) return undefined;
    const entry = press(
      kind === 'guess' ? 'guess form' : 'vote',
      kind === 'guess' ? 'form' : 'told',
      room,
      person,
      messageId,
      oneOf(buttons).custom_id ?? '',
    );
    if (kind === 'probability') return entry;
    const form = await entry.invocation.modal(OVER_MS).catch(() => undefined);
    if (form === undefined) return entry;
    const bot = room.turn();
    const invocation = person.submit(form, { word: oneOf(NOUNS) });
    return ledger.note({ deed: 'guess', wanted: 'told', person, invocation, bot, pressed: messageId });
  };

  const vote: Deeds['vote'] = async (ballot, person) => {
    ballot.tried.add(person.id);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const entry = await voteOnce(ballot, person);
      if (entry !== undefined) {
        await over(entry);
        if (entry.wanted === 'told' && outcomeOf(entry) === 'finished') {
          ballot.told.add(person.id);
          return true;
        }
      }
      await sleep(WAIT_MS);
    }
    return false;
  };

  const does: Record<DeedKind, (room: Room) => Promise<unknown>> = {
    async look(room) {
      const person = oneOf(room.people);
      const text = someText();
      const asked = oneOf<[string, Options]>([
        ['tokenize', { text }],
        ['tokenize', { text: `${text} 🍕 你好` }],
        ['nextword', { prompt: text }],
        ['temperature', { prompt: text }],
      ]);
      const message = await reply(slash(asked[0], room, person, ...asked));
      if (message !== undefined) await over(press('explain', 'reply', room, oneOf(room.people), message.id, 'Explain'));
    },
    async walk(room) {
      const [first, second] = some(room.people, 2);
      if (first === undefined || second === undefined) return;
      const message = await reply(slash('nextword', room, first, 'nextword', { prompt: oneOf(BEGINNINGS) }));
      if (message) await walk(room, message, { kind: 'nextword', rounds: 2, by: [first, second] });
    },
    long: (room) =>
      over(slash('ask', room, oneOf(room.people), 'ask', { question: `slowly: what is ${oneOf(NOUNS)}?` })),
    async stopped(room) {
      const person = oneOf(room.people);
      const asked = slash('ask', room, person, 'ask', { question: `slowly: what is ${oneOf(NOUNS)}?` });
      const hasStop = (message: APIMessage | undefined) =>
        message !== undefined && componentsOf(message).some(({ custom_id }) => custom_id?.startsWith('router:stop:'));
      await until(() => isOver(asked) || hasStop(asked.invocation.original()));
      const message = asked.invocation.original();
      const button = message && componentsOf(message).find(({ custom_id }) => custom_id?.startsWith('router:stop:'));
      if (message !== undefined && button !== undefined) {
        await over(press('stop', 'stop', room, person, message.id, button.custom_id ?? ''));
      }
      await over(asked);
    },
    direct: (room) => {
      const person = oneOf(room.people);
      return over(slash('direct', DIRECT(room), person, 'tokenize', { text: someText() }, person.dmId));
    },
    async poll(room) {
      const ballot = await openBallot('probability', room);
      if (ballot) await Promise.all(some(room.people, 20).map((person) => vote(ballot, person)));
    },
    async guesses(room) {
      const ballot = await openBallot('guess', room);
      if (ballot) await Promise.all(some(room.people, 10).map((person) => vote(ballot, person)));
    },
    async lesson(room) {
      const leader = oneOf(room.people);
      const message = await reply(slash('open lesson', room, leader, 'lesson', { plan: '20' }));
      if (message === undefined) return;
      const joining = some(room.people, 4).map((person) =>
        over(press('join', 'told', room, person, message.id, 'Join')),
      );
      await Promise.all(joining);
      // Who leads presses twice, as impatient people do.
      await walk(room, message, { kind: 'lesson', rounds: 2, by: [leader, leader] });
    },
    rules: (room) =>
      over(slash('settings', room, room.manager, 'settings', { longest_reply: 200 + Math.floor(random() * 50) })),
  };

  return {
    ballots,
    walks,
    vote,
    press,
    slash,
    async do(kind, room) {
      const before = ledger.entries.length;
      try {
        await does[kind](room);
        // Who gets no answer does not try again at once.
        const mine = ledger.entries.slice(before);
        if (mine.some((entry) => outcomeOf(entry) === 'unanswered')) await sleep(WAIT_MS);
      } catch (error) {
        // What somebody was about to press is not there any more, or takes no press now: they leave it.
        if (!(error instanceof PlaygroundRefusal)) throw error;
      }
    },
  };
}

/** Waits until nothing more comes of an entry by itself, or for long enough that nothing will. */
export async function over(entry: Entry): Promise<void> {
  await entry.invocation.first().catch(() => undefined);
  if (entry.wanted === 'form') return;
  await until(() => isOver(entry));
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + OVER_MS;
  while (!holds() && Date.now() < end) await sleep(50);
}

/** Direct messages are no server's: Discord sends them to the first shard. */
const DIRECT = (room: Room): Room => ({ ...room, turn: () => 'shard 0' });

/** The run that a message's first button carries. */
function runOf(message: APIMessage): string | undefined {
  const ids = componentsOf(message).flatMap(({ custom_id }) => custom_id ?? []);
  return ids[0]?.split(':')[2];
}

const STEP = { nextword: 'nextword:add:', lesson: 'lesson:lead-next:' } as const;

/** Where a step is read: a station of a lesson may have another button than the one to the next. */
const AT = { nextword: /^nextword:add:[^:]+:(\d+)/, lesson: /^lesson:lead-(?:next|back|reveal):[^:]+:(\d+)/ } as const;

function stepButton(kind: Walk['kind'], message: APIMessage | undefined): string | undefined {
  if (message === undefined || isUnderWay(message)) return undefined;
  const button = componentsOf(message).find(({ custom_id }) => custom_id?.startsWith(STEP[kind]));
  return button?.disabled ? undefined : button?.custom_id;
}

/** How far something has been taken, as its button says. */
export function stepOf(kind: Walk['kind'], message: APIMessage | undefined): number {
  const components = message === undefined ? [] : componentsOf(message);
  const ids = components.flatMap(({ custom_id, options = [] }) => [
    custom_id ?? '',
    ...options.map(({ value }) => value),
  ]);
  const at = ids.map((id) => AT[kind].exec(id)?.[1]).find((found) => found !== undefined);
  return Number(at ?? Number.NaN);
}

const BEGINNINGS = ['Once upon a time', 'The capital of France is', 'A cat sat on', 'In the year', 'Why is the sky'];
const NOUNS = ['rain', 'mat', 'river', 'moon', 'bread', 'glass', 'winter', 'music'];
