import { expect, onTestFinished, test } from 'vitest';
import { ModelError } from '../../src/model/errors.js';
import { openEndpointStub, type StubAnswer } from './endpoint-stub.js';
import { connect } from './start-model.js';

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

const BURST = 160;

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
  const model = connect({ baseURL: stub.baseURL });
  const burst = async () => {
    const outcomes = await Promise.all(
      Array.from({ length: BURST }, async (_, at) => {
        const giveUp = new AbortController();
        const asking = model.nextToken({ prompt: `text ${at}`, candidates: 5, signal: giveUp.signal });
        const timer = setTimeout(() => giveUp.abort(), 300);
        return asking.catch((error: unknown) => error).finally(() => clearTimeout(timer));
      }),
    );
    // Each is a sentence, and not an incident.
    expect(outcomes.filter((one) => !(one instanceof ModelError))).toEqual([]);
  };
  await burst();
  await expect.poll(() => resources().TCPSocketWrap ?? 0).toBeLessThanOrEqual(4);
  const before = resources();
  for (let round = 0; round < 3; round += 1) await burst();
  await expect
    .poll(() => {
      const now = resources();
      return Object.entries(now).filter(
        ([name, count]) => count > (before[name] ?? 0) + (name === 'TCPSocketWrap' ? 4 : 2),
      );
    })
    .toEqual([]);
});
