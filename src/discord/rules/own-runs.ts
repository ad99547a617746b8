import { UserError } from '../../errors.js';
import type { RunStore, StoredRow } from '../../storage/contract.js';
import type { RunContext } from '../command.js';

/** Who presses something, and where. */
type Asker = Pick<RunContext, 'user' | 'channel' | 'server'>;

/**
 * The stored runs as somebody may open them. An id stands in what Discord sends of a message, so it can be copied: what one
 * person alone was shown opens for that person alone, and nothing opens in another server or another direct message than
 * where it was asked for. What they begin is kept as theirs.
 *
 * @param isPrivate told when a run is begun whether only this person is shown it
 */
export function ownRuns(runs: RunStore, asker: Asker, isPrivate: () => boolean): RunStore {
  return {
    ...runs,
    create: (command, payload, origin) =>
      runs.create(command, payload, origin && { ...origin, isPrivate: (origin.isPrivate ?? false) || isPrivate() }),
    async find(id, command) {
      const row = await runs.find(id, command);
      if (row !== undefined && !isOpenTo(row, asker)) throw new UserError('run-not-shown-to-you');
      return row;
    },
  };
}

function isOpenTo({ origin }: StoredRow, { user, channel, server }: Asker): boolean {
  if (origin === undefined) return true;
  if (origin.placeId !== (server ?? channel).id) return false;
  return !origin.isPrivate || origin.personId === user.id;
}
