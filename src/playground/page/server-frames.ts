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
}

/** A channel that a person can open. */
export interface ChannelView {
  id: string;
  kind: 'guild' | 'dm';
  name: string;
  /** Whether this person has made it. */
  yours: boolean;
  /** Whether this person may take all its messages away. */
  mayStartOver: boolean;
}

/** The commands that can be used in each kind of channel; they are the same in all of a kind. */
export type CommandsView = Record<ChannelView['kind'], APIApplicationCommand[]>;

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

/** What the page's server sends. */
export type ServerFrame =
  | {
      type: 'welcome';
      /** Another value means another playground: what the page held is gone. */
      instance: string;
      you: PersonView;
      bot: { id: string; name: string; online: boolean };
      people: PersonView[];
      channels: ChannelView[];
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
    }
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
