import { commands } from '../../commands/index.js';
import type { Command } from '../../src/discord/command.js';

/** A command as the router has it. */
export function commandNamed(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no /${name}`);
  return command;
}
