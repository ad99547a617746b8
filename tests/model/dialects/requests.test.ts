import { describe, expect, test } from 'vitest';
import { dialects } from './dialects.js';
import { countRequests, type RequestCount } from './requests.js';

/** The most requests that each way may take once the endpoint is known; where no tokens are told it ends in a sentence. */
const MOST_KNOWN: Readonly<Record<RequestCount['way'], number>> = {
  'next token': 2,
  draw: 2,
  generate: 2,
  reply: 1,
  'reply at 0.7': 1,
  // One for each token, where a server gives one answer at a time.
  '12 rolls': 12,
  tokens: 2,
  'tokens in the chat template': 4,
  probe: 0,
};
/** The first time, what an endpoint does not take is found out on the way. */
const MOST_TO_LEARN = 10;
const MOST_TO_PROBE = 24;

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('%s', (_name, dialect) => {
  test('is asked for everything with few requests, and for nothing again that it refused', async () => {
    for (const { way, fresh, known, probed, repeated } of await countRequests(dialect)) {
      const most = MOST_KNOWN[way];
      expect(known, way).toBeLessThanOrEqual(most);
      // The first stream teaches what it is not taken with; one whole answer may then show that logprobs come without it.
      expect(probed, way).toBeLessThanOrEqual(most + 2);
      expect(fresh, way).toBeLessThanOrEqual(way === 'probe' ? MOST_TO_PROBE : most + MOST_TO_LEARN);
      expect(repeated, way).toBe(0);
    }
  });
});
