import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { endsWithin } from '../../ends-within.js';
import { UserError } from '../../errors.js';
import type { Events, UnderWay } from '../../storage/contract.js';
import { placeOf } from './as-set.js';
import type { StoppableRuns, Stopper } from './stoppable-runs.js';

/** What the processes of one database know of one another's runs. */
export interface OtherProcesses {
  readonly underWay: Pick<UnderWay, 'findElsewhere' | 'allElsewhere'>;
  readonly events: Events;
}

/** Stops runs, whichever process is at work on them. */
export interface Stops {
  /**
   * Stops a run for a press on **Stop**, which waits for its acknowledgement meanwhile.
   *
   * @returns whether some process was at work on it
   * @throws UserError for who may not, where the run is over, and where its process does not answer
   */
  stop(key: string, by: Stopper): Promise<boolean>;
}

/** What is told of a press, and of what became of it. */
const PRESSED = 'stop';
const ANSWERED = 'stop-answered';

const pressedType = z.object({
  ask: z.string(),
  key: z.string(),
  user: z.object({ id: z.string(), name: z.string() }),
  place: z.string(),
  mayManage: z.boolean(),
});

const answeredType = z.object({
  ask: z.string(),
  /** Whose run it is, where somebody else may not stop it. */
  owner: z.string().optional(),
});

/** Discord waits 3 s for the acknowledgement: milliseconds for the storage, and for the other process. */
const MAX_FINDING_MS = 700;
const MAX_ANSWERING_MS = 1200;

/** An event may be lost, so that it is told again after so long, in milliseconds. */
const TELL_AGAIN_MS = 400;

/**
 * Creates what stops runs, and answers other processes that ask for it.
 *
 * @param others absent where no other process uses the database
 * @param answeringMs how long another process has to answer, in milliseconds
 */
export function createStops(
  runs: StoppableRuns,
  others: OtherProcesses | undefined,
  answeringMs = MAX_ANSWERING_MS,
): Stops {
  const asked = new Map<string, (owner: string | undefined) => void>();

  const find = async (key: string, { underWay }: OtherProcesses) => {
    let found: Awaited<ReturnType<UnderWay['findElsewhere']>>;
    const finding = underWay.findElsewhere(key).then((run) => {
      found = run;
    });
    if (!(await endsWithin(MAX_FINDING_MS, finding))) throw new UserError('stop-not-heard');
    return found;
  };

  /** Asks the process that is at work on a run. @returns whether it has answered @throws UserError */
  const ask = async (key: string, by: Stopper, { events }: OtherProcesses): Promise<boolean> => {
    const id = randomBytes(9).toString('base64url');
    const { id: userId, name } = by.user;
    const pressed: z.infer<typeof pressedType> = {
      ...{ ask: id, key, user: { id: userId, name }, place: placeOf(by).id },
      mayManage: by.channel.mayManage,
    };
    let owner: string | undefined;
    const answer = new Promise<void>((resolve) => {
      asked.set(id, (told) => {
        owner = told;
        resolve();
      });
    });
    const tell = (): void => events.tell(PRESSED, pressed);
    tell();
    const again = setInterval(tell, TELL_AGAIN_MS);
    try {
      if (!(await endsWithin(answeringMs, answer))) return false;
    } finally {
      clearInterval(again);
      asked.delete(id);
    }
    if (owner !== undefined) throw new UserError('not-theirs-to-stop', { owner });
    return true;
  };

  others?.events.listen(PRESSED, (message) => {
    const read = pressedType.safeParse(message);
    if (!read.success || !runs.has(read.data.key)) return;
    const { ask: id, key, user, place, mayManage } = read.data;
    // Whether they may is judged here once more, by what this process knows of the run.
    const owner = runs.stopFrom(key, { user, mayManage, placeId: place });
    others.events.tell(ANSWERED, { ask: id, owner });
  });
  others?.events.listen(ANSWERED, (message) => {
    const read = answeredType.safeParse(message);
    if (read.success) asked.get(read.data.ask)?.(read.data.owner);
  });

  return {
    async stop(key, by) {
      if (runs.has(key)) {
        const owner = runs.stopFrom(key, { user: by.user, mayManage: by.channel.mayManage, placeId: placeOf(by).id });
        if (owner !== undefined) throw new UserError('not-theirs-to-stop', { owner });
        return true;
      }
      if (others === undefined || (await find(key, others)) === undefined) return false;
      if (await ask(key, by, others)) return true;
      // It may have ended meanwhile.
      if ((await find(key, others)) === undefined) return false;
      throw new UserError('stop-not-heard');
    },
  };
}
