import type { WrittenStep } from '../writing/written-text.js';
import type { ForkRun } from './run.js';

/** A text that a model wrote: what it was asked for with, and token by token what else could have stood there. */
export interface ForkOrigin extends Pick<ForkRun, 'asked' | 'sampling' | 'model' | 'maxTokens' | 'scale'> {
  readonly steps: readonly WrittenStep[];
}
