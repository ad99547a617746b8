import type { Statement } from '../sql/driver.js';
import type { Outcome } from './sql-database.js';

/** What the worker is started with. */
export interface WorkerSettings {
  /** Of the file, or `:memory:`. */
  readonly path: string;
  /** How long opening waits for another program, in milliseconds. */
  readonly patienceMs: number;
}

/** What can be asked of the worker; `patienceMs` is how long it waits for another program. */
export type WorkerTask =
  | { readonly kind: 'read' | 'write'; readonly statement: Statement; readonly patienceMs: number }
  | { readonly kind: 'together'; readonly statements: readonly Statement[]; readonly patienceMs: number }
  | { readonly kind: 'upkeep'; readonly sql: string; readonly patienceMs: number }
  | { readonly kind: 'rescue'; readonly from: string; readonly patienceMs: number }
  | { readonly kind: 'begin'; readonly patienceMs: number }
  | { readonly kind: 'within'; readonly statement: Statement }
  | { readonly kind: 'commit' | 'rollback' };

/** What the worker is sent. */
export type WorkerRequest =
  | { readonly kind: 'task'; readonly id: number; readonly task: WorkerTask }
  | { readonly kind: 'close' };

/** What went wrong. */
export interface WorkerFailure {
  readonly message: string;
  /** SQLite's result code, where it gave one. */
  readonly resultCode: number | undefined;
}

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly kind: 'open' }
  | { readonly kind: 'not-open'; readonly failure: WorkerFailure }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: WorkerFailure };
