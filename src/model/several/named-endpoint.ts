import type { OpenModel } from '../model-options.js';

/** One of several endpoints. */
export interface NamedEndpoint {
  /** What tells its models from those of others. */
  readonly name: string;
  readonly model: OpenModel;
  /** Somebody chose its default model. */
  readonly hasDefault: boolean;
}
