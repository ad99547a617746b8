import { afterAll, bench, describe } from 'vitest';
import { openModel } from '../../src/model/open-model.js';
import { openEndpointStub } from '../model/endpoint-stub.js';

// What it costs to choose among the addresses of an endpoint: requests to one address, to two and to eight, as ratios of the
// processor time of those to one in the same run.

const REQUESTS = 200;
const ROUNDS = 12;
const ADDRESSES = [1, 2, 8];

const answer = {
  json: { model: 'm', choices: [{ index: 0, message: { content: 'Fine.' }, finish_reason: 'stop' }] },
};
const stubs = await Promise.all(
  Array.from({ length: 8 }, () => openEndpointStub(({ method }) => (method === 'POST' ? answer : undefined))),
);
const models = ADDRESSES.map((count) => {
  const [baseURL = '', ...replicaURLs] = stubs.slice(0, count).map((stub) => stub.baseURL);
  return openModel({ baseURL, replicaURLs, defaultModel: 'm' });
});
afterAll(async () => {
  for (const model of models) model.close();
  await Promise.all(stubs.map((stub) => stub.close()));
});

const least = models.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [at, model] of models.entries()) {
    const before = process.cpuUsage();
    for (let request = 0; request < REQUESTS; request += 1) await model.reply({ question: 'Why?', temperature: 1 });
    const { user, system } = process.cpuUsage(before);
    least[at] = Math.min(least[at] ?? 0, user + system);
  }
}
for (const [at, count] of ADDRESSES.entries()) {
  const ratio = (least[at] ?? 0) / (least[0] ?? 1);
  console.info(
    `${REQUESTS} requests one after another, ${count} addresses: ${ratio.toFixed(2)} times the time of one address`,
  );
}

describe('a reference', () => {
  bench('JSON.parse', () => void JSON.parse('{}'));
});
