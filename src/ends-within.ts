// Not the global ones, which tests may put their own in the place of.
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';

/** A timer that comes so much too late tells that this thread was held up, or the whole machine; in milliseconds. */
const HELD_UP_MS = 50;

/** So long is then listened to what has arrived meanwhile, because it may take some turns to read. */
const HEARING_MS = 200;

/** Whether work ends in that many milliseconds; rejects as it does until then. */
export async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    // What has arrived while this thread was held up is heard first.
    const giveUp = () => setImmediate(() => resolve(false));
    const dueAt = performance.now() + milliseconds;
    timer = setTimeout(() => {
      if (performance.now() - dueAt < HELD_UP_MS) giveUp();
      else timer = setTimeout(giveUp, HEARING_MS);
    }, milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
