import { type REST, Routes } from 'discord.js';
import type { Command } from '../../command.js';
import { commandRegistrations, sameRegistrations } from '../../registration.js';

/**
 * Registers the commands globally when Discord knows other ones.
 *
 * @returns true when they were sent
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  commands: readonly Command[],
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId);
  const wanted = commandRegistrations(commands);
  const registered = (await rest.get(route)) as readonly unknown[];
  if (sameRegistrations(wanted, registered)) return false;
  await rest.put(route, { body: wanted });
  return true;
}
