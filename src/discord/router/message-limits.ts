import { UserError } from '../../errors.js';
import type { Said } from './incoming.js';
import { createLimits, type Limits } from './limits.js';

/** How much is answered of what people say in messages, which anybody can write without an end. */
export interface MessageLimits {
  /** Counts a run for the person and for the channel until the returned function is called; throws a `UserError` when there are too many. */
  enter(said: Pick<Said, 'user' | 'channel'>): () => void;
  /** Whether one more refusal may be told there, which everybody reads. */
  mayRefuse(said: Pick<Said, 'channel'>): boolean;
}

/** In one channel. */
const CHANNEL = { atOnce: 12, perMinute: 60 };

/** Refusals in a channel. */
const REFUSALS = { atOnce: 1, perMinute: 6 };

/** Somebody waits for a few seconds where many ask at once. */
const BUSY_SECONDS = 20;

/**
 * Creates them.
 *
 * @param people the limits of a person, which are the same however they ask
 */
export function createMessageLimits(people: Limits): MessageLimits {
  const now = () => performance.now();
  const channels = createLimits({ ...CHANNEL, now });
  const refusals = createLimits({ ...REFUSALS, now });
  return {
    enter({ user, channel }) {
      const leavePerson = people.enter(user.id);
      try {
        const leaveChannel = channels.enter(channel.id);
        return () => {
          leavePerson();
          leaveChannel();
        };
      } catch (error) {
        leavePerson();
        if (!(error instanceof UserError)) throw error;
        throw new UserError('channel-too-busy', { seconds: BUSY_SECONDS });
      }
    },
    mayRefuse({ channel }) {
      try {
        refusals.enter(channel.id)();
        return true;
      } catch {
        return false;
      }
    },
  };
}
