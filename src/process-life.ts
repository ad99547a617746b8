import { constants } from 'node:os';
import { ConfigError } from './config.js';
import { endsWithin } from './ends-within.js';
import { UserError } from './errors.js';
import type { LineOutput } from './line-output.js';
import { operatorWords } from './words/operator.js';

/** What asks a process to end: Ctrl-C, a service manager, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * How long the replies that are ended at once have to say so, and the database has to be closed, in milliseconds: a thread
 * that is ended in the middle of a call to libsql takes the process down with it.
 */
const LAST_WORDS_MS = 3000;

/** How long the last lines have to get out, in milliseconds. */
const LAST_LINES_MS = 1000;

/** What the process runs. */
export interface Running {
  /** One line for whoever started it. */
  readonly greeting: string;
  /** Ends in bounded time. */
  close(): Promise<void>;
  /** Makes `close` as short as can be. */
  abort(): void;
}

/** Ways to end the process from inside, each with words for whoever started it. */
export interface End {
  /** There is nothing left to run for: what runs is closed first. */
  lost(words: string): void;
  /** Nothing can go on. */
  atOnce(words: string): void;
}

/** Where the process writes. */
export interface Outputs {
  readonly stdout: LineOutput;
  readonly stderr: LineOutput;
}

/**
 * Starts what the process is for and keeps it until SIGINT, SIGTERM or SIGHUP. The first signal closes it and exits with 0;
 * a second one ends what is under way and exits with 128 and the signal's number, as does one while it is still starting.
 *
 * @param start gets what to end the process by; the exit code is then 1, as it is when the start fails
 */
export async function runProcess(outputs: Outputs, start: (end: End) => Promise<Running>): Promise<void> {
  let running: Running | undefined;
  let closed: Promise<void> | undefined;
  let exitCode = 0;

  const leave = (): Promise<void> => exit(exitCode, outputs);
  const stop = (signal: (typeof SIGNALS)[number]): void => {
    if (running === undefined || closed !== undefined) exitCode = 128 + constants.signals[signal];
    if (running === undefined) void leave();
    else if (closed === undefined) {
      closed = running.close();
      void closed.then(leave);
    } else {
      running.abort();
      void endsWithin(LAST_WORDS_MS, closed).then(leave);
    }
  };
  const fail = (words: string): void => {
    outputs.stderr.write(`${words}\n`);
    exitCode = 1;
    void leave();
  };
  for (const signal of SIGNALS) process.on(signal, stop);

  try {
    running = await start({
      lost(words) {
        if (closed !== undefined) return;
        outputs.stderr.write(`${words}\n`);
        exitCode = 1;
        closed = running?.close() ?? Promise.resolve();
        void closed.then(leave);
      },
      atOnce: fail,
    });
    if (exitCode === 0) outputs.stdout.write(`${running.greeting}\n`);
  } catch (error) {
    fail(wordsOf(error));
  }
}

async function exit(code: number, { stdout, stderr }: Outputs): Promise<void> {
  const ends = await Promise.all([stdout.flush(LAST_LINES_MS), stderr.flush(LAST_LINES_MS)]);
  // Node waits for its threads before it exits, and for one of them the write never ends.
  if (ends.includes('stuck')) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}

function wordsOf(error: unknown): string {
  if (error instanceof ConfigError) {
    return [operatorWords('en').cannotStart, ...error.problems.map((one) => `- ${one}`)].join('\n');
  }
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
