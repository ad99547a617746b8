import { expect, onTestFinished, test } from 'vitest';
import { askListed } from '../../../src/model/asking/ask-listed.js';
import { createAsker } from '../../../src/model/asking/asker.js';
import { createCapabilityMemory } from '../../../src/model/asking/capability-memory.js';
import { createGate } from '../../../src/model/asking/gate.js';
import { createModelList } from '../../../src/model/asking/model-list.js';
import { createLine } from '../../../src/model/line/line.js';
import { parseEndpointAddress } from '../../../src/model/wire/endpoint-address.js';
import { createFailureLog } from '../../../src/model/wire/failure-log.js';
import { openJsonThread } from '../../../src/model/wire/json-thread.js';
import { openTransport } from '../../../src/model/wire/transport.js';
import { completion, refuse } from '../continuation-answers.js';
import { openEndpointStub } from '../endpoint-stub.js';

const now = () => 0;
const read = { where: 'the stub', secrets: [], log: undefined };

test('a route that gives no logprobs is left once, also by a plan that knows no other', async () => {
  const stub = await openEndpointStub((_, count) => (count < 10 ? completion(null) : refuse(401, 'asked on and on')));
  const limits = { firstByteMs: 60_000, idleMs: 60_000, quietMs: 60_000, wholeMs: 60_000 };
  const address = parseEndpointAddress(stub.baseURL);
  const transport = openTransport({ ...read, address, apiKey: undefined, limits, fetch });
  const long = openJsonThread();
  onTestFinished(async () => {
    transport.close();
    long.close();
    await stub.close();
  });
  const failures = createFailureLog({ ...read, now });
  const memory = createCapabilityMemory(now);
  const list = createModelList(transport, { ...read, long }, now);
  const gate = createGate({
    line: createLine().open(),
    whoAsks: () => undefined,
    meter: undefined,
    endpoint: 'test',
    isKnown: () => true,
  });
  const asker = createAsker({ ...read, gate, transport, memory, list, long, hasKey: false, now, failures });
  memory.about('m').completions.learnLogprobs('refused');
  const asked = askListed(asker, {
    model: 'm',
    plan: async () => ({ route: 'completions', content: { prompt: 'The' } }),
    parameters: [],
    maxTokens: 1,
    listed: 3,
    untold: 'again',
  });
  await expect(asked).rejects.toMatchObject({ kind: 'no-logprobs' });
  expect(stub.requests).toHaveLength(1);
});
