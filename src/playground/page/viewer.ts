import { PlaygroundRefusal } from '../people/refusal.js';
import { type Channel, isVisibleTo } from '../state/channels.js';
import type { MessageEvent } from '../state/events.js';
import type { StoredMessage } from '../state/messages.js';
import type { ClassRole } from './server-frames.js';
import type { Session } from './sessions.js';

/** Who looks at a page: somebody with a session, or the projector's screen, which is nobody. */
export type Viewer =
  | { readonly role: 'owner' | 'teacher' | 'student'; readonly id: string; readonly session: Session }
  | { readonly role: 'screen'; readonly id: string; readonly session?: undefined };

/** The projector's screen; no person has its id. */
export const SCREEN: Viewer = { role: 'screen', id: '0' };

/** Who of a class, or undefined where there is no class. */
export function classRole(viewer: Viewer): ClassRole | undefined {
  return viewer.role === 'owner' ? undefined : viewer.role;
}

/** What each viewer sees, decided here and nowhere else. */
export interface Sight {
  channel(viewer: Viewer, channel: Channel): boolean;
  message(viewer: Viewer, event: MessageEvent): boolean;
  person(viewer: Viewer, personId: string): boolean;
  /**
   * The messages of a channel as a viewer sees them, oldest first.
   *
   * @throws PlaygroundRefusal where they do not see the channel
   */
  messages(viewer: Viewer, channelId: string): StoredMessage[];
}

/** @param stageId the message that the class looks at */
export function createSight(world: {
  readonly isHere: (channel: Channel) => boolean;
  readonly channel: (id: string) => Channel | undefined;
  readonly messagesIn: (channelId: string) => StoredMessage[];
  readonly sharedId: string | undefined;
  readonly stageId: () => string | undefined;
}): Sight {
  const isShared = ({ id }: Channel) => id === world.sharedId;
  const sees = {
    owner: {
      channel: ({ id }: Viewer, channel: Channel) => isVisibleTo(channel, id),
      message: ({ id }: Viewer, { visibleTo }: MessageEvent) => (visibleTo ?? id) === id,
      person: () => true,
    },
    screen: {
      channel: (_viewer: Viewer, channel: Channel) => isShared(channel),
      message: (_viewer: Viewer, { visibleTo }: MessageEvent) => visibleTo === undefined,
      person: () => true,
    },
    // What the class shares a student sees only as far as it is on the stage, or for this student alone; and no threads.
    student: {
      channel: ({ id }: Viewer, channel: Channel) => (channel.ownerId === id && !channel.thread) || isShared(channel),
      message: ({ id }: Viewer, { channel, message, visibleTo }: MessageEvent) =>
        visibleTo === undefined ? !isShared(channel) || message.id === world.stageId() : visibleTo === id,
      person: ({ id }: Viewer, personId: string) => id === personId,
    },
  };
  const of = ({ role }: Viewer) => sees[role === 'teacher' ? 'owner' : role];

  const sight: Sight = {
    channel: (viewer, channel) => world.isHere(channel) && of(viewer).channel(viewer, channel),
    message: (viewer, event) => sight.channel(viewer, event.channel) && of(viewer).message(viewer, event),
    person: (viewer, personId) => of(viewer).person(viewer, personId),
    messages(viewer, channelId) {
      const channel = world.channel(channelId);
      if (channel === undefined || !sight.channel(viewer, channel)) {
        throw new PlaygroundRefusal('There is no such channel.');
      }
      return world.messagesIn(channelId).filter((stored) => of(viewer).message(viewer, stored));
    },
  };
  return sight;
}
