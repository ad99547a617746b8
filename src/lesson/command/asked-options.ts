import { z } from 'zod';
import type { PressTarget } from '../../discord/reply.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { ASKED_ELSEWHERE } from './elsewhere.js';
import type { DefinedValues, OptionDefinitions } from './options.js';
import { type Asker, originOf } from './result.js';

const askedOptions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** A name of its own for what a command was asked, beside what it found. */
const keptAs = (command: string) => `${command} asked`;

/** Keeps what a command was asked, and says where a press leads that asks the embedded model the same. */
export async function keepAsked<S extends OptionDefinitions>(
  command: string,
  options: DefinedValues<S>,
  { runs }: Services,
  asker: Asker,
): Promise<PressTarget> {
  // A model of the connected endpoint is none of the embedded one.
  const given = Object.entries(options).filter(([name, value]) => value !== undefined && name !== 'model');
  return {
    action: ASKED_ELSEWHERE,
    // Who asked is told alone that it cannot be done here.
    runId: await runs.create(keptAs(command), Object.fromEntries(given), { ...originOf(asker), isPrivate: true }),
  };
}

/** What a command was asked; rejects with a `UserError` where it is no longer kept. */
export async function findAsked<S extends OptionDefinitions>(
  command: string,
  runId: string,
  { runs }: Services,
): Promise<DefinedValues<S>> {
  const row = await runs.find(runId, keptAs(command));
  const options = askedOptions.safeParse(row?.payload);
  if (!options.success) throw new UserError('run-not-kept', { days: runs.retentionDays, command });
  // They were checked against the command's definitions before they were kept.
  return options.data as DefinedValues<S>;
}
