// Not the global ones, which tests may put their own in the place of.
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';

/** Whether work ends in that many milliseconds; rejects as it does until then. */
export async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    // What has arrived while this thread was held up is heard first.
    timer = setTimeout(() => setImmediate(() => resolve(false)), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
