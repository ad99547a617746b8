import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import { SendError } from '../../router/send-error.js';
import type { Pace } from '../pace.js';
import { countRequests } from './count-requests.js';
import { readFailure } from './read-failure.js';

/** Discord waits so long for a first response; a try that starts later is in vain. */
const MAX_FIRST_RESPONSE_MS = 2800;

/** A try without an answer is given company after so long, in milliseconds: its connection may be dead. */
const MAX_SILENCE_MS = 1500;

const WAIT_MS = 100;

/** What anything can be answered with that was not answered yet. */
interface Answerable {
  deferred?: boolean | null;
}

/** How one try ended; `failed` may go well the next time. */
type Try = 'done' | 'silent' | { readonly failed: unknown } | { readonly refused: SendError };

/**
 * Sends the first response to an interaction, and again as long as Discord takes one.
 *
 * That one was given already is a success where it was this one, whose answer got lost. Otherwise somebody else has
 * answered, such as a second process of the same bot, and this one has nothing to do.
 *
 * @throws SendError
 */
export async function sendFirstResponse(
  interaction: Answerable,
  request: () => Promise<unknown>,
  pace: Pace,
): Promise<void> {
  const until = pace.now() + MAX_FIRST_RESPONSE_MS;
  const count = { requests: 0 };
  const underWay = new Set<Promise<Try>>();
  let tries = 0;

  const attempt = (): void => {
    tries += 1;
    const tried: Promise<Try> = countRequests(count, request).then(
      () => 'done' as const,
      (error: unknown) => {
        underWay.delete(tried);
        const isRepeated = Math.max(tries, count.requests) > 1;
        if (isAlreadyAcknowledged(error)) {
          return isRepeated ? 'done' : { refused: new SendError('answered', error) };
        }
        const failure = readFailure(error);
        if (failure === undefined) throw error;
        return failure === 'passing' ? { failed: error } : { refused: new SendError(failure, error) };
      },
    );
    underWay.add(tried);
  };

  attempt();
  for (let last: unknown; ; ) {
    const hasTime = pace.now() < until;
    if (!hasTime && underWay.size === 0) throw new SendError('unreachable', last);
    const answered = new AbortController();
    const silence = hasTime ? [pace.idle(MAX_SILENCE_MS, answered.signal).then(() => 'silent' as const)] : [];
    const outcome = await Promise.race([...underWay, ...silence]);
    answered.abort();
    if (outcome === 'done') break;
    if (outcome !== 'silent') {
      if ('refused' in outcome) throw outcome.refused;
      last = outcome.failed;
      await pace.sleep(WAIT_MS * (1 + pace.random()));
    }
    if (pace.now() < until) attempt();
  }
  // discord.js knows of the try alone whose answer it got.
  interaction.deferred = true;
}

function isAlreadyAcknowledged(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}
