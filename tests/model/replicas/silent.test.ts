import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createLine } from '../../../src/model/line/line.js';
import { openReplicas, refuse, type Serve, startReplica } from './open-replicas.js';

const times = <T>(count: number, run: (at: number) => T) => Array.from({ length: count }, (_, at) => run(at));

/** What is asked of a server is there within milliseconds. */
const SOON = { interval: 5 };

/** A server whose answers wait until they are let go, the first one first; `open` lets all go, from then on. */
async function startHeld() {
  const held: (() => void)[] = [];
  let isOpen = false;
  const hold: Serve = async () => {
    if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
    return false;
  };
  const server = await startReplica('held', hold);
  return Object.assign(server, {
    letGo: () => held.shift()?.(),
    open() {
      isOpen = true;
      for (const resolve of held.splice(0)) resolve();
    },
  });
}

/** An endpoint at three addresses that all hold their answers back. */
async function openThree() {
  const servers = [await startHeld(), await startHeld(), await startHeld()] as const;
  const lines: Record<string, unknown>[] = [];
  const endpoint = openReplicas(servers, {
    line: createLine({ perEndpoint: 1000, inAll: 1000, maxWaitingPerPerson: 1000 }),
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
  });
  return {
    ...endpoint,
    servers,
    lines,
    counts: () => servers.map(({ posted }) => posted.length),
    underWay: () => endpoint.model.replicas().map(({ underWay }) => underWay),
    passedOver: () => endpoint.model.replicas().map(({ isPassedOver }) => isPassedOver),
  };
}

/** The first address has one request, and says nothing; the others have answered one each, and are well. */
async function openSilent() {
  const three = await openThree();
  const [silent, ...others] = three.servers;
  const stop = new AbortController();
  const stuck = three.ask({ signal: stop.signal }).catch((error: unknown) => error);
  await expect.poll(three.counts, SOON).toEqual([1, 0, 0]);
  const first = times(2, () => three.ask());
  await expect.poll(three.counts, SOON).toEqual([1, 1, 1]);
  for (const server of others) server.open();
  await Promise.all(first);
  return { ...three, silent, others, stuck, stop };
}

test('of 60 requests one is lost to an address of three that says nothing, until it says something', async () => {
  const { ask, pass, silent, stuck, counts, passedOver, lines } = await openSilent();
  pass(4.9);
  await ask();
  expect(passedOver()).toEqual([false, false, false]);
  pass(0.1);
  await ask();
  expect(passedOver()).toEqual([true, false, false]);
  await Promise.all(times(55, () => ask()));
  expect(counts()[0]).toBe(1);
  expect(counts().reduce((sum, count) => sum + count)).toBe(60);
  expect(lines).toMatchObject([
    { level: 40, address: silent.host, msg: 'an address says nothing while others answer, and is passed by' },
  ]);
  silent.open();
  expect(await stuck).toMatchObject({ text: ' mat' });
  expect(passedOver()).toEqual([false, false, false]);
  await Promise.all(times(3, () => ask()));
  expect(counts()[0]).toBe(2);
});

test('one that was given up is tried after a while, by one request', async () => {
  const { ask, pass, silent, stuck, stop, counts, passedOver } = await openSilent();
  pass(5);
  await ask();
  stop.abort();
  expect(await stuck).toMatchObject({ kind: 'cancelled' });
  await Promise.all(times(6, () => ask()));
  pass(29);
  await Promise.all(times(6, () => ask()));
  expect(counts()[0]).toBe(1);
  pass(1);
  expect(passedOver()).toEqual([false, false, false]);
  const asked = times(12, () => ask());
  await expect.poll(() => counts()[0], SOON).toBe(2);
  silent.open();
  await Promise.all(asked);
  await Promise.all(times(3, () => ask()));
  expect(counts()[0]).toBe(3);
});

test('it is asked all the same where the others refuse', async () => {
  const { ask, pass, silent, others, counts } = await openSilent();
  pass(5);
  await ask();
  for (const server of others) server.serve = refuse(503, 'overloaded');
  const asked = ask();
  await expect.poll(() => counts()[0], SOON).toBe(2);
  silent.open();
  expect((await asked).text).toBe(' mat');
});

test('a model that is slow everywhere is asked everywhere, also where one takes longest', async () => {
  const { servers, ask, pass, counts, underWay, passedOver, lines } = await openThree();
  for (let round = 1; round <= 10; round += 1) {
    const asked = times(3, () => ask());
    await expect.poll(counts, SOON).toEqual([round, round, round]);
    for (const [at, server] of servers.entries()) {
      pass(10 * round);
      server.letGo();
      await expect.poll(() => underWay()[at], SOON).toBe(0);
      expect(passedOver()).toEqual([false, false, false]);
    }
    await Promise.all(asked);
  }
  expect(lines).toEqual([]);
});

test('an address that reads a long text, and answers others meanwhile, is not silent', async () => {
  const { ask, pass, servers, counts, underWay, passedOver } = await openThree();
  const [busy, ...others] = servers;
  const long = ask();
  await expect.poll(counts, SOON).toEqual([1, 0, 0]);
  busy.serve = () => false;
  for (let round = 1; round <= 10; round += 1) {
    pass(3);
    const asked = times(3, () => ask());
    await expect.poll(counts, SOON).toEqual([1 + round, round, round]);
    for (const server of others) server.letGo();
    await Promise.all(asked);
    expect(underWay()).toEqual([1, 0, 0]);
    expect(passedOver()).toEqual([false, false, false]);
  }
  busy.open();
  await long;
});
