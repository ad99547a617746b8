import type { Services } from '../services.js';
import type { Form, Reply } from './reply.js';

/** One option of a slash command; the same object is what Discord is told and what the option's type comes from. */
export type OptionSpec =
  | {
      readonly type: 'string';
      readonly description: string;
      readonly required?: boolean;
      readonly maxLength?: number;
      /** Label to value. */
      readonly choices?: Readonly<Record<string, string>>;
      readonly autocomplete?: boolean;
    }
  | {
      readonly type: 'number' | 'integer';
      readonly description: string;
      readonly required?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
    };

type ValueOf<O> = O extends { type: 'number' | 'integer' }
  ? number
  : O extends { choices: Readonly<Record<string, infer V extends string>> }
    ? V
    : string;

/** Option values as `run` gets them: a required option is always there. */
export type OptionValues<S> = {
  readonly [K in keyof S]: S[K] extends { required: true } ? ValueOf<S[K]> : ValueOf<S[K]> | undefined;
};

/** What every run gets, besides the options. */
export interface RunContext {
  readonly user: { readonly id: string; readonly name: string };
  /** Discord's locale of the user, such as `en-US`. */
  readonly locale: string;
  /** Where the run was asked for; `mayManage` says whether the user may change what holds for everybody there. */
  readonly channel: { readonly id: string; readonly mayManage: boolean };
  /** Shows a reply that is not final. Calls may come fast: the newest one wins. */
  readonly progress: (reply: Reply) => void;
  /** Aborts when the bot stops at once or the interaction is about to expire. */
  readonly signal: AbortSignal;
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
   * Answers the press with a form instead, when it returns one. It must not wait for anything: a form has to open within 3 s.
   * Asked again, without a choice, when the form comes back filled in: it is checked against that.
   */
  readonly form?: (press: Pick<Press, 'runId' | 'value' | 'choice' | 'locale'>) => Form | undefined;
  readonly run: (press: Press, services: Services) => Promise<Reply>;
}

/** A command as the router sees it. */
export interface Command {
  readonly name: string;
  /** It is only reached by buttons, and nobody types it. */
  readonly isHidden?: boolean | undefined;
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly run: (
    context: RunContext & { readonly options: Readonly<Record<string, never>> },
    services: Services,
  ) => Promise<Reply>;
  /** The same command in a message's context menu, run on that message's text. */
  readonly messageMenu?: {
    readonly name: string;
    readonly run: (context: RunContext & { readonly text: string }, services: Services) => Promise<Reply>;
  };
  readonly actions: Readonly<Record<string, Action>>;
  /** Suggestions for an option with `autocomplete`, for what is typed so far. */
  readonly autocomplete: Readonly<
    Record<string, (typed: string, services: Services, signal: AbortSignal) => Promise<readonly string[]>>
  >;
}

/** Defines a slash command; the types of `options` in `run` follow from the specification. */
export function defineCommand<const S extends Readonly<Record<string, OptionSpec>>>(definition: {
  readonly name: string;
  readonly description: string;
  readonly options: S;
  readonly run: (context: RunContext & { readonly options: OptionValues<S> }, services: Services) => Promise<Reply>;
  readonly messageMenu?: Command['messageMenu'];
  readonly actions?: Command['actions'];
  readonly autocomplete?: Command['autocomplete'];
}): Command {
  return { actions: {}, autocomplete: {}, ...definition } as Command;
}
