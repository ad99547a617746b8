import type { Row, Statement } from './sql.js';

/** What the worker is started with. */
export interface WorkerSettings {
  /** Of the file, or `:memory:`. */
  readonly path: string;
  /** How long opening, and a statement that says nothing else, waits for another program, in milliseconds. */
  readonly patienceMs: number;
}

/** What the worker is asked; `patienceMs` is how long it waits for another program. */
export type WorkerRequest =
  | { readonly kind: 'read'; readonly id: number; readonly statement: Statement; readonly patienceMs: number }
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly statements: readonly Statement[];
      readonly patienceMs: number;
    }
  | { readonly kind: 'close' };

/** What went wrong. */
export interface WorkerFailure {
  readonly message: string;
  /** SQLite's result code, where it gave one. */
  readonly resultCode: number | undefined;
  /** The message is fit to show to people. */
  readonly isForPeople: boolean;
}

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly kind: 'open' }
  | { readonly kind: 'not open'; readonly failure: WorkerFailure }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly Row[] }
  | { readonly kind: 'changes'; readonly id: number; readonly changes: readonly number[] }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: WorkerFailure };
