import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { WhoAsks } from '../../domain/who-asks.js';
import type { Destination, RunContext } from '../command.js';
import type { SentFile, SentOption } from '../options.js';
import type { OutgoingMessage } from '../present/present.js';
import type { SentField } from './check-fields.js';
import type { Target } from './target.js';

/**
 * An interaction as the router takes it: plain facts, whichever way they came, and who answers it. What a person or a
 * server can make up freely, such as the values of options, is unknown until it is checked.
 */
export type Incoming = RunIncoming | Autocomplete;

/** An interaction that starts a run, or opens the form that starts one. */
export type RunIncoming = Slash | MessageMenu | Pressed | FilledForm | Said;

/** A press on a button, or a choice in a menu. */
export type Pressed = Button | Choice;

/** What every interaction says. */
interface Arrived {
  /** A snowflake. */
  readonly id: string;
  readonly user: RunContext['user'];
  /** A tag that `Intl` takes. */
  readonly locale: string;
  readonly channel: RunContext['channel'];
  readonly server?: RunContext['server'];
}

/** Who asks, as limits and the line in front of the model go by it. */
export function whoAsks({ user, channel, server }: Pick<Incoming, 'user' | 'channel' | 'server'>): WhoAsks {
  return { personId: user.id, channelId: channel.id, serverId: server?.id, roles: server?.roles ?? [] };
}

/** A slash command. */
export interface Slash extends Arrived {
  readonly kind: 'slash';
  readonly command: string;
  readonly options: readonly SentOption[];
  readonly respond: Responder;
}

/** A command in the context menu of a message. */
export interface MessageMenu extends Arrived {
  readonly kind: 'message-menu';
  /** The name in the menu. */
  readonly command: string;
  /** The message's text; undefined where Discord did not send the message along. */
  readonly text: string | undefined;
  /** The files on it. */
  readonly files?: readonly SentFile[] | undefined;
  readonly respond: Responder;
}

/**
 * A message that somebody wrote to the bot: it mentions the bot, answers one of its messages, or stands where they talk
 * with the bot alone.
 */
export interface Said extends Arrived {
  readonly kind: 'message';
  /** What they wrote, without the mention of the bot. */
  readonly text: string;
  /** They mean the bot, and not only the message that they answer: it is mentioned in the text, or nobody else is there. */
  readonly isAddressed: boolean;
  /** What is said there goes on with what was said last: in direct messages, and in a thread that the bot opened. */
  readonly goesOn: boolean;
  /** What it answers. */
  readonly answers?: AnsweredMessage | undefined;
  readonly respond: MessageResponder;
}

/** A message that another one answers. */
export interface AnsweredMessage {
  /** Where its buttons and entries lead, where it is the bot's own; undefined where it is somebody else's. */
  readonly leadsTo: readonly string[] | undefined;
  /** What stands in it; empty where Discord does not show it. */
  readonly text: string;
  /** The name of who wrote it. */
  readonly by: string;
}

/** What every press says. */
interface OnMessage extends Arrived {
  readonly customId: string;
  /** The id of the message that it is on; undefined where it is on none. */
  readonly messageId: string | undefined;
}

/** A press on a button. */
export interface Button extends OnMessage {
  readonly kind: 'button';
  readonly respond: PressResponder;
}

/** A choice in a menu. */
export interface Choice extends OnMessage {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  /** What the menu offers; undefined where its message, which may have changed since, has it no more. */
  readonly offered: readonly string[] | undefined;
  readonly respond: PressResponder;
}

/** A form that comes back filled in. */
export interface FilledForm extends OnMessage {
  readonly kind: 'form';
  readonly fields: readonly SentField[];
  readonly respond: Responder;
}

/** Somebody types an option that has suggestions. */
export interface Autocomplete extends Arrived {
  readonly kind: 'autocomplete';
  readonly command: string;
  readonly option: string;
  readonly typed: string;
  readonly respond: Suggester;
}

/** Where the messages of an answer are, in plain, so that another process finds them, too. */
export type Whereabouts =
  | {
      readonly kind: 'interaction';
      readonly botId: string;
      readonly channelId: string;
      /** Lets whoever has it answer: never shown, never logged. */
      readonly token: string;
    }
  | {
      readonly kind: 'message';
      readonly botId: string;
      readonly channelId: string;
      /** The message that is answered. */
      readonly answers: string;
    };

/** Answers an interaction: the first response must be given within 3 s. All of it throws a `SendError` where it comes to nothing. */
export interface Responder {
  /**
   * Acknowledges the interaction, and says where the messages of its run go.
   *
   * @param destination for a press on a component: the message it is on, a new one, or a private one
   * @param signal once it aborts, nothing is sent again
   */
  acknowledge(destination: Destination, signal: AbortSignal): Promise<Target>;
  /** Answers, in the place of an acknowledgement, with a message that only who asked sees. */
  refuse(message: OutgoingMessage): Promise<void>;
  readonly whereabouts: Whereabouts;
}

/** Answers a press. */
export interface PressResponder extends Responder {
  /** Answers with a form, in the place of an acknowledgement. */
  openForm(form: APIModalInteractionResponseCallbackData): Promise<void>;
  /** Takes note of the press and leaves its message as it is, in the place of an acknowledgement. */
  leave(): Promise<void>;
  /** The texts of the message that the press is on, as Markdown, without the small print. */
  shown(): readonly string[];
  /** Where the buttons and entries of the bot's own messages there lead, those of the newest message first. */
  recent(): Promise<readonly (readonly string[])[]>;
}

/** Answers a message with messages; nobody waits for an acknowledgement, and nobody can be told alone. */
export interface MessageResponder extends Responder {
  /** Where the buttons and entries of the bot's own messages there lead, those of the newest message first. */
  recent(): Promise<readonly (readonly string[])[]>;
}

/** Answers with suggestions. */
export interface Suggester {
  /** @param suggestions at most 25, each of 1 to 100 characters */
  suggest(suggestions: readonly string[]): Promise<void>;
}
