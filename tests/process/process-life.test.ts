import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

interface Idle {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown[]>;
  /** Waits until the process says a word over its channel. */
  says(word: string): Promise<void>;
  order(order: { kind: string; from?: number; count?: number }): Promise<void>;
}

type Stdio = 'pipe' | 'ignore' | number;

/** Starts a process that lives as the bot does; `shell` is what runs before it in the same process. */
function startIdle({
  mode = 'idle',
  stdout = 'ignore',
  stderr = 'ignore',
  shell = '',
  redirect = '',
}: {
  mode?: 'idle' | 'busy' | 'starting';
  stdout?: Stdio;
  stderr?: Stdio;
  shell?: string;
  redirect?: string;
} = {}): Idle {
  const script = fileURLToPath(new URL('./idle-process.mjs', import.meta.url));
  const child = spawn('sh', ['-c', `${shell} exec "$0" "$1" "$2" ${redirect}`, process.execPath, script, mode], {
    stdio: ['ignore', stdout, stderr, 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const words: unknown[] = [];
  child.on('message', (word) => words.push(word));
  const says = async (word: string): Promise<void> => {
    while (!words.includes(word)) await once(child, 'message');
    words.splice(words.indexOf(word), 1);
  };
  return {
    child,
    exited: once(child, 'exit'),
    says,
    async order(order) {
      child.send(order);
      await says('done');
    },
  };
}

async function startReady(options: Parameters<typeof startIdle>[0]): Promise<Idle> {
  const idle = startIdle(options);
  await idle.says('ready');
  return idle;
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s closes what runs, and then the process ends well',
  async (signal) => {
    const idle = await startReady({ mode: 'busy' });
    idle.child.kill(signal);
    await idle.says('closing');
    await idle.order({ kind: 'finish' });
    expect(await idle.exited).toEqual([0, null]);
  },
);

test('a second signal ends what runs at once, and the code says which', async () => {
  const idle = await startReady({ mode: 'busy' });
  idle.child.kill('SIGHUP');
  await idle.says('closing');
  idle.child.kill('SIGTERM');
  await idle.says('aborted');
  expect(await idle.exited).toEqual([143, null]);
});

test('a signal while it starts ends it', async () => {
  const idle = startIdle({ mode: 'starting' });
  await idle.says('starting');
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([143, null]);
});

test.each([
  ['that has nothing left to run for closes it', 'idle', 'lose', 'There is nothing left to run for.\n'],
  ['where nothing can go on closes nothing', 'busy', 'fail', 'Nothing can go on.\n'],
] as const)('a process %s, says so and ends with 1', async (_, mode, kind, words) => {
  const idle = await startReady({ mode, stderr: 'pipe' });
  let said = '';
  idle.child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  idle.child.send({ kind });
  await once(idle.child, 'close');
  expect(said).toBe(words);
  expect(await idle.exited).toEqual([1, null]);
});

const LINES = 4000;

interface Line {
  readonly at?: number;
  readonly lines?: number;
}

test('a full pipe that nobody reads holds nothing up; what is lost is counted once somebody reads', async () => {
  const idle = await startReady({ stderr: 'pipe' });
  await idle.order({ kind: 'log', from: 0, count: LINES });
  await idle.order({ kind: 'none' });

  const seen: number[] = [];
  let lost: number | undefined;
  for await (const [text] of on(createInterface({ input: idle.child.stderr as NodeJS.ReadableStream }), 'line')) {
    const line = JSON.parse(text) as Line;
    if (line.at !== undefined) seen.push(line.at);
    if (line.lines === undefined) continue;
    lost = line.lines;
    break;
  }
  expect(seen.length).toBeGreaterThan(0);
  expect(lost).toBeGreaterThan(0);
  expect(seen).toEqual(seen.map((_, at) => at));
  idle.child.stderr?.resume();
  await idle.order({ kind: 'log', from: LINES, count: 1 });
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([0, null]);
});

test('a full pipe that nobody reads does not hold up the end', async () => {
  const idle = await startReady({ stderr: 'pipe', stdout: 'pipe' });
  await idle.order({ kind: 'log', from: 0, count: LINES });
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([0, null]);
});

test('a reader that goes away costs lines and nothing else', async () => {
  const idle = await startReady({ stderr: 'pipe', stdout: 'pipe' });
  idle.child.stderr?.destroy();
  idle.child.stdout?.destroy();
  await idle.order({ kind: 'log', from: 0, count: 10 });
  await idle.order({ kind: 'log', from: 10, count: LINES });
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([0, null]);
});

test('a full disk from the start costs lines and nothing else', async () => {
  const full = openSync('/dev/full', 'w');
  const idle = await startReady({ stderr: full, stdout: full });
  closeSync(full);
  await idle.order({ kind: 'log', from: 0, count: 10 });
  await idle.order({ kind: 'log', from: 10, count: LINES });
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([0, null]);
});

test('a disk that was full and has room again gets whole lines and the number of those that are lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'log');
  const size = () => statSync(file).size;
  // 512 KiB, or twice that where a block has 1024 bytes.
  const idle = await startReady({ shell: 'ulimit -f 1024;', redirect: `2>>'${file}'` });
  await idle.order({ kind: 'log', from: 0, count: LINES });
  await expect.poll(() => size() > 0 && size() % (512 * 1024), { timeout: 60_000 }).toBe(0);
  const full = size();

  let text = readFileSync(file, 'utf8');
  let emptied = text.length;
  truncateSync(file);
  await expect
    .poll(
      () => {
        // Looked at before it is read: to one that is full nothing is added until it is emptied.
        const isFull = size() === full;
        text = text.slice(0, emptied) + readFileSync(file, 'utf8');
        if (isFull) {
          truncateSync(file);
          emptied = text.length;
        }
        return text.includes('log lines were lost');
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  idle.child.kill('SIGTERM');
  expect(await idle.exited).toEqual([0, null]);
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
  const seen = lines.flatMap(({ at }) => at ?? []);
  expect(seen).toEqual(seen.map((_, at) => at));
  expect(lines.find(({ lines: lost }) => lost !== undefined)?.lines).toBeGreaterThan(0);
});
