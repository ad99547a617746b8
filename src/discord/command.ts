import type { PlaceSettings } from '../domain/settings.js';
import type { Services } from '../services.js';
import { checkOptions, type OptionSpec, type OptionValues, type SentOption } from './options.js';
import type { Form, Reply } from './reply.js';

/** What every run gets, besides the options. */
export interface RunContext {
  readonly user: { readonly id: string; readonly name: string };
  /** Discord's locale of the user, such as `en-US`. */
  readonly locale: string;
  /**
   * Where the run was asked for; `mayManage` says whether the user may change what holds for everybody there, and `within` is
   * the channel that a thread is in.
   */
  readonly channel: { readonly id: string; readonly mayManage: boolean; readonly within?: string | undefined };
  /**
   * The server that the channel is in, whether the user may manage it, and the ids of the roles that they have there;
   * undefined where it is in none, as a DM.
   */
  readonly server?:
    | { readonly id: string; readonly mayManage: boolean; readonly roles?: readonly string[] | undefined }
    | undefined;
  /** What is set for the place; as where nothing is set where it is not told. */
  readonly rules?: RunRules | undefined;
  /** Shows a reply that is not final. Calls may come fast: the newest one wins. */
  readonly progress: (reply: Reply) => void;
  /** Aborts when the bot stops at once or the interaction is about to expire. */
  readonly signal: AbortSignal;
}

/** What is set for the place of a run, and what was made of it. */
export interface RunRules {
  readonly settings: PlaceSettings;
  /** Tells who reads the reply that something is less than it would be where nothing is set. */
  readonly lowered: (what: Lowered) => void;
}

/** What was lowered, and from what to what. */
export interface Lowered {
  readonly what: 'temperature' | 'tokens';
  readonly from: number;
  readonly to: number;
}

/** A press on a button, a choice in a menu, or a filled-in form. */
export interface Press extends RunContext {
  readonly runId: string;
  /** The value in the custom id. */
  readonly value: string | undefined;
  /** The choice in a menu. */
  readonly choice: string | undefined;
  /** The form's fields by id. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Where the answer to a press goes: `update` changes the message the button is on, `reply` posts a new message,
 * `private` shows one only to who pressed.
 */
export type Destination = 'update' | 'reply' | 'private';

export interface Action {
  readonly respond: Destination;
  /**
   * Its reply tells what those before it told as well, such as how many have voted: where the next press of the kind waits
   * for the same message, that one's reply is shown, and of this one only what is told aside.
   */
  readonly addsUp?: boolean | undefined;
  /**
   * Answers the press with a form instead, when it returns one. It must not wait for anything: a form has to open within 3 s.
   * Asked again, without a choice, when the form comes back filled in: it is checked against that.
   */
  readonly form?: (press: Pick<Press, 'runId' | 'value' | 'choice' | 'locale'>) => Form | undefined;
  /** A message that answers a reply with such a button does the same, with its text in this field of the form. */
  readonly takesWords?: string | undefined;
  readonly run: (press: Press, services: Services) => Promise<Reply>;
}

/** What somebody says in a message, and the message of somebody else that they say it about. */
export interface Words {
  readonly text: string;
  readonly about?: { readonly by: string; readonly text: string } | undefined;
}

/** A command as the router sees it. */
export interface Command {
  readonly name: string;
  /** On servers Discord offers it only to those who may manage them, unless the server says otherwise. */
  readonly isForManagers?: boolean | undefined;
  /** It cannot be switched off for a place. */
  readonly isAlwaysAllowed?: boolean | undefined;
  /** Its answers are for everybody, also where replies are for who asks alone. */
  readonly isForRoom?: boolean | undefined;
  /** Its answers are for who asks alone, wherever that is. */
  readonly isPrivate?: boolean | undefined;
  /** It is only reached by buttons, and nobody types it. */
  readonly isHidden?: boolean | undefined;
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /**
   * Checks the options as they came, and says what to run on them.
   *
   * @throws UserError for what the command does not take
   */
  readonly prepare: (sent: readonly SentOption[]) => (context: RunContext, services: Services) => Promise<Reply>;
  /** The same command in a message's context menu, run on that message's text. */
  readonly messageMenu?: {
    readonly name: string;
    readonly run: (context: RunContext & { readonly text: string }, services: Services) => Promise<Reply>;
  };
  /** Answers what somebody says to the bot in a message, where that goes on with nothing. */
  readonly said?: (context: RunContext & Words, services: Services) => Promise<Reply>;
  readonly actions: Readonly<Record<string, Action>>;
  /** Suggestions for an option with `autocomplete`, for what is typed so far. */
  readonly autocomplete: Readonly<
    Record<string, (typed: string, services: Services, signal: AbortSignal) => Promise<readonly string[]>>
  >;
}

/** A command with the types of its own options. */
export interface DefinedCommand<S extends Readonly<Record<string, OptionSpec>>> extends Command {
  readonly options: S;
  readonly run: (context: RunContext & { readonly options: OptionValues<S> }, services: Services) => Promise<Reply>;
}

/** Defines a slash command; the types of `options` in `run` follow from the specification. */
export function defineCommand<const S extends Readonly<Record<string, OptionSpec>>>(definition: {
  readonly name: string;
  readonly description: string;
  readonly options: S;
  readonly run: DefinedCommand<S>['run'];
  readonly messageMenu?: Command['messageMenu'];
  readonly actions?: Command['actions'];
  readonly autocomplete?: Command['autocomplete'];
}): DefinedCommand<S> {
  return {
    actions: {},
    autocomplete: {},
    ...definition,
    prepare(sent) {
      const options = checkOptions(definition.options, sent);
      return (context, services) => definition.run({ ...context, options }, services);
    },
  };
}
