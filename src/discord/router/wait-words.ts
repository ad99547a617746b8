import type { WaitListener } from '../../waits.js';
import { messageWords } from '../present/words.js';

/** What is said of the waits of a run. */
export interface WaitWords {
  readonly listener: WaitListener;
  /** What there is to say of a wait that lasts; undefined where there is nothing. */
  now(): string | undefined;
  /** Says nothing more. */
  end(): void;
}

/**
 * Creates them.
 *
 * @param options.loadingAfterMs after how long a wait for a server is said
 * @param options.lineAfterMs after how long a wait in line is said, whose place is looked up again and again from then on
 * @param options.gapMs least time between two edits, in milliseconds
 * @param options.onChange told when there is something else to say
 */
export function createWaitWords(options: {
  readonly locale: string;
  readonly loadingAfterMs: number;
  readonly lineAfterMs: number;
  readonly gapMs: number;
  readonly onChange: () => void;
}): WaitWords {
  const words = messageWords(options.locale);
  /** Waits for servers that last. */
  let lasting = 0;
  /** The places of those requests of the run that wait in line for long. */
  const inLine = new Set<() => number>();
  let said: string | undefined;
  let look: NodeJS.Timeout | undefined;
  let hasEnded = false;

  const now = (): string | undefined => {
    const places = [...inLine].map((place) => place()).filter((place) => place > 0);
    // A run of which one request goes on waits for the nearest of the others.
    if (places.length > 0) return words.inLine(Math.min(...places));
    return lasting > 0 ? words.serverSilent : undefined;
  };
  const update = (): void => {
    const next = now();
    if (next === said || hasEnded) return;
    said = next;
    options.onChange();
  };
  const lookAgain = (): void => {
    // Not as often as there could be an edit: everybody else in line has one too.
    if (!hasEnded) look ??= setInterval(update, Math.max(1, 2 * options.gapMs));
  };

  /** Tells of a wait once it has lasted, and of its end. */
  const lastingFor = (ms: number, begins: () => void, ends: () => void) => (): (() => void) => {
    let isLasting = false;
    const patience = setTimeout(() => {
      isLasting = true;
      begins();
      update();
    }, ms);
    return () => {
      clearTimeout(patience);
      if (!isLasting) return;
      ends();
      update();
    };
  };

  return {
    listener: {
      answer: lastingFor(
        options.loadingAfterMs,
        () => {
          lasting += 1;
        },
        () => {
          lasting -= 1;
        },
      ),
      line: (place) =>
        lastingFor(
          options.lineAfterMs,
          () => {
            inLine.add(place);
            lookAgain();
          },
          () => {
            inLine.delete(place);
            if (inLine.size > 0) return;
            clearInterval(look);
            look = undefined;
          },
        )(),
    },
    now,
    end() {
      hasEnded = true;
      clearInterval(look);
    },
  };
}
