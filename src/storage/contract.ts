import type { RunOrigin } from '../domain/run-origin.js';

/** Why a database does not do what is right in itself. */
export type StorageTrouble = 'busy' | 'full' | 'read-only' | 'broken' | 'ended' | 'away';

/** One stored request and its result, as a button finds it again. */
export interface StoredRow {
  /** What `create` or `save` was given, through JSON. */
  readonly payload: unknown;
  /** Counts the changes, from 1. */
  readonly revision: number;
  /** Whose it is; undefined for what belongs to nobody, and for what was kept before that was said. */
  readonly origin?: Pick<RunOrigin, 'personId' | 'placeId' | 'isPrivate'> | undefined;
}

/**
 * Keeps runs for the buttons of the messages that show them.
 *
 * Each call is one indexed row, written in a fraction of a millisecond for 10 KB and in a few for 200 KB, so commands keep
 * their payloads below that. The methods reject with a `StorageError` where the database cannot do it now, and with
 * another `Error` where it never will, as for a payload that JSON cannot say.
 */
export interface RunStore {
  /** How long a run is kept after it was last changed. */
  readonly retentionDays: number;
  /**
   * Keeps a new run. One that the database does not take now is held in memory, where the other methods find it too, and
   * written as soon as it can be: a result that is there is worth showing. Where several processes share the database, it
   * takes no changes until then.
   *
   * @param command any text of whole characters without U+0000; only who says it again finds the run
   * @param payload what JSON can say
   * @param origin absent for what belongs to nobody
   * @returns the run's id: 16 characters, URL-safe, not to be guessed
   */
  create(command: string, payload: unknown, origin?: RunOrigin): Promise<string>;
  /** @returns undefined for a run of another command, one that is no longer kept, and one that never was */
  find(id: string, command: string): Promise<StoredRow | undefined>;
  /** How often a run was changed, from 1, as `find` tells it with the rest; undefined as there. */
  revisionOf(id: string, command: string): Promise<number | undefined>;
  /**
   * @param by the Discord id of who changes it, and so takes part in it
   * @param withWords words of theirs come into it that nobody could take out again, so that it goes when they are forgotten
   * @returns the new revision, or undefined, and nothing is changed, when the run is not at `revision` any more
   */
  save(
    id: string,
    command: string,
    payload: unknown,
    revision: number,
    by?: string,
    withWords?: boolean,
  ): Promise<number | undefined>;
  /** Why a run is in memory only; undefined where it is not. */
  whyHeld(id: string): StorageTrouble | undefined;
}

/**
 * What was set for a whole channel; it is kept until it is changed. The methods reject with a `StorageError` where the
 * database cannot do it now.
 */
export interface ChannelSettings {
  /** The model that commands in a channel use where they name none; undefined for the endpoint's default. */
  modelOf(channelId: string): Promise<string | undefined>;
  /** Sets a channel's model, a text as a run's command is; undefined goes back to the endpoint's default. */
  setModel(channelId: string, model: string | undefined): Promise<void>;
}

/**
 * What was set for a place: a server, or a channel that is in none. Each setting has a name and is kept until it is
 * changed. The methods reject with a `StorageError` where the database cannot do it now, and with another `Error` for a
 * value that JSON cannot say.
 */
