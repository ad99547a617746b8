import { ModelError } from '../errors.js';

/** Waits for a request that several callers share: one caller's cancel leaves it to the others. */
export async function withCancel<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(new ModelError('cancelled', 'cancelled'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  try {
    return await Promise.race([shared, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
