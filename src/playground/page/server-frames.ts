import type { APIApplicationCommand, APIMessage } from 'discord-api-types/v10';
import type { FirstResponse, InteractionState } from '../interactions/record.js';
import type { CommandChoice } from '../rules/command-body.js';
import type { SentModal } from '../rules/modal.js';
import type { AboutView } from './about.js';
import type { PreviewView } from './previews.js';

/** Somebody in the playground, as everybody sees them. */
export interface PersonView {
  id: string;
  name: string;
  /** One of the page's colours, from 0. */
  colour: number;
  /** Whether they have the page open, or are here in another way. */
  here: boolean;
  /** Whether they lead the class; absent where there is no class. */
  role?: 'teacher' | 'student';
}

/** Who a page is for in a class: who leads it, the projector, or somebody who takes part. */
export type ClassRole = 'teacher' | 'screen' | 'student';

/** What kind of place it is: open to this machine alone, or a class on the local network. */
export type PlaceView =
  | { mode: 'open' }
  | {
      mode: 'class';
      role: ClassRole;
      /** Where a phone goes, with the code in it: `http://192.168.1.5:3000/#join=ABC234`. */
      joinURL: string;
      /** The join code, without spaces. */
      code: string;
      /** The QR code of `joinURL`, by rows, true where it is dark, without a margin; for teacher and screen. */
      codeMatrix?: boolean[][];
      /** Students may not change their names. */
      namesLocked: boolean;
      /** Nobody new comes in. */
      joiningClosed: boolean;
      /** The names that the teacher has set; none where students type their own. For the teacher alone. */
      names: string[];
      /** Ids of the people who may do nothing for now; a student learns of themself alone. */
      muted: string[];
      /** The channel that the class shares. */
      channelId: string;
      /** What the custom ids begin with that only who leads uses; empty where there are none. */
      hostActions: string;
    };

/** The message of the bot that the class looks at; none before the teacher has done something. */
export interface StageView {
  channelId: string;
  messageId: string | null;
}

/** A channel that a person can open. */
export interface ChannelView {
  id: string;
  /** `private` is a group of people without the bot; their own installation of it works there. */
  kind: 'guild' | 'thread' | 'dm' | 'private';
  name: string;
  /** The channel that a thread is of. */
  parentId?: string;
  /** Whether a thread is in the archive; writing in it takes it out again. */
  archived?: boolean;
  /** Whether this person may delete messages of others. */
  managesMessages: boolean;
  /** Whether this person may start threads. */
  startsThreads: boolean;
  /** Whether this person has made it. */
  yours: boolean;
  /** Whether this person may take all its messages away. */
  mayStartOver: boolean;
}

/** The commands that can be used in each kind of channel; they are the same in all of a kind, and in threads. */
export type CommandsView = Record<Exclude<ChannelView['kind'], 'thread'>, APIApplicationCommand[]>;

/** A message with what the page needs and Discord's own object does not carry. */
export interface MessageView {
  message: APIMessage;
  /** Only this person sees it. */
  ephemeral: boolean;
  /** The command whose response it is: `nextword`, or a menu command's name, with what was filled in. */
  used?: { name: string; filled: string; menu: boolean };
}

/** A form that the bot asks this person to fill in. */
export type ModalView = SentModal;

/** One line of the drawer “What went over the wire”. */
export interface WireEntry {
  id: number;
  /** Unix milliseconds. */
  at: number;
  /** `interaction` from Discord to the bot, `request` of the bot to Discord, `note` of the host. */
  kind: 'interaction' | 'request' | 'note';
  title: string;
  /** HTTP status of a request. */
  status?: number;
  tookMs?: number;
  /** Pretty-printed JSON with secrets masked, cut where it is very long. */
  json: string;
}

/** A role of the guild. */
export interface RoleView {
  id: string;
  name: string;
}

/** What the page's server sends. */
export type ServerFrame =
  /**
   * In place of `welcome`, to a browser that is not in the class: the page asks for code and name, and sends `join`. It comes
   * anew when something of it changes, and to whoever was removed. A `join` that is refused has its `done`, with the field
   * `code` or `name`; one that is taken has its `done` and then the `welcome`.
   */
  | {
      type: 'knock';
      instance: string;
      /** What the class is called. */
      name: string;
      /** The names that are free, where one is to be chosen from a list; undefined where it is typed. */
      names?: string[];
      joiningClosed: boolean;
      /** Why this browser is not in, where there is something to say. */
      why?: string;
    }
  | {
      type: 'welcome';
      /** Another value means another playground: what the page held is gone. */
      instance: string;
      you: PersonView;
      bot: { id: string; name: string; online: boolean };
      people: PersonView[];
      channels: ChannelView[];
      /** Those of the guild that somebody can have. */
      roles: RoleView[];
      /** The newest messages of each channel, oldest first. Those of a channel that somebody else has made are to be asked for. */
      messages: Record<string, MessageView[]>;
      /** Whether there are older ones. */
      more: Record<string, boolean>;
      commands: CommandsView;
      /** The options whose text can be previewed, by command. */
      previews: Readonly<Record<string, readonly string[]>>;
      about: AboutView;
      /** The names of the commands that this person has used. */
      used: string[];
      place: PlaceView;
      /** Absent where there is no class. */
      stage?: StageView;
    }
  /** Something of the place has changed. */
  | { type: 'place'; place: PlaceView }
  /** The class looks at another message, which came before this frame. */
  | ({ type: 'stage' } & StageView)
  | { type: 'channels'; channels: ChannelView[] }
  | { type: 'message'; fresh: boolean; view: MessageView }
  | { type: 'gone'; channelId: string; messageId: string }
  | { type: 'cleared'; channelId: string }
  | { type: 'person'; person: PersonView }
  | { type: 'left'; personId: string }
  | { type: 'typing'; channelId: string; userId: string }
  | { type: 'commands'; commands: CommandsView }
  | { type: 'bot'; online: boolean }
  | {
      type: 'interaction';
      id: string;
      state: InteractionState;
      first: FirstResponse | undefined;
      modal?: ModalView;
    }
  | { type: 'wire'; entries: WireEntry[] }
  | { type: 'done'; nonce: number; ok: true; data: DoneData }
  | { type: 'done'; nonce: number; ok: false; message: string; field?: string };

/** What came of a request. */
export interface DoneData {
  /** The interaction that it started. */
  interactionId?: string;
  choices?: CommandChoice[];
  preview?: PreviewView | undefined;
  /** The channel that it made, or that was there. */
  channelId?: string;
  /** Older messages, oldest first, and whether there are still older ones. */
  messages?: MessageView[];
  more?: boolean;
}
