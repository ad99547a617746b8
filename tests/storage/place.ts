import type { Storage, StorageOptions } from '../../src/storage/contract.js';

/** An empty place for one storage. */
export interface Place {
  /** Opens the storage in it, as often as a test asks for it. */
  open(options?: StorageOptions): Promise<Storage>;
  remove(): void | Promise<void>;
}
