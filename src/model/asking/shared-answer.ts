import { ModelError } from '../errors.js';
import { askForAll } from './ask-for-all.js';

/** What is asked once: those who ask at the same time share the answer, and one who cancels leaves it to the others. */
export interface SharedAnswer<T> {
  /** The answer that is kept or awaited. */
  readonly current: Promise<T> | undefined;
  /** How often the question failed. */
  readonly failures: number;
  /** The answer that there is, else that of the question. A failure is not kept, so that it is asked again. */
  ask(question: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  forget(): void;
}

/**
 * Creates an answer that nobody has asked for.
 *
 * @param isKept whether an answer stays once it has come; each does by default
 */
export function createSharedAnswer<T>(isKept: (answer: T) => boolean = () => true): SharedAnswer<T> {
  let current: Promise<T> | undefined;
  let failures = 0;

  function start(question: () => Promise<T>): Promise<T> {
    const asked = askForAll(question);
    const forget = () => {
      if (current === asked) current = undefined;
    };
    current = asked;
    asked.then(
      (answer) => {
        if (!isKept(answer)) forget();
      },
      () => {
        failures += 1;
        forget();
      },
    );
    return asked;
  }

  return {
    get current() {
      return current;
    },
    get failures() {
      return failures;
    },
    ask: (question, signal) => withCancel(current ?? start(question), signal),
    forget() {
      current = undefined;
    },
  };
}

/** Waits for what several callers share, until this one cancels: it then rejects with a ModelError `cancelled`. */
export async function withCancel<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(new ModelError('cancelled', 'cancelled'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  try {
    return await Promise.race([shared, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
