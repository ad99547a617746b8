import type { Logger } from 'pino';
import { operatorWords } from './words/operator.js';

/**
 * Installs the process's handlers of last resort: an error that nobody caught is logged, and the bot goes on for everybody
 * else. Before it has started nothing is there to go on with, so that there it ends the process, with a sentence.
 *
 * @param end ends the process at once after writing what it gets
 * @returns to be called when the bot has started
 */
export function installLastResort(log: Logger, end: (words: string) => void): () => void {
  let hasStarted = false;
  const take = (error: unknown, kind: string): void => {
    if (hasStarted && !isFatal(error)) {
      log.error({ fault: traceOf(error), kind }, 'an error that nobody caught');
      return;
    }
    const { type, code, at = [] } = traceOf(error);
    const sentence = operatorWords('en').unforeseen(hasStarted, code ?? type);
    end([sentence, ...at].join('\n  '));
  };
  process.on('uncaughtException', (error) => take(error, 'exception'));
  process.on('unhandledRejection', (reason) => take(reason, 'rejection'));
  return () => {
    hasStarted = true;
  };
}

/**
 * An error for the log by its kind and where it was thrown. Its message is left out: errors of parsing quote what they
 * could not read, which is what people and models wrote.
 */
export function traceOf(error: unknown): { readonly type: string; readonly code?: string; readonly at?: string[] } {
  if (!(error instanceof Error)) return { type: typeof error };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as NodeJS.ErrnoException;
  return { type: error.name, ...(typeof code === 'string' ? { code } : {}), at: at.map((line) => line.trim()) };
}

/** Out of memory, whatever is done next fails too: whoever runs the bot starts it again. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MEMORY_ALLOCATION_FAILED';
}
