import { AsyncLocalStorage } from 'node:async_hooks';
import type { WhoAsks } from '../domain/who-asks.js';

/** Stands for the bot itself: what it asks is in nobody's drawer. */
const NOBODY = 'nobody';

const answering = new AsyncLocalStorage<WhoAsks | typeof NOBODY>();

/**
 * Does some work for whose interaction it is: what the model is asked for it shows in that person's drawer alone, waits in
 * line with what they asked, and counts for them.
 */
export function answerFor<T>(who: WhoAsks, work: () => T): T {
  return answering.run(who, work);
}

/** Does some work that the bot asks for itself. */
export function answerForNobody<T>(work: () => T): T {
  return answering.run(NOBODY, work);
}

/** Who is being answered; undefined for nobody. */
export function whoIsAnswered(): WhoAsks | undefined {
  const who = answering.getStore();
  return who === NOBODY ? undefined : who;
}

/** In whose drawer it is shown what is asked now: a name that no person has, where it is in nobody's. */
export function drawerOfAnswered(): string | undefined {
  return answering.getStore() === NOBODY ? NOBODY : whoIsAnswered()?.personId;
}
