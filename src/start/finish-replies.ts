import type { Logger } from 'pino';
import type { Router } from '../discord/router/router.js';
import { endsWithin } from '../ends-within.js';

/** How long the replies that are ended have to say so, in milliseconds. */
const LAST_WORDS_MS = 2000;

/** Lets the replies under way finish, and ends those that are not finished in time. */
export async function finishReplies(router: Router, seconds: number, log: Logger): Promise<void> {
  log.info({ seconds }, 'finishing the replies under way; send the signal again to stop at once');
  const finished = router.drain();
  if (await endsWithin(seconds * 1000, finished)) return;
  log.warn({ seconds }, 'ending the replies that are not finished');
  router.abort();
  await endsWithin(LAST_WORDS_MS, finished);
}
