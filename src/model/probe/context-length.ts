import type { Asker } from '../asking/asker.js';
import { findListed } from '../asking/model-list.js';
import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { RefusalError } from '../wire/refusal.js';

/** How many tokens a model can read at once, where its server tells it; asked without a request to the model itself. */
export async function findContextLength(
  asker: Asker,
  model: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  return (await findListed(asker.list, model))?.contextLength ?? (await readContextLength(asker, model, signal));
}

/** llama.cpp tells the context length of the running model apart from its list. */
export async function readContextLength(
  asker: Asker,
  model: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  // A server of several models wants to know of which.
  const isOneOfSeveral = (await findListed(asker.list, model))?.isLoaded !== undefined;
  const path = isOneOfSeveral ? `/props?model=${encodeURIComponent(model)}` : '/props';
  const json = await asker.plain({ method: 'get', path, below: 'root', signal }).then(
    (answer) => answer.json,
    (error: unknown) => {
      const isMissing = error instanceof RefusalError || (error instanceof ModelError && error.kind === 'protocol');
      if (isMissing) return undefined;
      throw error;
    },
  );
  const settings = isRecord(json) ? json.default_generation_settings : undefined;
  const length = isRecord(settings) ? settings.n_ctx : undefined;
  return Number.isSafeInteger(length) && Number(length) > 0 ? Number(length) : undefined;
}
