import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Config } from '../../src/config.js';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import { keptParts } from '../builders/kept-threads.js';

const { tinyModelSeed, openTinyModel, firstResponseMs } = keptParts;

/** A bot with a playground, whose health and metrics are served. */
export interface Observed {
  readonly tokenscope: Tokenscope;
  readonly playground: NonNullable<Tokenscope['playground']>;
  readonly databasePath: string;
  /** What is answered at a path. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** The samples of one metric, by their labels as they are written; all of them are numbers. */
  samples(name: string): Promise<Readonly<Record<string, number>>>;
}

/** Starts one; it is closed when the test is over. */
export async function startObserved(more: Partial<Config> = {}, log = pino({ level: 'silent' })): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-observed-'));
  const databasePath = join(folder, 'runs.db');
  const tokenscope = await startTokenscope(
    {
      discord: { token: undefined, apiURL: undefined },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      operationsPort: 0,
      databaseURL: `file:${databasePath}`,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
      ...more,
    },
    log,
    { tinyModelSeed, openTinyModel, firstResponseMs },
  );
  onTestFinished(async () => {
    await tokenscope.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { playground } = tokenscope;
  if (playground === undefined) throw new Error('without a token the playground starts');
  await playground.waitForBot();
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${tokenscope.operationsPort}${path}`, init);
  return {
    tokenscope,
    playground,
    databasePath,
    get,
    samples: async (name) => samplesIn(await (await get('/metrics')).text(), name),
  };
}

/** The samples of one metric in Prometheus' text format, by their labels; without labels by an empty text. */
export function samplesIn(text: string, name: string): Readonly<Record<string, number>> {
  const lines = text.split('\n').flatMap((line) => {
    const [, found, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return found === name ? [[labels, Number(value)] as const] : [];
  });
  return Object.fromEntries(lines);
}
