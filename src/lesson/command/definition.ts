import type { Command, Destination, Press, RunContext, Words } from '../../discord/command.js';
import type { Form, PressTarget } from '../../discord/reply.js';
import type { Endpoint } from '../../domain/language-model.js';
import type { Services } from '../../services.js';
import type { Explanation } from './explanation.js';
import type { CommandNeed, Need, Variant } from './needs.js';
import type { DefinedValues, OptionDefinitions } from './options.js';
import type { ResultType } from './result.js';
import type { Subject } from './subject.js';
import type { View } from './view.js';

/** How a result is looked at. */
export interface Place {
  /** For the ids of buttons. */
  readonly runId: string;
  /** How often the result was changed, from 1: what a button carries that goes on from what is shown. */
  readonly revision: number;
  readonly locale: string;
  /** The value of the button that was pressed, and the choice in its menu; undefined where the reply is new. */
  readonly value?: string | undefined;
  readonly choice?: string | undefined;
  /** A press came from an earlier view, and changed nothing: this is the result as it is now. */
  readonly isLate?: boolean | undefined;
  /** Which page of the reply's picture is shown, from 0. */
  readonly page: number;
  /**
   * Where a press leads that shows the same with another page of its picture.
   *
   * @param sight a `look` action that shows the result in another way, to go to its page instead
   */
  readonly turn: (page: number, sight?: string) => PressTarget;
  /** What another command's reply is about, where this reply was just opened from it. */
  readonly from?: Subject | undefined;
}

/** What `ask` gets besides the options. */
export interface AskContext extends RunContext {
  /** What each command needs of an endpoint, in the order in which they are listed. */
  readonly commandNeeds: readonly CommandNeed[];
}

/** A press, as an action gets it. */
export type AskPress = Press & AskContext;

/** The form that a press opens; it comes back with what is filled in. It must not wait for anything. */
type FormOf = (press: Pick<Press, 'runId' | 'value' | 'choice' | 'locale'>) => Form | undefined;

/** What a press does. */
export type ActionDefinition<R> =
  | {
      /** Shows the same result in another way. */
      readonly kind: 'look';
      readonly respond: Destination;
      readonly view: (result: R, place: Place) => View;
      readonly form?: FormOf | undefined;
    }
  | {
      /**
       * Goes on from what is on the screen. The button carries the revision (`place.revision`) as its value: a press from an
       * earlier view, as of the second of two people who press at once, changes nothing.
       */
      readonly kind: 'move';
      /** What is filled into its form stands in the result as it was written, and nobody can tell later who wrote it. */
      readonly keepsWords?: boolean;
      readonly move: (result: R, press: AskPress, services: Services) => Promise<NoInfer<R>> | NoInfer<R>;
      readonly form?: FormOf | undefined;
    }
  | {
      /**
       * Adds to the result, whatever others add at the same time. What it comes to is added to the result as it is then, and
       * once more where somebody else comes first: that draws and asks nothing, but may compute what follows from the sum.
       */
      readonly kind: 'add';
      /**
       * What it does depends on what is on the screen: the button carries the revision, and a press from an earlier view
       * changes nothing, as of a `move`. One from the current view counts, whatever others add while it is under way: that
       * suits effects beyond the result, which a `move` that comes second would have had all the same.
       */
      readonly fromView?: boolean;
      /** As of a `move`. */
      readonly keepsWords?: boolean;
      readonly ask: (
        result: R,
        press: AskPress,
        services: Services,
        change: ChangeResult<NoInfer<R>>,
      ) => Promise<(latest: NoInfer<R>) => NoInfer<R> | Promise<NoInfer<R>>>;
      /** What only who pressed is told besides, if anything, of the result as it then is: such as how they have voted. */
      readonly aside?: (result: NoInfer<R>, press: AskPress, place: Place) => View | undefined;
      readonly form?: FormOf | undefined;
    }
  | {
      /** A new result with a message of its own. */
      readonly kind: 'begin';
      readonly respond: Exclude<Destination, 'update'>;
      readonly ask: (
        result: R,
        press: AskPress,
        services: Services,
        change: ChangeResult<NoInfer<R>>,
      ) => Promise<NoInfer<R>>;
      readonly form?: FormOf | undefined;
    }
  | {
      /** Answers with something that is not kept, since nothing goes on from it: such as a list of all that a picture has no room for. */
      readonly kind: 'answer';
      readonly respond: Exclude<Destination, 'update'>;
      readonly answer: (result: R, press: AskPress, services: Services) => Promise<View>;
      readonly form?: FormOf | undefined;
    };

/** Changes a stored result of the same command, whoever else changes it, and gives it as it is then. */
export type ChangeResult<R> = (runId: string, change: (latest: R) => R) => Promise<R>;

