import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorTimeOf } from './processor-time.js';

/** What a process uses, as Linux tells it. */
export interface Usage {
  /** Of the processor, in milliseconds. */
  readonly cpuMs: number;
  /** Resident memory now, and the most so far, in bytes. */
  readonly resident: number;
  readonly peak: number;
  readonly sockets: number;
}

/** When a bot was away: from the moment it ended, or was told to, until the next was ready. Milliseconds since 1970. */
export interface Absence {
  readonly from: number;
  until: number;
  readonly why: 'killed' | 'rolled';
}

/** One of several bots, each a process of its own, that ends and is started again. */
export interface Bot {
  readonly name: string;
  readonly absences: readonly Absence[];
  /** Starts it, and waits until it says that it is ready. */
  start(): Promise<void>;
  /** Ends it with `kill -9`, and starts it again after a while. */
  kill(awayMs: number): Promise<void>;
  /** Has it finish what it is at, as an orchestrator does, and starts the next one. */
  roll(): Promise<void>;
  /** Of the process that runs now, as are what it uses and its id. */
  pid(): number | undefined;
  usage(): Usage;
  /** Of the ones that have ended too, in milliseconds. */
  cpuMs(): number;
  /** What it logged as an error, or said outside its log. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../dist/src/main.js');
const READY_MS = 60_000;

/** A bot that is not started yet. @param logFile everything it logs, for whoever looks into it later */
export function createBot(name: string, environment: Record<string, string>, logFile?: string): Bot {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-many-'));
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
  const absences: Absence[] = [];
  const complaints: string[] = [];
  let child: ChildProcess | undefined;
  let usedBefore = 0;

  const read = (line: string): void => {
    log?.write(`${line}\n`);
    if (/"level":(?:50|60)/.test(line)) complaints.push(line);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    // A process that has ended tells nothing any more.
    usedBefore += usageOf(ending.pid).cpuMs;
    ending.kill(signal);
    await exited;
  };
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', LOG_FORMAT: 'json', OPEN_BROWSER: 'false', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    onLines(started.stderr, read);
    await new Promise<void>((ready, failed) => {
      const timer = setTimeout(() => failed(new Error(`${name} was not ready in time`)), READY_MS);
      onLines(started.stdout, (line) => {
        log?.write(`${line}\n`);
        clearTimeout(timer);
        ready();
      });
      started.on('exit', (code) => {
        clearTimeout(timer);
        failed(new Error(`${name} ended with ${code}`));
      });
    });
  };
  const away = async (why: Absence['why'], how: () => Promise<void>): Promise<void> => {
    const absence = { from: Date.now(), until: Number.POSITIVE_INFINITY, why };
    absences.push(absence);
    await how();
    await start();
    absence.until = Date.now();
  };

  return {
    name,
    absences,
    start,
    kill: (awayMs) =>
      away('killed', async () => {
        await end('SIGKILL');
        await new Promise((done) => setTimeout(done, awayMs));
      }),
    roll: () => away('rolled', () => end('SIGTERM')),
    pid: () => child?.pid,
    usage: () => usageOf(child?.pid),
    cpuMs: () => usedBefore + usageOf(child?.pid).cpuMs,
    complaints: () => complaints,
    async close() {
      await end('SIGTERM');
      log?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a process uses; nothing where there is none. */
function usageOf(pid: number | undefined): Usage {
  const none = { cpuMs: 0, resident: 0, peak: 0, sockets: 0 };
  if (pid === undefined) return none;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    return {
      cpuMs: processorTimeOf(pid),
      resident: kilobytes('VmRSS') * 1024,
      peak: kilobytes('VmHWM') * 1024,
      sockets: readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(`/proc/${pid}/fd/${fd}`)).length,
    };
  } catch {
    return none;
  }
}

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith('socket:');
  } catch {
    return false;
  }
}

function onLines(stream: NodeJS.ReadableStream | null, read: (line: string) => void): void {
  let rest = '';
  stream?.on('data', (bytes: Buffer) => {
    const lines = (rest + String(bytes)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') read(line);
  });
}
