import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What came of an interaction. `refused`: it was told why it may not run, `limited`: too many ask, `failed`: an error was shown in the
 * place of its reply, `stopped`: by a person, or because the bot ends, `gone`: its message was deleted meanwhile, `expired`: it
 * came or ended too late for Discord, `unsent`: Discord did not take the answer, `repeated`: it had come before,
 * here or to another process.
 */
export type RunOutcome =
  | 'ok'
  | 'refused'
  | 'limited'
  | 'failed'
  | 'stopped'
  | 'gone'
  | 'expired'
  | 'unsent'
  | 'repeated';

/** A part of the work on an interaction that takes time. */
export type RunStep = 'acknowledge' | 'store' | 'draw' | 'send';

/** Is told of the work on one interaction: never anything that a person or a model wrote, nor who it was. */
export interface RunWatch {
  /** What each line of the log says of it. */
  readonly marks: Readonly<Record<string, string>>;
  /** It leads to this command. */
  command(name: string): void;
  /** A step begins. @param what more of it, of few kinds. @returns to be called when it ends */
  step(step: RunStep, what: string | undefined): (error?: unknown) => void;
  /** Somebody is told of an error. */
  error(code: string): void;
  /** What comes of it; what is said last holds. Nothing is said of what ends well. */
  outcome(outcome: RunOutcome): void;
  /** It was not for the bot after all, and counts for nothing. */
  ignore(): void;
}

const watches = new AsyncLocalStorage<RunWatch>();

/** Works on an interaction that is watched, however deep the work goes. */
export function watchRun<T>(watch: RunWatch, work: () => T): T {
  return watches.run(watch, work);
}

/** What watches the interaction that is worked on; undefined where it is none. */
export function currentWatch(): RunWatch | undefined {
  return watches.getStore();
}

/** Takes a step of the work that is watched. */
export async function inStep<T>(step: RunStep, work: () => Promise<T>, what?: string): Promise<T> {
  const watch = watches.getStore();
  if (watch === undefined) return work();
  const end = watch.step(step, what);
  try {
    const result = await work();
    end();
    return result;
  } catch (error) {
    end(error);
    throw error;
  }
}