export interface Settings {
  /** All that was set for a place, by name, through JSON: what is not there was never set, or set back. */
  of(placeId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Sets one, by a name as a run's command is; undefined sets it back. */
  set(placeId: string, name: string, value: unknown): Promise<void>;
}

/** A run of somebody, as they are told of it. */
export interface KeptRun {
  readonly id: string;
  readonly command: string;
  readonly placeId: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly changedAt: number;
  /** Of the payload, as it is stored. */
  readonly bytes: number;
}

/** What is kept of people, by their Discord ids. The methods reject with a `StorageError` where the database cannot do it now. */
export interface People {
  /**
   * The runs that somebody asked for, the newest first, and how many others have their words in them or were changed by
   * them, such as with a vote.
   *
   * @param most of the list; the counts are of all
   */
  keptOf(
    personId: string,
    most: number,
  ): Promise<{
    readonly runs: readonly KeptRun[];
    readonly asked: number;
    readonly withTheirWords: number;
    readonly takenPartIn: number;
  }>;
  /**
   * Deletes the runs that somebody asked for and those with their words in them, and takes what they said out of those that
   * they took part in. Nothing of it can be read in the files any more afterwards.
   *
   * @param without a run's payload without what that person said in it; undefined where the run is to be deleted
   * @returns how many runs were deleted, and how many changed
   */
  forget(
    personId: string,
    without: (run: { readonly command: string; readonly payload: unknown }) => unknown,
  ): Promise<{ readonly deleted: number; readonly changed: number }>;
}

/** A run that somebody waits for. */
export interface UnderWayRun {
  /** Not to be guessed. */
  readonly id: string;
  /** The Discord id of the bot that answers: two of them may share a database. */
  readonly botId: string;
  readonly origin: RunOrigin;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** What the messages of the answer are changed with, in a form that the database's readers cannot use. */
  readonly key: string | undefined;
  /** What was asked and where the answer is, which JSON can say. */
  readonly payload: unknown;
}

/**
 * The runs under way, so that another process can tell those who wait where this one ends in the middle. A run is written
 * down soon and taken out when it ends; nobody has to wait for either, and nothing rejects: a database that does not take it
 * is logged.
 */
export interface UnderWay {
  /**
   * @param most how many a person may have under way, this one among them: who has so many at all processes together begins
   * no other. Where the database does not tell in time, it is begun. By default there is no such bound
   * @returns fulfilled when it is written down, or where the database does not take it now; how many the person has where
   * those are too many, and it is not written
   */
  begin(run: UnderWayRun, most?: number): Promise<number | undefined>;
  /** Where the answer is may become known only later. */
  change(id: string, payload: unknown): void;
  end(id: string): void;
  /**
   * Takes over what processes have left that are no more. Each run is given to one caller alone; where that one ends too, it
   * is given to the next. Rejects with a `StorageError` where the database cannot do it now.
   */
  takeOver(botId: string): Promise<readonly UnderWayRun[]>;
  /** A run that was taken over is not under way any more: from now on it has no key, and waits for whoever runs it again. */
  breakOff(id: string): Promise<void>;
  /** A run that some process has left; undefined for one that is under way, one that has ended, and one that is no longer kept. */
  findLeft(id: string): Promise<UnderWayRun | undefined>;
  /**
   * Lets one caller alone run it again, by whom it is under way from then on: `end` or `breakOff` has to follow. Rejects as
   * `findLeft` does. @returns whether it is this caller
   */
  claimLeft(id: string): Promise<boolean>;
  /** A run that another process is at work on; undefined for all others. Rejects as `findLeft` does. */
  findElsewhere(id: string): Promise<UnderWayRun | undefined>;
  /** The runs in a place that other processes are at work on, the oldest first. Rejects as `findLeft` does. */
  allElsewhere(placeId: string): Promise<readonly UnderWayRun[]>;
}

/** How much was counted under a name, and until when it counts. */
export interface Counter {
  readonly key: string;
  /** A whole number. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/**
 * Counts of what is limited in a time of up to a day; several processes count together. One ends at its time, and a day after it began at the latest,
 * whatever the clock was then. The methods reject with a `StorageError` where the database cannot do it now.
 */
export interface Counters {
  /**
   * Adds to counts, all or none of them.
   *
   * @param changes up to a thousand, no two of one name; `endsAt` is that of one that is new
   * @returns where each of them stands then
   */
  add(
    changes: readonly { readonly key: string; readonly by: number; readonly endsAt: number }[],
  ): Promise<readonly Counter[]>;
  /** Of several, those that have not ended. */
  of(keys: readonly string[]): Promise<readonly Counter[]>;
  /** All that have not ended. */
  all(): Promise<readonly Counter[]>;
}

/**
 * What the processes of one database tell one another. It is heard by those that listen at that time, this one included, and
 * may be lost: what must not be lost stands in the database, and this says only that somebody should look.
 */
export interface Events {
  /**
   * Tells all of them; never rejects, and nobody waits for it.
   *
   * @param topic a name in small letters and hyphens
   * @param message what JSON can say, up to 7,000 bytes; what is longer is logged, and not told
   */
  tell(topic: string, message: unknown): void;
  /**
   * @param listener is given what was told, through JSON; it must not throw
   * @param missed called when others may have told something that nobody heard: whoever needs it looks into the database
   * @returns what ends it
   */
  listen(topic: string, listener: (message: unknown) => void, missed?: () => void): () => void;
}

/**
 * What the bot keeps over a restart. Every driver passes the one suite of `tests/storage/contract.ts`.
 *
 * Changes of one run, one channel and one setting are made in the order of the calls, whoever waits for them, and somebody is
 * forgotten after whatever was asked for before. No call holds up the caller's thread.
 */
export interface Storage {
  readonly runs: RunStore;
  readonly channels: ChannelSettings;
  readonly settings: Settings;
  readonly people: People;
  readonly underWay: UnderWay;
  readonly counters: Counters;
  readonly events: Events;
  /** Whether other processes on other machines may use the same database at the same time. */
  readonly isShared: boolean;
  /** How many runs are in memory only, because the database did not take them yet. */
  heldRuns(): number;
  /** The time that all who use the database go by, whatever this computer's clock says: milliseconds since 1970. */
  now(): number;
  /** Deletes the runs that are no longer kept. @returns how many */
  purge(): Promise<number>;
  /**
   * Makes the changes under way, tries once more to write what is held in memory, and lets go of the database. Whatever is
   * asked from then on rejects with an `Error`; closing once more does nothing.
   */
  close(): Promise<void>;
}

/** How a storage is opened; what its database needs beside this is the driver's own. */
export interface StorageOptions {
  /** How long runs are kept, 30 days by default; older ones are deleted at the start and then once a day. */
  readonly retentionDays?: number;
  /** The time in milliseconds since 1970, by default the computer's. */
  readonly now?: () => number;
  /** Where the troubles are told of which no caller hears. */
  readonly log?: StorageLog;
  /**
   * How long a change waits for another program that is writing, in milliseconds, 10 s by default. A new run waits for a
   * fifth of it before it is held in memory: people wait for its message, and lose nothing by its being written later. For a
   * tenth of it is waited whether somebody may begin one more run, because Discord gives an acknowledgement 3 s.
   */
  readonly patienceMs?: number;
}

/** Where the database's troubles are told; pino's loggers fit. */
export interface StorageLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
