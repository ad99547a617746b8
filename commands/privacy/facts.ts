import type { RunContext } from '../../src/discord/command.js';
import type { Services } from '../../src/services.js';

/** What is to be told of what is kept. */
export interface PrivacyFacts {
  /** Runs that the person asked for; those of others with their words in them; and those of others that they took part in. */
  readonly asked: number;
  readonly withWords: number;
  readonly takenPartIn: number;
  /** How long a run is kept where the person asks. */
  readonly days: number;
  /** Where what they write goes: the names of the endpoints; none where it stays on this computer. */
  readonly endpoints: readonly string[];
  readonly moderation: string | undefined;
  /** Whether it is kept in a database that several computers may share, and not in a file. */
  readonly isShared: boolean;
}

type Who = Pick<RunContext, 'user' | 'rules'>;

/** Finds out what is kept of a person, and where what they write goes. */
export async function findFacts(
  { user, rules }: Who,
  { people, runs, model, moderation, isShared = false }: Services,
): Promise<PrivacyFacts> {
  const { asked, withTheirWords, takenPartIn } = await people.keptOf(user.id, 0);
  const { endpoint, labels = [endpoint.label] } = model;
  return {
    asked,
    withWords: withTheirWords,
    takenPartIn,
    days: Math.min(runs.retentionDays, rules?.settings.retentionDays ?? Infinity),
    endpoints: endpoint.tiny ? [] : labels,
    moderation: moderation?.host,
    isShared,
  };
}
