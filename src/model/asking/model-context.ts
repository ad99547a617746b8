import type { Asker } from './asker.js';
import type { ModelList } from './model-list.js';

/** What every method of an open model works with. */
export interface ModelContext {
  readonly asker: Asker;
  readonly list: ModelList;
}
