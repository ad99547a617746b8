import type { Shards } from '../deployment-settings.js';
import type { LoginTurns } from '../discord/transport/gateway/identify-turns.js';
import type { Counters, Storage } from '../storage/contract.js';

/** Clocks of two machines differ by less than this, in milliseconds. */
const MAX_CLOCKS_APART_MS = 2000;

/** Turns over counters that several processes share: whoever begins one has the turn until it ends. */
export function createLoginTurns(counters: Pick<Counters, 'add'>, now: () => number = Date.now): LoginTurns {
  return {
    async take(name, forMs) {
      const at = now();
      const [counter] = await counters.add([{ key: `login:${name}`, by: 1, endsAt: at + forMs }]);
      if (counter === undefined || counter.value === 1) return undefined;
      const ms = counter.endsAt - at;
      if (ms > forMs + MAX_CLOCKS_APART_MS) throw new Error('the clocks of two processes differ too much');
      return Math.max(0, ms);
    },
  };
}

/** The turns of a process; undefined where it is sure to be the only one of its bot. */
export function loginTurnsOf({ counters, isShared }: Storage, shards: Shards | undefined): LoginTurns | undefined {
  const isPart = shards !== undefined && shards !== 'auto' && shards.ids.length < shards.count;
  return isShared || isPart ? createLoginTurns(counters) : undefined;
}
