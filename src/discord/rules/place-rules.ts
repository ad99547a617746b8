import { DEFAULT_SETTINGS, type PlaceSettings, readSettings } from '../../domain/settings.js';
import { createPatience, type Patience } from '../../patience.js';
import type { Events, Settings } from '../../storage/contract.js';

/** What is set for each place, as every run needs it. */
export interface PlaceRules {
  /** What is set there now, or was when the storage last told it; never rejects, and waits only for a moment. */
  of(place: { readonly id: string }): Promise<PlaceSettings>;
  /** The same settings to change: what is changed here holds at once, and in other processes as soon as they are told. */
  readonly settings: Settings;
}

/**
 * What was read so lately still holds, in milliseconds: a class that begins at once asks the storage once, and what another
 * process changes holds here so soon also where no event tells of it.
 */
const FRESH_MS = 250;

/** Discord waits 3 s for an acknowledgement, which is not to wait for a storage that is held up: milliseconds. */
const MAX_WAIT_MS = 250;

/** What processes tell one another: the id of a place where something was set. */
const TOPIC = 'settings';

/** Places that are remembered for when the storage does not tell. */
const MAX_PLACES = 2000;

interface Known {
  /** As the storage told it, with what was set here since. */
  stored: Readonly<Record<string, unknown>> | undefined;
  settings: PlaceSettings | undefined;
  readAt: number;
  reading: Promise<void> | undefined;
  /** Each has its own: where one reading is held up, another place is read all the same. */
  readonly patience: Patience;
  /** Counts the changes that were made here, so that what was read before one is not taken for what holds after it. */
  changes: number;
}

/**
 * Reads what is set for places, each once where many ask.
 *
 * @param options.now milliseconds of a clock that only goes forward
 * @param options.events by which other processes are told of changes, and tell of theirs
 * @param options.maxWaitMs how long is waited for the storage
 */
export function createPlaceRules(
  settings: Settings,
  {
    now,
    maxWaitMs = MAX_WAIT_MS,
    events,
  }: { readonly now: () => number; readonly maxWaitMs?: number; readonly events?: Events | undefined },
): PlaceRules {
  const places = new Map<string, Known>();

  const knownOf = (id: string): Known => {
    const known = places.get(id) ?? {
      stored: undefined,
      settings: undefined,
      readAt: -Infinity,
      reading: undefined,
      patience: createPatience(maxWaitMs, now),
      changes: 0,
    };
    // The one that was asked for last is forgotten last.
    places.delete(id);
    places.set(id, known);
    for (const oldest of places.keys()) {
      if (places.size <= MAX_PLACES) break;
      places.delete(oldest);
    }
    return known;
  };

  const keep = (known: Known, stored: Readonly<Record<string, unknown>>): void => {
    known.stored = stored;
    known.settings = readSettings(stored);
  };

  const read = (id: string, known: Known): Promise<void> => {
    const { changes } = known;
    const startedAt = now();
    const reading = (async () => {
      try {
        const stored = await settings.of(id);
        if (known.changes !== changes) {
          if (known.stored === undefined) keep(known, stored);
          return;
        }
        keep(known, stored);
        known.readAt = startedAt;
      } finally {
        if (known.changes === changes) known.reading = undefined;
      }
    })();
    known.reading = reading;
    return reading;
  };

  /** What was read of a place holds no more; it is remembered for when the storage does not tell. */
  const forget = (known: Known): void => {
    known.changes += 1;
    known.readAt = -Infinity;
    known.reading = undefined;
  };

  events?.listen(
    TOPIC,
    (id) => {
      const known = typeof id === 'string' ? places.get(id) : undefined;
      if (known !== undefined) forget(known);
    },
    () => {
      for (const known of places.values()) forget(known);
    },
  );

  /** Waits until it is known what holds now, for as long as somebody waits for the storage. */
  const refresh = async (id: string, known: Known): Promise<void> => {
    if (now() - known.readAt <= FRESH_MS) return;
    // Where it is not told, what was known before still holds.
    await known.patience.within(known.reading ?? read(id, known), () => undefined).catch(() => undefined);
  };

  return {
    async of({ id }) {
      const known = knownOf(id);
      const { changes } = known;
      await refresh(id, known);
      // Somebody has changed it while it was read.
      if (known.changes !== changes) await refresh(id, known);
      return known.settings ?? DEFAULT_SETTINGS;
    },
    settings: {
      of: (id) => settings.of(id),
      async set(id, name, value) {
        await settings.set(id, name, value);
        const known = knownOf(id);
        forget(known);
        // Here it holds also where the storage is silent from now on.
        if (known.stored !== undefined) keep(known, { ...known.stored, [name]: value });
        events?.tell(TOPIC, id);
      },
    },
  };
}
