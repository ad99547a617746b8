import type { APIMessage } from 'discord-api-types/v10';
import type { Person } from '../../src/playground/people/person.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { componentsOf } from '../end-to-end/harness.js';
import type { Inspection, Work } from './database.js';
import { type Deeds, over } from './deeds.js';
import type { Host } from './host.js';
import { postgresTime, processorTimeOf, threadsOf } from './processor-time.js';
import type { Room } from './town.js';

/** What one interaction of a kind costs on average. Times in milliseconds of one core, sizes in bytes. */
export interface Cost {
  readonly kind: string;
  readonly count: number;
  /** Of the bot: the thread that answers, and all others, which draw, cut texts and collect garbage. */
  readonly main: number;
  readonly others: number;
  readonly model: number;
  readonly postgres: number;
  readonly statements: number;
  readonly transactions: number;
  readonly rows: number;
  readonly toDatabase: number;
  readonly fromDatabase: number;
  readonly log: number;
  /** Requests to Discord through the interaction, and others, which alone count for the limit of 50 a second. */
  readonly requests: number;
  readonly otherRequests: number;
  readonly files: number;
}

/** One of them, done by somebody; resolves when it is over. */
type Do = (person: Person, at: number) => Promise<void>;

/** How many are done at the same time, and how many before it is measured. */
const AT_ONCE = 4;
const WARM_UP = 24;

/** Measures all kinds of interactions, each alone, on the bot of the first room. */
export async function measureCosts(
  host: Host,
  database: Inspection,
  deeds: Deeds,
  each: number,
): Promise<readonly Cost[]> {
  const [room] = host.rooms;
  if (room === undefined) throw new Error('the host has a room');
  const costs: Cost[] = [];
  for (const [kind, prepare] of Object.entries(KINDS)) {
    const one = await prepare(room, deeds);
    await many(room, one, 0, WARM_UP);
    costs.push(await measure(kind, host, database, () => many(room, one, WARM_UP, each), each));
  }
  return costs;
}

async function many({ people }: Room, one: Do, first: number, count: number): Promise<void> {
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + count) {
      const at = next;
      next += 1;
      // Each has a limit of their own.
      const person = people[at % people.length];
      if (person !== undefined) await one(person, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function measure(
  kind: string,
  { bots, proxies, playground, postgres, modelPid }: Host,
  database: Inspection,
  work: () => Promise<void>,
  count: number,
): Promise<Cost> {
  const [bot] = bots;
  const [proxy] = proxies;
  if (bot === undefined || proxy === undefined) throw new Error('the host has a bot');
  const exchanges: Exchange[] = [];
  const note = (exchange: Exchange): void => void exchanges.push(exchange);
  const now = async () => ({
    threads: threadsOf(bot.pid()),
    model: processorTimeOf(modelPid),
    postgres: postgresTime(postgres.port),
    traffic: proxy.traffic(),
    work: await settledWork(database),
  });
  playground.events.on('exchange', note);
  const before = await now();
  await work();
  const after = await now();
  playground.events.off('exchange', note);
  const per = (total: number): number => total / count;
  const rows = ({ inserted, updated, deleted }: Work): number => inserted + updated + deleted;
  const isOfInteraction = ({ path }: Exchange): boolean => /\/(?:interactions|webhooks)\//.test(path);
  return {
    kind,
    count,
    main: per(after.threads.main - before.threads.main),
    others: per(after.threads.others - before.threads.others),
    model: per(after.model - before.model),
    postgres: per(after.postgres - before.postgres),
    statements: per(after.traffic.statements - before.traffic.statements),
    transactions: per(after.work.transactions - before.work.transactions),
    rows: per(rows(after.work) - rows(before.work)),
    toDatabase: per(after.traffic.sent - before.traffic.sent),
    fromDatabase: per(after.traffic.received - before.traffic.received),
    log: per(after.work.logBytes - before.work.logBytes),
    requests: per(exchanges.filter(isOfInteraction).length),
    otherRequests: per(exchanges.filter((one) => !isOfInteraction(one)).length),
    files: per(exchanges.reduce((sum, { files }) => sum + files.reduce((all, { size }) => all + size, 0), 0)),
  };
}

/** PostgreSQL tells of what was done up to a second later. */
async function settledWork(database: Inspection): Promise<Work> {
  await new Promise((done) => setTimeout(done, 1500));
  return database.work();
}

/** What is measured, by name: what it needs first, and how it is done once. */
const KINDS: Readonly<Record<string, (room: Room, deeds: Deeds) => Promise<Do>>> = {
  '/tokenize': async (room, deeds) => slash(room, deeds, 'tokenize', (at) => ({ text: `Number ${at} in a text 🍕` })),
  '/nextword': async (room, deeds) => slash(room, deeds, 'nextword', (at) => ({ prompt: `Once upon a time ${at}` })),
  '/temperature': async (room, deeds) => slash(room, deeds, 'temperature', (at) => ({ prompt: `A cat sat on ${at}` })),
  '/generate, 4 tokens': async (room, deeds) =>
    slash(room, deeds, 'generate', (at) => ({ prompt: `Once upon a time ${at}`, tokens: 4 })),
  '/ask': async (room, deeds) => slash(room, deeds, 'ask', (at) => ({ question: `What is number ${at}?` })),
  Explain: async (room, deeds) => {
    const message = await shown(room, deeds, 'tokenize', { text: 'to be explained' });
    return (person) => over(deeds.press('cost', 'reply', room, person, message.id, 'Explain'));
  },
  'a vote': async (room, deeds) => {
    const message = await shown(room, deeds, 'probability', {});
    const button = componentsOf(message).find(({ custom_id }) => custom_id?.startsWith('probability:answer:'));
    return (person) => over(deeds.press('cost', 'told', room, person, message.id, button?.custom_id ?? ''));
  },
  'a step of /nextword': async (room, deeds) => {
    // One for each person, so that nobody is in another's way.
    const messages = new Map<string, APIMessage>();
    return async (person) => {
      const known = messages.get(person.id);
      if (known === undefined) {
        messages.set(person.id, await shown({ ...room, people: [person] }, deeds, 'nextword', { prompt: 'A cat' }));
        return;
      }
      const button = buttonNamed(person.message(known.id), 'nextword:add:');
      if (button !== undefined) await over(deeds.press('cost', 'change', room, person, known.id, button));
    };
  },
};

function slash(room: Room, deeds: Deeds, name: string, options: (at: number) => Record<string, string | number>): Do {
  return (person, at) => over(deeds.slash('cost', room, person, name, options(at)));
}

async function shown(room: Room, deeds: Deeds, name: string, options: Record<string, string>): Promise<APIMessage> {
  const [person = room.manager] = room.people;
  const entry = deeds.slash('cost', room, person, name, options);
  await over(entry);
  const message = entry.invocation.original();
  if (message === undefined) throw new Error(`/${name} came to nothing`);
  return message;
}

function buttonNamed(message: APIMessage | undefined, start: string): string | undefined {
  const found = message && componentsOf(message).find(({ custom_id }) => custom_id?.startsWith(start));
  return found?.disabled ? undefined : found?.custom_id;
}
