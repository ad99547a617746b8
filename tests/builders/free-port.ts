import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that a system gives out by itself, so that none of the many servers that take any port gets one of these;
 * and `fetch` asks all of them.
 */
const FIRST = 11_000;

/** Each process of the tests has its own, one after another. */
const OF_A_PROCESS = 250;
const PROCESSES = 20;
const own = FIRST + OF_A_PROCESS * (Number(process.env.VITEST_POOL_ID ?? 0) % PROCESSES);
let next = randomInt(OF_A_PROCESS);

/** A port that nobody listens at, for what has to be told one, and for what is to find nobody there. */
export function freePort(): number {
  for (;;) {
    next += 1;
    const port = own + (next % OF_A_PROCESS);
    // It listens at once, because no name has to be looked up.
    const server = createServer().on('error', () => {});
    const isFree = server.listen(port).listening;
    server.close();
    if (isFree) return port;
  }
}
