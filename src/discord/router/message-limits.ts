import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { UserError } from '../../errors.js';
import type { BeginBeside, Limits } from '../../limits/open-limits.js';
import { createRunsAtOnce } from '../../limits/runs-at-once.js';
import { type Said, whoAsks } from './incoming.js';

/** How much is answered of what people say in messages, which anybody can write without an end. */
export interface MessageLimits {
  /**
   * Counts a run for the person and for the channel until the returned function is called; rejects with a `UserError` when there are too many.
   *
   * @param beginBeside as `Limits.enter` takes it
   */
  enter(said: Pick<Said, 'user' | 'channel' | 'server'>, beginBeside?: BeginBeside): Promise<() => void>;
  /** Whether one more refusal may be told there, which everybody reads. */
  mayRefuse(said: Pick<Said, 'channel'>): Promise<boolean>;
}

/** In one channel: Discord itself takes no more than five messages in five seconds there. */
const AT_ONCE = 12;
const PER_MINUTE = 60;

/** Refusals in a channel. */
const REFUSALS_PER_MINUTE = 6;

/** Somebody waits for a few seconds where many ask at once. */
const BUSY_SECONDS = 20;

/**
 * Creates them.
 *
 * @param limits those that hold however people ask
 */
export function createMessageLimits(limits: Pick<Limits, 'enter'>): MessageLimits {
  const answers = new RateLimiterMemory({ points: PER_MINUTE, duration: 60 });
  const refusals = new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });
  const underWay = createRunsAtOnce();

  function begin(channelId: string): () => void {
    if (underWay.of(channelId) >= AT_ONCE) throw new UserError('channel-too-busy', { seconds: BUSY_SECONDS });
    return underWay.begin(channelId);
  }

  return {
    async enter(said, beginBeside) {
      const leavePerson = await limits.enter(whoAsks(said), beginBeside);
      let leaveChannel = () => {};
      try {
        leaveChannel = begin(said.channel.id);
        if (!(await isFree(answers, said.channel.id)))
          throw new UserError('channel-too-busy', { seconds: BUSY_SECONDS });
      } catch (error) {
        leaveChannel();
        leavePerson();
        throw error;
      }
      return () => {
        leaveChannel();
        leavePerson();
      };
    },
    mayRefuse: ({ channel }) => isFree(refusals, channel.id),
  };
}

/** Uses one of what there is in a minute, where there is one. */
async function isFree(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}
