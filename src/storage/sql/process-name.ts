import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** When this process began: another one that had the same number is not taken for it. */
const BEGAN = Math.round(performance.timeOrigin);

/** A process that has said nothing for so long is no more, in milliseconds: it says something every few seconds. */
const MAX_SILENCE_MS = 20_000;

/** Creates a name for what this process does, which tells where it runs. */
export function createProcessName(): string {
  return [hostname(), process.pid, BEGAN, randomBytes(6).toString('hex')].join('/');
}

/**
 * Whether the process with such a name is no more. On the same computer that is known at once; of another one it is taken
 * from its silence.
 */
export function isProcessOver(name: string, silentMs: number): boolean {
  const [host, number, began] = name.split('/');
  const pid = Number(number);
  if (host === hostname() && Number.isSafeInteger(pid) && pid > 0) {
    if (pid === process.pid) return Number(began) !== BEGAN || silentMs > MAX_SILENCE_MS;
    if (!isThere(pid)) return true;
  }
  return silentMs > MAX_SILENCE_MS;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
