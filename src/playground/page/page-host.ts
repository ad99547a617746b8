import type { APIRole, APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Classroom } from '../class/classroom.js';
import type { Person } from '../people/person.js';
import type { Channel } from '../state/channels.js';
import type { PlaygroundEmitter } from '../state/events.js';
import type { StoredMessage } from '../state/messages.js';
import type { Transcript } from '../transcript/transcript.js';
import type { Previews } from './previews.js';
import type { PersonView } from './server-frames.js';

/** What the page needs of the playground. */
export interface PageHost {
  readonly events: PlaygroundEmitter;
  readonly bot: APIUser;
  readonly botToken: string;
  /** The channels of the guild that the page shows, in order, then its threads. */
  readonly channels: () => readonly Channel[];
  readonly roles: readonly Pick<APIRole, 'id' | 'name'>[];
  readonly isAllowed: (channel: Channel, userId: string, permission: keyof typeof PermissionFlagsBits) => boolean;
  /** Whether a channel is of the guild that the page shows, or of none. */
  readonly isHere: (channel: Channel) => boolean;
  /** Whether somebody is in that guild. */
  readonly isMember: (userId: string) => boolean;
  readonly channel: (id: string) => Channel | undefined;
  readonly message: (id: string) => StoredMessage | undefined;
  /** All messages of a channel, oldest first. */
  readonly messagesIn: (channelId: string) => StoredMessage[];
  readonly port: () => number;
  readonly now: () => number;
  readonly isBotOnline: () => boolean;
  /** What texts come to while they are typed. */
  readonly previews: Previews;
  /** The class that the page is for, and the channel that it shares. */
  readonly classroom?: Classroom & { readonly sharedId: string };
  /** @param id that of the person, as it was when the same browser was here before */
  join(name: string, role: PersonView['role'], id: string): Person;
  /** Takes all messages of a channel away. */
  clear(channelId: string): void;
  /** What somebody may see of what was done. */
  transcript(personId: string): Transcript;
}
