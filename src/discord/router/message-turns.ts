/** Lets presses on one message take turns, and shows of replies that add up the last one, where they come fast. */
export interface MessageTurns {
  /**
   * Runs one press after those with the same key that came before it, and side by side with all others.
   *
   * @param messageId of the message that it changes, where its reply tells what those before it told as well
   */
  take<T>(key: string, messageId: string | undefined, work: (turn: Turn) => Promise<T>): Promise<T>;
}

/** The turn of one press. */
export interface Turn {
  /** Whether the next in line will tell all that this one does, and the message was changed a short while ago. */
  isOvertaken(): boolean;
  /**
   * Leaves a reply out; where nothing that comes next is shown, or that takes long, it is shown all the same.
   *
   * @param show must not reject
   */
  passOver(show: () => Promise<void>): void;
  /** To be waited for before the message is changed: what was passed over does not come in between then. */
  begins(): Promise<void>;
  /** The message was changed, and what was passed over is not needed any more. */
  hasShown(): void;
}

/** The presses that take turns. */
interface Line {
  tail: Promise<unknown>;
  /** Of each press, the one at work first, its message, where its reply adds up. */
  readonly presses: (string | undefined)[];
  /** When the message was last changed, or the line began. */
  changedAt: number;
  /** Shows the newest reply that was passed over. */
  left: (() => Promise<void>) | undefined;
  /** Ends when that is shown. */
  showing: Promise<void>;
}

/**
 * Creates them; a key costs memory only while a press takes its turn or waits for it.
 *
 * @param options.gapMs after so long without a change, a message shows what was added to it, in milliseconds
 * @param options.now milliseconds of a clock that only goes forward
 */
export function createMessageTurns(options: { readonly gapMs: number; readonly now: () => number }): MessageTurns {
  const { gapMs, now } = options;
  const lines = new Map<string, Line>();

  const beginLine = (): Line => ({
    tail: Promise.resolve(),
    presses: [],
    changedAt: now(),
    left: undefined,
    showing: Promise.resolve(),
  });

  const isFollowed = ({ presses: [mine, next] }: Line): boolean => mine !== undefined && mine === next;

  const showLeft = (line: Line): void => {
    const { left } = line;
    if (left === undefined) return;
    line.left = undefined;
    line.changedAt = now();
    line.showing = line.showing.then(left);
  };

  const takeTurn = async <T>(line: Line, work: (turn: Turn) => Promise<T>): Promise<T> => {
    const sinceChange = () => now() - line.changedAt;
    const timer = line.left && setTimeout(() => showLeft(line), Math.max(0, gapMs - sinceChange()));
    try {
      return await work({
        isOvertaken: () => isFollowed(line) && sinceChange() < gapMs,
        passOver(show) {
          line.left = show;
        },
        begins() {
          clearTimeout(timer);
          return line.showing;
        },
        hasShown() {
          line.left = undefined;
          line.changedAt = now();
        },
      });
    } finally {
      clearTimeout(timer);
      if (!isFollowed(line)) {
        showLeft(line);
        await line.showing;
      }
      line.presses.shift();
    }
  };

  return {
    async take(key, messageId, work) {
      const line = lines.get(key) ?? beginLine();
      lines.set(key, line);
      line.presses.push(messageId);
      const result = line.tail.then(() => takeTurn(line, work));
      line.tail = result.catch(() => undefined);
      try {
        return await result;
      } finally {
        if (line.presses.length === 0 && lines.get(key) === line) lines.delete(key);
      }
    },
  };
}
