import type { Logger } from 'pino';
import { faultOf } from './fault.js';
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
      log.error({ fault: faultOf(error), kind }, 'an error that nobody caught');
      return;
    }
    const { type, code, at = [] } = faultOf(error);
    const sentence = operatorWords('en').unforeseen(hasStarted, code ?? type);
    end([sentence, ...at].join('\n  '));
  };
  process.on('uncaughtException', (error) => take(error, 'exception'));
  process.on('unhandledRejection', (reason) => take(reason, 'rejection'));
  return () => {
    hasStarted = true;
  };
}

/** Out of memory, whatever is done next fails too: whoever runs the bot starts it again. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MEMORY_ALLOCATION_FAILED';
}
