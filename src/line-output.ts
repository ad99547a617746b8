import { setTimeout as sleep } from 'node:timers/promises';
import sonic from 'sonic-boom';

/** Lines that nobody has taken yet, in bytes; what comes on top of them is dropped. */
const MAX_WAITING = 2 ** 20;

/** After a failed write, how long until the next try where no further line brings one, in milliseconds. */
const RETRY_MS = 1000;

/** A write that finds a pipe full says so every 100 ms; one that says nothing for this long holds its thread. */
const SILENT_MS = 1000;

/** What became of the lines at the end: all were taken, some were not, or a write of them holds a thread and with it the exit. */
export type Flushed = 'written' | 'left' | 'stuck';

/** Standard output or standard error, for lines that can never hold up or end the process. */
export interface LineOutput {
  /** Writes a line, which ends in a newline, or drops it when too many wait. Neither blocks nor throws. */
  write(line: string): void;
  /** Is told how many lines were dropped, once lines are taken again. */
  onRecovered(tell: (dropped: number) => void): void;
  /** Waits until all lines are taken, at most so long. Never rejects. */
  flush(milliseconds: number): Promise<Flushed>;
}

/**
 * Opens a way out for lines that waits for nobody: a full disk, a reader that has gone and a full pipe cost lines, which
 * are counted, and nothing else.
 *
 * @param options.fd 1 for standard output, 2 for standard error
 * @param options.maxWaiting bytes kept while they are not taken; 1 MiB by default
 */
export function openLineOutput({ fd, maxWaiting = MAX_WAITING }: { fd: 1 | 2; maxWaiting?: number }): LineOutput {
  // Node makes a pipe non-blocking when its stream is first used. A write to a full pipe would else hold a thread until
  // somebody reads, and Node does not exit before its threads.
  const stream = fd === 1 ? process.stdout : process.stderr;
  // Node writes its own warnings there; without a listener, one that nobody takes would end the process.
  stream.on('error', () => {});

  let waiting = 0;
  let dropped = 0;
  let isWriting = false;
  let heardAt = performance.now();
  let tellDropped: (dropped: number) => void = () => {};
  let triesAgain = false;
  let settle: (() => void) | undefined;

  // Not `pino.destination`: at the exit that one tries a full disk for ever.
  const boom = new sonic.SonicBoom({
    fd,
    sync: false,
    retryEAGAIN: () => {
      heardAt = performance.now();
      return true;
    },
  });
  boom.on('write', (bytes: number) => {
    heardAt = performance.now();
    waiting -= bytes;
    isWriting = waiting > 0;
    if (!isWriting) settle?.();
    if (dropped === 0 || waiting > maxWaiting / 2) return;
    const count = dropped;
    dropped = 0;
    tellDropped(count);
  });
  boom.on('error', () => {
    isWriting = false;
    settle?.();
    if (triesAgain) return;
    triesAgain = true;
    setTimeout(() => {
      triesAgain = false;
      push('');
    }, RETRY_MS).unref();
  });

  /** Also takes up again what a failed write has left. */
  function push(text: string): void {
    isWriting = true;
    boom.write(text);
  }

  return {
    write(line) {
      const bytes = Buffer.byteLength(line);
      if (waiting + bytes > maxWaiting) {
        dropped += 1;
        return;
      }
      waiting += bytes;
      push(line);
    },
    onRecovered(tell) {
      tellDropped = tell;
    },
    async flush(milliseconds) {
      if (waiting === 0) return 'written';
      const ended = new Promise<void>((resolve) => {
        settle = resolve;
      });
      push('');
      await Promise.race([ended, sleep(milliseconds)]);
      if (isWriting) await Promise.race([ended, sleep(SILENT_MS)]);
      if (waiting === 0) return 'written';
      return isWriting && performance.now() - heardAt > SILENT_MS / 2 ? 'stuck' : 'left';
    },
  };
}
