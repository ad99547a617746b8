import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/** When this process began: another one that had the same number is not taken for it. */
const BEGAN = Math.round(performance.timeOrigin);

/** A process that has said nothing for so long is no more, in milliseconds: it says something every few seconds. */
const MAX_SILENCE_MS = 20_000;

let ownHost: string | undefined;

/** Creates a name for what this process does, which tells where it runs. */
export function createProcessName(): string {
  ownHost ??= nameHost();
  return [ownHost, process.pid, BEGAN, randomBytes(6).toString('hex')].join('/');
}

/**
 * Whether the process with such a name is no more. Of one whose number means the same process here, that is known at once; of
 * any other it is taken from its silence.
 */
export function isProcessOver(name: string, silentMs: number): boolean {
  ownHost ??= nameHost();
  const [host, number, began] = name.split('/');
  const pid = Number(number);
  if (host === ownHost && Number.isSafeInteger(pid) && pid > 0) {
    if (pid === process.pid) return Number(began) !== BEGAN || silentMs > MAX_SILENCE_MS;
    if (!isThere(pid)) return true;
  }
  return silentMs > MAX_SILENCE_MS;
}

/**
 * Names where the numbers of processes mean the same: the running kernel, and in it the namespace. Computers and containers
 * may have one hostname, and in each container the first process has the number 1. Where Linux does not tell, no other
 * process is known to be here.
 */
function nameHost(): string {
  const parts = [hostname(), ...(process.platform === 'linux' ? kernelAndNamespace() : addresses())];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function kernelAndNamespace(): string[] {
  try {
    return [readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'), readlinkSync('/proc/self/ns/pid')];
  } catch {
    return [randomBytes(12).toString('hex')];
  }
}

/** Other systems have no namespaces; their network cards tell computers of one name apart. */
function addresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((cards) => (cards ?? []).map(({ mac }) => mac));
  return [...new Set(all)].sort();
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
