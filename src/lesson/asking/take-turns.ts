import { setImmediate as othersFirst } from 'node:timers/promises';
import type { InTurns } from '../../sampling/turns.js';

/** Does work that others get their turn in. */
export async function takeTurns<T>(work: InTurns<T>): Promise<T> {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
    await othersFirst();
  }
}
