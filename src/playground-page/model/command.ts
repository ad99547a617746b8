import type { APIApplicationCommand } from 'discord-api-types/v10';

/** An option of a command; the numbers are Discord's option types. */
export interface Option {
  /** 3 text, 4 whole number, 5 yes or no, 6 person, 7 channel, 8 role, 9 person or role, 10 number, 11 file. */
  type: number;
  name: string;
  description: string;
  required?: boolean;
  choices?: { name: string; value: string | number }[];
  autocomplete?: boolean;
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
  options?: Option[];
}

/** A slash command as the picker offers it: a command without subcommands, or one subcommand. */
export interface SlashCommand {
  /** `nextword`, or `stats room` for a subcommand. */
  name: string;
  description: string;
  /** Required ones first, as Discord registers them. */
  options: Option[];
}

/**
 * The options whose fields are there from the start: those that are required, or else a text in place of which a file can
 * be given.
 */
export function leadingOptions({ options }: SlashCommand): Option[] {
  const required = options.filter((option) => option.required);
  const [first, second] = options;
  const isEither = first?.type === 3 && second?.type === 11;
  return required.length === 0 && isEither ? [first] : required;
}

/** The slash commands among the registered ones, subcommands each for themselves. */
export function slashCommands(commands: readonly APIApplicationCommand[]): SlashCommand[] {
  return commands
    .filter((command) => (command.type as number) === 1)
    .flatMap((command) =>
      leaves(command.name, command.description, (command.options ?? []) as unknown as readonly Option[]),
    );
}

function leaves(name: string, description: string, options: readonly Option[]): SlashCommand[] {
  const branches = options.filter((option) => option.type <= 2);
  if (branches.length === 0) return [{ name, description, options: [...options] }];
  return branches.flatMap((branch) => leaves(`${name} ${branch.name}`, branch.description, branch.options ?? []));
}

/** The names of the commands of a message's menu (3) or of a person's (2). */
export function menuCommands(commands: readonly APIApplicationCommand[], type: 2 | 3): string[] {
  return commands.filter((command) => (command.type as number) === type).map((command) => command.name);
}
