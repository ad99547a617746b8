import type { Command } from '../../discord/command.js';
import { type CommandSet, type DefinedCommand, UNKNOWN_ROW } from './defined-command.js';

/**
 * Puts commands together, so that each can lead to the others.
 *
 * @param followUps what is only reached from the commands' replies
 * @throws Error when a command leads to one that is not there, or two have one name
 */
export function createCommandSet(
  commands: readonly DefinedCommand[],
  followUps: readonly DefinedCommand[],
): readonly Command[] {
  const all = [...commands, ...followUps];
  const byName = new Map(all.map((command) => [command.name, command]));
  if (byName.size < all.length) throw new Error('Two commands have one name.');
  const set: CommandSet = {
    needs: commands.flatMap(({ needs }) => needs),
    find: (name) => byName.get(name),
    forget(row, person) {
      for (const command of all) {
        const left = command.forget(row, person);
        if (left !== UNKNOWN_ROW) return left;
      }
      // What nobody knows how to read cannot be kept.
      return undefined;
    },
    get(name) {
      const command = byName.get(name);
      if (command === undefined) throw new Error(`There is no command ${name}.`);
      return command;
    },
  };
  for (const { leadsTo } of all) leadsTo.forEach(set.get);
  return all.map((command) => command.inSet(set));
}
