import { UserError } from '../errors.js';
import type { StorageTrouble } from './contract.js';

/** The database cannot do now what it was asked for, and why, for the person who asked. */
export class StorageError extends UserError<`database-${StorageTrouble}`> {
  override readonly name = 'StorageError';

  constructor(
    readonly trouble: StorageTrouble,
    options?: ErrorOptions,
  ) {
    super(`database-${trouble}`, {}, options);
  }
}
