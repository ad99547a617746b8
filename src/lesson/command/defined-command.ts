import type { Command, RunContext } from '../../discord/command.js';
import type { Services } from '../../services.js';
import type { CommandDefinition } from './definition.js';
import type { CommandNeed } from './needs.js';
import type { OptionDefinitions } from './options.js';
import type { Subject } from './subject.js';

/** The other commands, as one of them sees them. */
export interface CommandSet {
  readonly needs: readonly CommandNeed[];
  /** Undefined for a name that no command has. */
  find(name: string): DefinedCommand | undefined;
  /** The same for a name that stands in the code; throws where no command has it. */
  get(name: string): DefinedCommand;
  /** What is left of a row of any command when somebody is forgotten; undefined where nothing is. */
  forget(row: ForgottenRow, person: RunContext['user']): unknown;
}

/** A row of the storage, out of which somebody is taken. */
export interface ForgottenRow {
  /** The name under which it is stored. */
  readonly command: string;
  readonly payload: unknown;
}

/** Says that a row is of another command. */
export const UNKNOWN_ROW = Symbol('unknown-row');

/** How a command is called where another one leads to it. */
export interface LinkWords {
  readonly label: string;
  /** What it shows, in a few words; at most 100 characters. */
  readonly hint?: string | undefined;
}

/** A command with its result's type left out, so that a list can hold different ones. */
export interface DefinedCommand {
  readonly name: string;
  readonly leadsTo: readonly string[];
  readonly needs: readonly CommandNeed[];
  /** Of the buttons and menu entries that lead here from other commands. */
  linkWords(locale: string): LinkWords;
  /** Whether it can start from what another command's reply is about. */
  takes(subject: Subject): boolean;
  /** What a stored result is about, if anything; rejects with a `UserError` when it is no longer kept. */
  subjectOf(services: Services, runId: string, value: string | undefined): Promise<Subject | undefined>;
  /**
   * What is left of a row that is stored for it when somebody is forgotten who did not ask for it.
   *
   * @returns undefined where nothing is left; `UNKNOWN_ROW` where the row is none of this command
   */
  forget(row: ForgottenRow, person: RunContext['user']): unknown;
  /** What the router calls. */
  inSet(set: CommandSet): Command;
}

/** A slash command with its types: what runs it from within, such as a lesson, asks and reads the result by itself. */
export interface TypedCommand<S extends OptionDefinitions, R> extends DefinedCommand {
  readonly options: S;
  readonly ask: CommandDefinition<S, R>['ask'];
  readonly view: CommandDefinition<S, R>['view'];
  readonly result: CommandDefinition<S, R>['result'];
}
