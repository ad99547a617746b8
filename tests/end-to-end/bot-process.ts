import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Playground } from '../../src/playground/open-playground.js';
import { freePort } from '../builders/free-port.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { deliverAt, isOverHTTP } from '../setup/transport.js';

/** A bot that is a process of its own. */
export interface BotProcess {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** When it has ended and `output` has all of it: the exit code, or the signal. */
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  /** Waits until a playground delivers to it, by whichever way the tests go. */
  isReady(playground: Playground): Promise<void>;
}

/**
 * `npm start` as a process of its own, in a folder with a database of its own; killed when the test is over, if it is
 * still there.
 *
 * @param stdio where its standard output and error go; both into `output` by default
 */
export function spawnBot(
  environment: Record<string, string>,
  stdio: SpawnOptions['stdio'] = ['ignore', 'pipe', 'pipe'],
): BotProcess {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-bot-'));
  let output = '';
  const port = isOverHTTP && environment.DISCORD_API_URL !== undefined ? String(freePort()) : undefined;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/src/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `file:${join(folder, 'runs.db')}`,
      LOG_LEVEL: 'error',
      ...(port === undefined ? {} : { INTERACTIONS_PORT: port, SHARDS: 'auto' }),
      ...environment,
    },
    stdio,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    process: child,
    output: () => output,
    ended: new Promise((resolve) => child.once('close', (...how) => resolve(how))),
    async isReady(playground) {
      await playground.waitForBot();
      if (port === undefined) return;
      const isThere = () =>
        fetch(`http://127.0.0.1:${port}/interactions`).then(
          () => true,
          () => false,
        );
      await expect.poll(isThere).toBe(true);
      child.once('exit', deliverAt(playground, Number(port)));
    },
  };
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/** An endpoint whose replies begin with “It begins”, and go on until the test lets them end with “and ends.” */
export async function openSlowEndpoint(): Promise<{ stub: EndpointStub; finish: () => void }> {
  const ends: (() => void)[] = [];
  let isFinished = false;
  const stub = await openEndpointStub(({ path }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    return (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('It begins'));
      const end = () => void response.end(`${chunk(' and ends.', 'stop')}data: [DONE]\n\n`);
      if (isFinished) end();
      else ends.push(end);
    };
  });
  onTestFinished(() => stub.close());
  return {
    stub,
    finish() {
      isFinished = true;
      for (const end of ends) end();
    },
  };
}
