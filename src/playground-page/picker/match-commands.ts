import type { SlashCommand } from '../model/command.js';

/** The commands that fit what is typed after the slash: those that begin with it first, then those that contain it. */
export function matchCommands(commands: readonly SlashCommand[], typed: string): SlashCommand[] {
  const wanted = typed.trimStart().toLowerCase();
  const beginning = commands.filter(({ name }) => name.startsWith(wanted));
  const containing = commands.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted));
  return [...beginning, ...containing];
}

/** The command that is typed out in full and followed by a space, as in `/tokenize `. */
export function typedCommand(commands: readonly SlashCommand[], text: string): SlashCommand | undefined {
  return commands.find(({ name }) => text === `/${name} `);
}
