/** Requests that are under way at the same time. */
const REQUESTS_AT_ONCE = 4;

/**
 * Sends one request after another, some at a time, as long as more are wanted. Where one fails, the others are broken off.
 *
 * @param isWanted asked before each
 * @param failed aborted with the error of the one that fails
 */
export async function sendSomeAtOnce(
  send: () => Promise<void>,
  isWanted: () => boolean,
  failed: AbortController,
): Promise<void> {
  const sendOn = async () => {
    while (isWanted()) await send();
  };
  try {
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, sendOn));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
