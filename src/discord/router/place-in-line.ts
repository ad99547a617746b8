import type { WaitListener } from '../../waits.js';
import { messageWords } from '../present/words.js';

/** What is said of the place that a run has in line. */
export interface PlaceInLine {
  readonly listener: WaitListener['line'];
  /** The sentence; undefined where the run waits in none, or not for long. */
  now(): string | undefined;
  /** Says nothing more. */
  end(): void;
}

/**
 * Creates it.
 *
 * @param options.lineAfterMs after how long a wait is said, whose place is looked up again and again from then on
 * @param options.gapMs least time between two edits, in milliseconds
 * @param options.onChange told when there is something else to say
 */
export function createPlaceInLine(options: {
  readonly locale: string;
  readonly lineAfterMs: number;
  readonly gapMs: number;
  readonly onChange: () => void;
}): PlaceInLine {
  const words = messageWords(options.locale);
  /** The places of those requests of the run that have waited for long. */
  const lasting = new Set<() => number>();
  let said: string | undefined;
  let look: NodeJS.Timeout | undefined;
  let hasEnded = false;

  const now = (): string | undefined => {
    const places = [...lasting].map((place) => place()).filter((place) => place > 0);
    // A run of which one request goes on waits for the nearest of the others.
    return places.length === 0 ? undefined : words.inLine(Math.min(...places));
  };
  const update = (): void => {
    const next = now();
    if (next === said || hasEnded) return;
    said = next;
    options.onChange();
  };

  return {
    listener(place) {
      const patience = setTimeout(() => {
        if (hasEnded) return;
        lasting.add(place);
        // Not as often as there could be an edit: everybody else in line has one too.
        look ??= setInterval(update, Math.max(1, 2 * options.gapMs));
        update();
      }, options.lineAfterMs);
      return () => {
        clearTimeout(patience);
        if (!lasting.delete(place)) return;
        if (lasting.size === 0) {
          clearInterval(look);
          look = undefined;
        }
        update();
      };
    },
    now,
    end() {
      hasEnded = true;
      clearInterval(look);
    },
  };
}
