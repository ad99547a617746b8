import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { openModel } from '../../src/model/open-model.js';
import { openEndpointStub, type StubAnswer } from './endpoint-stub.js';

/** Ways in which an endpoint fails. */
const FAILURES: readonly StubAnswer[] = [
  { status: 500, json: { error: { message: 'boom' } } },
  { status: 429, json: { error: { message: 'slow down' } } },
  { json: { choices: 'none' } },
  (response) => void response.socket?.destroy(),
  (response) => void response.end('{"choices":[{"text":'),
  (response) => void response.end('<html>'),
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"text":"a"');
    setImmediate(() => response.socket?.destroy());
  },
  // Says nothing at all, until whoever asked gives up.
  () => undefined,
];

const BURST = 32;

/** What keeps the process: sockets, timers, files. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test('after a burst of failures no socket and no timer is left over', async () => {
  let asked = 0;
  const stub = await openEndpointStub(() => {
    asked += 1;
    return FAILURES[asked % FAILURES.length];
  });
  onTestFinished(() => stub.close());
  const burst = async () => {
    // A new one each time: one that failed for a while asks no more.
    const model = openModel({ baseURL: stub.baseURL, defaultModel: 'm' });
    const outcomes = await Promise.all(
      Array.from({ length: BURST }, async (_, at) => {
        const giveUp = new AbortController();
        const asking = model.nextToken({ prompt: `text ${at}`, candidates: 5, signal: giveUp.signal });
        const timer = setTimeout(() => giveUp.abort(), 300);
        return asking.catch((error: unknown) => error).finally(() => clearTimeout(timer));
      }),
    );
    // Each is a sentence, and not an incident.
    expect(outcomes.filter((one) => !(one instanceof UserError))).toEqual([]);
    await model.close();
  };
  const start = resources();
  for (let round = 0; round < 12; round += 1) await burst();
  // Each socket has two ends here, and one may still be closing.
  await expect.poll(() => leftOver(start)).toEqual([]);
});

/** What there is more of than there was, but for what the test itself keeps. */
function leftOver(start: Readonly<Record<string, number>>): (readonly [string, number])[] {
  return Object.entries(resources()).filter(([name, count]) => count > (start[name] ?? 0) + 2);
}
