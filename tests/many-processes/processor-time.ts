import { readdirSync, readFileSync } from 'node:fs';

/** Linux shows all programs a hundred ticks a second. */
const TICK_MS = 10;

/** Processor time by what it went to, in milliseconds. */
export interface ProcessorTime {
  /** Of the thread that JavaScript's main program runs on. */
  readonly main: number;
  /** Of all other threads: drawing, cutting texts, compiling, collecting garbage. */
  readonly others: number;
}

/** What a process has used; nothing where there is none. */
export function threadsOf(pid: number | undefined): ProcessorTime {
  if (pid === undefined) return { main: 0, others: 0 };
  let main = 0;
  let others = 0;
  for (const thread of list(`/proc/${pid}/task`)) {
    const used = usedBy(`/proc/${pid}/task/${thread}/stat`)?.own ?? 0;
    if (thread === String(pid)) main += used;
    else others += used;
  }
  return { main, others };
}

/** What a process has used, with all its threads. */
export function processorTimeOf(pid: number | undefined): number {
  return usedBy(`/proc/${pid}/stat`)?.own ?? 0;
}

/** What a PostgreSQL server on a port has used, with the processes that it has started. */
export function postgresTime(port: number): number {
  const server = list('/proc').find((pid) => {
    const words = read(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
    return words[0]?.endsWith('/postgres') && words[words.indexOf('-p') + 1] === String(port);
  });
  if (server === undefined) return 0;
  const { own = 0, ofEnded = 0 } = usedBy(`/proc/${server}/stat`) ?? {};
  const children = list('/proc').map((pid) => usedBy(`/proc/${pid}/stat`));
  return own + ofEnded + children.reduce((sum, one) => sum + (one?.parent === server ? one.own : 0), 0);
}

function usedBy(path: string): { own: number; ofEnded: number; parent: string | undefined } | undefined {
  // The second field, the program's name, may have spaces in it.
  const fields = read(path)?.split(') ')[1]?.split(' ');
  if (fields === undefined) return undefined;
  const [, parent] = fields;
  const ms = (...at: number[]) => at.reduce((sum, one) => sum + Number(fields[one]), 0) * TICK_MS;
  return { own: ms(11, 12), ofEnded: ms(13, 14), parent };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
