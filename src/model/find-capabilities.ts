import type { Capabilities } from './capabilities.js';
import { ModelError } from './errors.js';
import type { ModelContext } from './model-context.js';

/** What an endpoint can do for a model; asked once and remembered. */
export async function findCapabilities(
  _context: ModelContext,
  model: string,
  _options: { readonly signal?: AbortSignal | undefined; readonly again?: boolean | undefined },
): Promise<Capabilities> {
  throw new ModelError('unsupported', `${model} was not probed.`);
}
