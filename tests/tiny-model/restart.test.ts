import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createFact } from '../../src/facts.js';
import { openTinyModel, type TinyModelOptions } from '../../src/tiny-model/open-tiny-model.js';
import { freePort } from '../builders/free-port.js';
import { connect } from '../model/start-model.js';
import { corpusDirectory } from './fixtures.js';

interface Logged {
  readonly message: string;
  readonly code?: number;
  readonly err?: Error;
  readonly restarts?: number;
}

/** A tiny model whose thread dies when it is told how. */
async function openMortal(options: TinyModelOptions = {}) {
  const logged: Logged[] = [];
  const channel = new BroadcastChannel('mortal tiny model');
  // The first thread goes on at once.
  channel.onmessage = () => channel.postMessage('go on');
  const tiny = await openTinyModel({
    corpusDirectory,
    // Nobody else gets it while there is no thread.
    port: freePort(),
    worker: fileURLToPath(new URL('./mortal-worker.mjs', import.meta.url)),
    log: { info: () => {}, error: (details, message) => logged.push({ ...details, message }) },
    ...options,
  });
  onTestFinished(async () => {
    channel.close();
    await tiny.close();
  });
  return {
    tiny,
    logged,
    /** Ends the thread and waits until the next one has started, which waits before it trains. */
    async die(how: 'throw' | 'exit' | 'memory') {
      const waiting = new Promise((resolve) => {
        channel.onmessage = resolve;
      });
      channel.postMessage(how);
      await waiting;
    },
    goOn: () => channel.postMessage('go on'),
  };
}

test.each(['throw', 'exit', 'memory'] as const)(
  'a thread that dies (%s) is logged once and started again at the same address',
  async (how) => {
    const { tiny, logged, die, goOn } = await openMortal();
    const model = connect({
      baseURL: tiny.baseURL,
      tiny: true,
      whenUnreachable: () => createFact('said', { sentence: `The tiny model is ${tiny.state()}.` }),
    });
    const ask = () =>
      model.generate({ prompt: 'The capital of France is', temperature: 1, topK: 1, maxTokens: 1, candidates: 5 });
    expect((await ask()).text).toBe(' Paris');

    await die(how);
    expect(tiny.state()).toBe('restarting');
    await expect(ask()).rejects.toThrow('The tiny model is restarting.');
    goOn();
    await expect.poll(() => tiny.state(), { timeout: 60_000 }).toBe('answering');
    expect((await ask()).text).toBe(' Paris');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({
      message: 'The thread of the tiny model died.',
      ...{
        exit: { code: 7 },
        throw: { err: { message: 'a fault in the model' } },
        memory: { err: { code: 'ERR_WORKER_OUT_OF_MEMORY' } },
      }[how],
    });
  },
);

test('a thread that cannot be started again is tried a bounded number of times, and then stays stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-corpus-'));
  cpSync(corpusDirectory, folder, { recursive: true });
  const { tiny, logged, die, goOn } = await openMortal({ corpusDirectory: folder, restartWaitMs: 0 });
  rmSync(folder, { recursive: true });
  await die('exit');
  await expect
    .poll(
      () => {
        goOn();
        return tiny.state();
      },
      { timeout: 60_000 },
    )
    .toBe('stopped');
  expect(logged.filter(({ message }) => message.includes('could not be started again'))).toHaveLength(8);
  expect(logged.at(-1)).toMatchObject({ restarts: 8, message: expect.stringContaining('stays stopped') });
});

test('closing ends a restart that is under way, and is no death', async () => {
  const { tiny, logged, die } = await openMortal();
  await die('exit');
  await tiny.close();
  expect(tiny.state()).toBe('stopped');
  expect(logged.map(({ message }) => message)).toEqual(['The thread of the tiny model died.']);
  await expect(fetch(`${tiny.baseURL}/models`)).rejects.toThrow();
});
