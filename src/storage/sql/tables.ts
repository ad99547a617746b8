import type { CompiledQuery, Kysely } from 'kysely';
import type { Events } from '../contract.js';
import type { Part } from '../held-runs.js';

/** The tables of the storage and the types of their columns; times are in milliseconds since 1970. */
export interface Tables {
  readonly runs: {
    readonly id: string;
    readonly command: string;
    /** JSON. */
    readonly payload: string;
    readonly revision: number;
    readonly changed_at: number;
    /** The Discord id of who asked for it; null for what belongs to nobody, and for what was kept before it was said. */
    readonly asked_by: string | null;
    /** The place where, which is a server or a channel that is in none. */
    readonly asked_in: string | null;
    readonly asked_at: number | null;
    /** 1 where only who asked was shown it. */
    readonly asked_alone: number | null;
  };
  /** Who is in a run beside who asked for it: one row for each person and run. */
  readonly run_people: {
    readonly person: string;
    readonly run: string;
    readonly part: Part;
  };
  /** The ids of runs that somebody had deleted, for as long as others may be about to go on from them. */
  readonly forgotten_runs: {
    readonly id: string;
    readonly forgotten_at: number;
  };
  /** What is noted for the deletion of old runs: a time for each name. */
  readonly upkeep: {
    readonly name: string;
    readonly value: number;
  };
  readonly channels: {
    readonly id: string;
    readonly model: string;
    readonly changed_at: number;
  };
  /** A row for each setting of a place: a server, or a channel that is in none. */
  readonly settings: {
    readonly place: string;
    readonly name: string;
    /** JSON. */
    readonly value: string;
    readonly changed_at: number;
  };
  /** The runs that somebody waits for, and those of which that was broken off. */
  readonly under_way: {
    readonly id: string;
    /** The process that is at work on it. */
    readonly owner: string;
    readonly bot: string;
    readonly person: string;
    readonly place: string;
    readonly key: string | null;
    /** JSON. */
    readonly payload: string;
    readonly begun_at: number;
    /** When the process last said that it is there. */
    readonly seen_at: number;
    readonly broken_at: number | null;
  };
  /** A row for each count that has not ended. */
  readonly counters: {
    readonly key: string;
    readonly value: number;
    readonly ends_at: number;
  };
  /** Which migrations the database has had; Kysely keeps it. */
  readonly kysely_migration: {
    readonly name: string;
    readonly timestamp: string;
  };
}

/** An SQL database that has the tables, as a driver opens it. */
export interface OpenDatabase {
  /**
   * What asks it. What is asked at once may be done side by side. Each call rejects with a `StorageError` where the database cannot do it now, and with another `Error`
   * where the statement is wrong.
   *
   * @param patienceMs how long a change waits for another program that is writing
   */
  queries(patienceMs: number): Kysely<Tables>;
  /**
   * Makes several changes, all of them or none, in the order of the calls; absent where the query builder's transactions
   * are as good. @returns how many rows each has changed
   */
  together?(statements: readonly CompiledQuery[], patienceMs: number): Promise<readonly number[]>;
  /**
   * Whether two processes change it at the same time, each row for itself, so that a change that depends on a row has to
   * lock it first; absent where changes are made one after another.
   */
  readonly hasRowLocks?: boolean;
  /** Gives back the room of what was deleted; absent where the database does so itself. */
  shrink?(): Promise<void>;
  /** Makes what was deleted unreadable, also to who has the files; absent where a driver has no files of its own. */
  scrub?(): Promise<void>;
  /** What tells other processes, where the database has such a thing; absent: this process tells itself alone. */
  readonly events?: Events;
  /** Lets go of the database when nothing is asked any more. */
  close(): Promise<void>;
}