/** How a result is found from what a reply is about. */
export interface Opening<R> {
  readonly takes?: (subject: Subject) => boolean;
  readonly ask: (subject: Subject, context: AskContext, services: Services) => Promise<R>;
  /** Where the answer goes: a new message by default. */
  readonly respond?: Exclude<Destination, 'update'>;
  /**
   * Whether the result is stored, as it is by default. Where it is not, its place has the id of the run that it came from
   * and the link's value; a button of a `begin` that carries both finds the same result once more, by `ask`.
   */
  readonly isKept?: (subject: Subject) => boolean;
}

/** The same with what somebody writes. */
export interface OpeningByWords<R> {
  readonly takes: (subject: Subject) => boolean;
  readonly ask: (words: string, subject: Subject, context: AskContext, services: Services) => Promise<R>;
  /** The form that asks for the words, in its only field `words`. */
  readonly form: FormOf;
}

/** What is found and shown, whatever it started from. */
export interface RunDefinition<R> {
  readonly name: string;
  /** The commands that its replies have buttons for, in order. */
  readonly leadsTo?: readonly string[];
  /** Its label where another command leads to it: its name, as a word. */
  readonly link?: (locale: string) => string;
  /** What it shows, in at most 100 characters, beside that label; the description of a slash command by default. */
  readonly hint?: (locale: string) => string;
  /** What **Explain** tells of a result. */
  readonly explain?: (result: R, place: Place) => Explanation;
  readonly result: ResultType<R>;
  /** Shows a result: without effects, and the same for the same result and place. */
  readonly view: (result: R, place: Place) => View;
  /** Finds a result from what another command's reply is about. Effects as for `ask`. */
  readonly from?: Opening<NoInfer<R>>;
  /**
   * Goes on from what a reply is about, of this command or of another one, with what somebody writes: a form asks for it,
   * and a message that answers the reply has it too. Buttons and entries lead there by `askOn`.
   */
  readonly on?: OpeningByWords<NoInfer<R>>;
  /**
   * What the reply is about, if anything, for the commands that are opened from it; `value` is that of the link, and `runId`
   * is for buttons of this command among what **Details** adds.
   */
  readonly subject?: (result: R, value: string | undefined, runId: string) => Subject | undefined;
  readonly actions?: Readonly<Record<string, ActionDefinition<R>>>;
  /**
   * The result without what somebody has said in it who did not ask for it, such as with a vote; undefined where all of it
   * has to go. By default nothing of them is in it. Where words stay that `keepsWords` names, all of it goes in any case.
   */
  readonly forget?: (result: R, person: RunContext['user']) => NoInfer<R> | undefined;
  /** The names of other rows that are stored for it, in which nothing is that people said, such as counts. */
  readonly countsIn?: readonly string[];
  /**
   * Where a result comes from. Given: where the connected endpoint cannot do what is asked (a `ModelFailure` of the kind
   * `unsupported`), who asked is offered the embedded model for this once; and what goes on from such a result asks it too,
   * because `services` are then those of the embedded model.
   */
  readonly askedAt?: (result: R) => Endpoint;
}

/** A slash command: what it is asked, what it finds, and how that is shown. */
export interface CommandDefinition<S extends OptionDefinitions, R> extends RunDefinition<R> {
  readonly description: (locale: string) => string;
  readonly options: S;
  /** On servers Discord offers it only to those who may manage them. Whoever runs it is checked all the same. */
  readonly isForManagers?: boolean;
  /** It cannot be switched off for a place. */
  readonly isAlwaysAllowed?: boolean;
  /** Its answers are for everybody, also where replies are for who asks alone. */
  readonly isForRoom?: boolean;
  /** What the command needs of an endpoint. */
  readonly needs: Need;
  /** Ways to use it that need more. */
  readonly alsoNeeds?: readonly { readonly variant: Variant; readonly need: Need }[];
  /** Does what is to be done: the only part with effects. Rejects with a `UserError` where nothing comes of it. */
  readonly ask: (options: DefinedValues<S>, context: AskContext, services: Services) => Promise<NoInfer<R>>;
  /** The options that a message's text stands for, where the command is in a message's context menu. */
  readonly messageMenu?: {
    readonly name: (locale: string) => string;
    readonly options: (text: string) => DefinedValues<S>;
  };
  /** The name of a thread to open from the reply, in which the conversation goes on. */
  readonly thread?: (options: DefinedValues<S>) => string | undefined;
  /** The options that somebody's words stand for who says something to the bot in a message; one command has them. */
  readonly said?: (words: Words, locale: string) => DefinedValues<S>;
  readonly autocomplete?: Command['autocomplete'];
}
