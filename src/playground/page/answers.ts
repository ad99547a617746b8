import type { ClassDesk } from '../class/class-desk.js';
import { type Asked, checkAsked, type Reach } from '../class/rules.js';
import type { Stage } from '../class/stage.js';
import { classWords } from '../class/words.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { idsNamed } from '../people/use-component.js';
import type { AboutView } from './about.js';
import { act } from './act.js';
import type { Connection } from './connection.js';
import type { Contents } from './contents.js';
import type { PageHost } from './page-host.js';
import type { PreviewDesk } from './previews.js';
import type { DoneData, PersonView } from './server-frames.js';
import type { Sessions } from './sessions.js';
import { classRole, type Sight, type Viewer } from './viewer.js';
import type { WireLog } from './wire-log.js';

/** The parts of a room that answer its pages. */
interface Parts {
  readonly host: PageHost;
  readonly about: AboutView;
  readonly sessions: Sessions;
  readonly contents: Contents;
  readonly sight: Sight;
  readonly stage: Stage | undefined;
  readonly desk: ClassDesk | undefined;
  readonly previews: PreviewDesk;
  readonly wire: WireLog;
  readonly tellPerson: (person: PersonView | undefined) => void;
}

/**
 * Does what a page asks for, as far as its viewer may.
 *
 * @throws PlaygroundRefusal with the reason
 */
export function createAnswers(parts: Parts): (frame: Asked, tab: Connection, viewer: Viewer) => Promise<DoneData> {
  const { sessions, contents, desk, previews, wire, tellPerson } = parts;
  return async (frame, tab, viewer) => {
    const role = classRole(viewer);
    if (role !== undefined) checkAsked(role, frame, () => reachOf(parts, viewer));
    if (frame.type === 'history') return contents.page(viewer, frame.channelId, frame.before);
    const { session } = viewer;
    if (session === undefined) throw new PlaygroundRefusal(classWords.screenOnly);
    switch (frame.type) {
      case 'rename': {
        const name = role === 'student' && desk ? desk.nameFor(frame.name, viewer.id) : frame.name;
        tellPerson(sessions.rename(session, name, frame.colour));
        desk?.tellKnocking();
        return {};
      }
      case 'wire':
        tab.watchesWire = frame.open;
        if (frame.open) tab.send({ type: 'wire', entries: wire.entriesFor(viewer.id) });
        return {};
      case 'preview':
        return { preview: await previews.ask(tab, frame) };
      case 'names':
      case 'moderate':
        if (desk === undefined) throw new PlaygroundRefusal(classWords.noClass);
        if (frame.type === 'names') desk.setNames(frame.list);
        else desk.moderate(frame.deed);
        return {};
      default:
        return await act(session, frame);
    }
  };
}

/** What a student stands before. */
function reachOf({ host, about, desk, sight, stage }: Parts, viewer: Viewer): Reach {
  return {
    isMuted: desk?.isMuted(viewer.id) ?? false,
    namesLocked: desk?.namesLocked ?? false,
    leaderPrefix: about.leaderPrefix ?? '',
    isOwn: (channelId) => host.channel(channelId)?.ownerId === viewer.id,
    isShared: (channelId) => channelId === host.classroom?.sharedId,
    find(messageId) {
      const stored = host.message(messageId);
      if (stored === undefined || !sight.message(viewer, stored)) return undefined;
      return {
        channelId: stored.channel.id,
        isPrivate: stored.visibleTo !== undefined,
        isOnStage: messageId === stage?.messageId,
        idsNamed: (name) => idsNamed(stored.message, name),
      };
    },
  };
}
