/**
 * Work that can stop for a moment: it yields after about a millisecond, so that whoever runs it can let others go first.
 * What it comes to does not depend on that.
 */
export type InTurns<T> = Generator<undefined, T, undefined>;

/** Does such work at once, and gives what it comes to. */
export function atOnce<T>(work: InTurns<T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}
