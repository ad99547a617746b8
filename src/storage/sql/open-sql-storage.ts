import { endsWithin } from '../../ends-within.js';
import type { Storage, StorageOptions } from '../contract.js';
import { createHeldRuns, type StoredRun } from '../held-runs.js';
import { createLocalEvents } from '../local-events.js';
import { createCalls } from './calls.js';
import { createChannelSettings } from './channel-settings.js';
import { createCounters } from './counters.js';
import { createInOrder } from './in-order.js';
import { createPeople } from './people.js';
import { startPurge } from './purge.js';
import { RETENTION_SETTING } from './retention.js';
import { createRunStore } from './run-store.js';
import { createSettings } from './settings.js';
import type { OpenDatabase } from './tables.js';
import { askWith } from './together.js';
import { openUnderWay } from './under-way.js';
import { writeRun } from './write-run.js';

const DEFAULT_RETENTION_DAYS = 30;

/** Long enough for another program's transaction, and short enough to wait for an answer. */
const DEFAULT_PATIENCE_MS = 10_000;

/** What was not said of how a storage is opened, filled in. */
export function withDefaults(options: StorageOptions) {
  const { retentionDays = DEFAULT_RETENTION_DAYS, now = Date.now, log, patienceMs = DEFAULT_PATIENCE_MS } = options;
  return { retentionDays, now, log, patienceMs };
}

/** Opens the storage over a database that a driver has opened, and that is closed with it. */
export function openSqlStorage(database: OpenDatabase, options: StorageOptions): Storage {
  const { patienceMs, ...rest } = withDefaults(options);
  const asking = askWith(database, patienceMs);
  const hasty = askWith(database, patienceMs / 5);
  const patient = asking.queries;
  const calls = createCalls();
  const inOrder = createInOrder(patienceMs);
  const purge = startPurge(asking, { ...rest, shrink: async () => database.shrink?.() });
  const write = (run: StoredRun) => writeRun(hasty, run);
  const held = createHeldRuns(write, rest.log);
  const runs = createRunStore(asking, write, held, { ...rest, isShared: database.events !== undefined });
  const settled = async (): Promise<void> => {
    await Promise.all([runs.created(), inOrder.settled()]);
  };
  const scrub = async () => database.scrub?.();
  const people = createPeople({ asking, held, settled, scrub, now: rest.now, log: rest.log });
  const channels = createChannelSettings(patient, rest.now);
  const settings = createSettings(patient, rest.now);
  const counters = createCounters(patient, rest.now);
  const underWay = openUnderWay(asking, { ...rest, admittingMs: patienceMs / 10 });
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    purge.close();
    // Nothing waits for longer, unless the database hangs.
    await endsWithin(patienceMs, calls.close());
    await endsWithin(patienceMs, underWay.close());
    await held.close();
    await database.close();
  };
  return {
    runs: {
      retentionDays: runs.retentionDays,
      create: (command, payload, origin) => calls.make(() => runs.create(command, payload, origin)),
      find: (id, command) => calls.make(() => runs.find(id, command)),
      revisionOf: (id, command) => calls.make(() => runs.revisionOf(id, command)),
      save: (id, ...change) => calls.make(() => inOrder.change(`run ${id}`, () => runs.save(id, ...change))),
      whyHeld: (id) => runs.whyHeld(id),
    },
    channels: {
      modelOf: (channelId) => calls.make(() => channels.modelOf(channelId)),
      setModel: (channelId, model) =>
        calls.make(() => inOrder.change(`channel ${channelId}`, () => channels.setModel(channelId, model))),
    },
    settings: {
      of: (placeId) => calls.make(() => settings.of(placeId)),
      set: (placeId, name, value) =>
        calls.make(async () => {
          await inOrder.change(`setting ${placeId} ${name}`, () => settings.set(placeId, name, value));
          if (name === RETENTION_SETTING) purge.soon(placeId);
        }),
    },
    people: {
      keptOf: (personId, most) => calls.make(() => people.keptOf(personId, most)),
      forget: (personId, without) => calls.make(() => people.forget(personId, without)),
    },
    underWay: {
      begin: underWay.begin,
      change: underWay.change,
      end: underWay.end,
      takeOver: (botId) => calls.make(() => underWay.takeOver(botId)),
      breakOff: (id) => calls.make(() => underWay.breakOff(id)),
      findLeft: (id) => calls.make(() => underWay.findLeft(id)),
      claimLeft: (id) => calls.make(() => underWay.claimLeft(id)),
      findElsewhere: (id) => calls.make(() => underWay.findElsewhere(id)),
      allElsewhere: (placeId) => calls.make(() => underWay.allElsewhere(placeId)),
    },
    counters: {
      add: (changes) => calls.make(() => counters.add(changes)),
      of: (keys) => calls.make(() => counters.of(keys)),
      all: () => calls.make(() => counters.all()),
    },
    events: database.events ?? createLocalEvents(rest.log),
    isShared: database.events !== undefined,
    heldRuns: () => held.size(),
    now: rest.now,
    purge: () => calls.make(() => purge.run()),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
