import type { ClientFrame, Moderation } from '../page/client-frames.js';
import type { Connection } from '../page/connection.js';
import type { PlaceView } from '../page/server-frames.js';
import type { Session, Sessions } from '../page/sessions.js';
import { SCREEN, type Viewer } from '../page/viewer.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { type Classroom, codeMatrix } from './classroom.js';
import { isSameSecret, typedCode } from './secrets.js';
import { foldName, studentName } from './student-name.js';
import { createTries, type Tries } from './tries.js';
import { classWords as words } from './words.js';

/** People that a class can have. */
const MAX_STUDENTS = 120;

/** Cookies of screens that are remembered. */
const MAX_SCREENS = 50;

/** How often it is looked whether the address of the class has changed, milliseconds. */
const LOOK_MS = 10_000;

type ClassDeed = Extract<
  Moderation,
  { do: 'clear' | 'lock-names' | 'unlock-names' | 'close-joining' | 'open-joining' }
>;

/** The door of a class and what the teacher decides there. */
export interface ClassDesk {
  readonly namesLocked: boolean;
  isMuted(personId: string): boolean;
  /** Who a browser is that says hello; undefined where it has to join first, which it has then been told. */
  hello(cookie: string, frame: ClientFrame & { type: 'hello' }, tab: Connection): Viewer | undefined;
  isKnocking(tab: Connection): boolean;
  /**
   * Lets somebody in who knows the code; all open pages of their browser come in.
   *
   * @throws PlaygroundRefusal about the field `code` or `name`
   */
  join(frame: ClientFrame & { type: 'join' }, tab: Connection): void;
  /** Who the browser with this cookie is; undefined where it is not in. */
  viewerOf(cookie: string): Viewer | undefined;
  /** @throws PlaygroundRefusal where it cannot be done */
  moderate(deed: Moderation): void;
  /** @throws PlaygroundRefusal about a name that cannot be used */
  setNames(list: readonly string[]): void;
  /** The name that a student may take. @throws PlaygroundRefusal where they may not */
  nameFor(typed: string, personId?: string): string;
  place(viewer: Viewer): PlaceView;
  left(tab: Connection): void;
  /** Tells who knocks what has changed. */
  tellKnocking(): void;
  close(): void;
}

/** What a desk needs of the room that it belongs to. */
export interface DeskHost {
  readonly classroom: Classroom;
  readonly sharedId: string;
  readonly name: string;
  readonly instance: string;
  readonly leaderPrefix: string;
  readonly sessions: Sessions;
  readonly now: () => number;
  /** Somebody is in from now on. */
  enter(tab: Connection, viewer: Viewer): void;
  /** A page is no longer somebody's. */
  leave(tab: Connection): void;
  /** Takes all messages of the class's channel away. */
  clear(): void;
  placeChanged(): void;
}

/** A class with its door open, nobody in it, and names that everybody types. */
export function createClassDesk(host: DeskHost): ClassDesk {
  const { classroom, sessions } = host;
  const codeTries = createTries(host.now);
  const keyTries = createTries(host.now);
  const knocking = new Map<Connection, { cookie: string; why: string | undefined }>();
  const screens = new Set<string>();
  const muted = new Set<string>();
  let state = { namesLocked: false, joiningClosed: false };
  const set = (part: Partial<typeof state>): void => {
    state = { ...state, ...part };
  };
  let names: readonly string[] = [];

  const isTaken = (name: string, personId?: string) => sessions.isTaken(name, personId);
  const freeNames = () => names.filter((name) => !isTaken(name));
  const knock = (tab: Connection): void =>
    tab.send({
      type: 'knock',
      instance: host.instance,
      name: host.name,
      ...(names.length === 0 ? {} : { names: freeNames() }),
      joiningClosed: state.joiningClosed,
      why: knocking.get(tab)?.why,
    });
  const keepOut = (tab: Connection, cookie: string, why?: string): undefined => {
    knocking.set(tab, { cookie, why });
    knock(tab);
  };
  const inClass = (session: Session): Viewer => ({
    role: session.role === 'teacher' ? 'teacher' : 'student',
    id: session.person.id,
    session,
  });
  const nameFor = (typed: string, personId?: string): string => {
    const name = studentName(typed);
    const listed = names.find((one) => foldName(one) === foldName(name));
    if (names.length > 0 && (listed === undefined || isTaken(listed, personId))) {
      throw new PlaygroundRefusal(words.nameOfList, 'name');
    }
    if (isTaken(name, personId)) throw new PlaygroundRefusal(words.nameTaken, 'name');
    return listed ?? name;
  };
  const guess = (tries: Tries, given: string, expected: string, tab: Connection): 'right' | 'wrong' | number => {
    const wait = tries.waitFor(tab.address);
    if (wait > 0) return wait;
    if (isSameSecret(given, expected)) return 'right';
    tries.noteWrong(tab.address);
    return 'wrong';
  };
  const screen = (cookie: string): Viewer => {
    screens.add(cookie);
    const [oldest] = screens;
    if (screens.size > MAX_SCREENS && oldest !== undefined) screens.delete(oldest);
    return SCREEN;
  };
  const teacher = (cookie: string, known: Session | undefined, wanted: string | undefined): Viewer => {
    if (known !== undefined) end(cookie, known, words.joinFirst);
    return inClass(sessions.open(cookie, { name: wanted ?? 'Teacher' }, 'teacher'));
  };
  const end = (cookie: string, session: Session, why: string): void => {
    const tabs = [...session.tabs];
    sessions.end(cookie);
    muted.delete(session.person.id);
    for (const tab of tabs) {
      host.leave(tab);
      keepOut(tab, cookie, why);
    }
  };
  const student = (personId: string): Session => {
    const session = sessions.ofPerson(personId);
    if (session === undefined) throw new PlaygroundRefusal(words.nobody);
    if (session.role === 'teacher') throw new PlaygroundRefusal(words.notTeacher);
    return session;
  };
  const ofAll: Record<ClassDeed['do'], () => void> = {
    clear: host.clear,
    'lock-names': () => set({ namesLocked: true }),
    'unlock-names': () => set({ namesLocked: false }),
    'close-joining': () => set({ joiningClosed: true }),
    'open-joining': () => set({ joiningClosed: false }),
  };
  const tellKnocking = (): void => {
    for (const tab of knocking.keys()) knock(tab);
  };

  let shown = classroom.joinURLs()[0];
  const looking = setInterval(() => {
    const now = classroom.joinURLs()[0];
    if (now === shown) return;
    shown = now;
    host.placeChanged();
  }, LOOK_MS);
  looking.unref();

  return {
    get namesLocked() {
      return state.namesLocked;
    },
    isMuted: (personId) => muted.has(personId),
    hello(cookie, frame, tab) {
      const known = sessions.get(cookie);
      const leads = known?.role === 'teacher';
      const isScreen = frame.as === 'screen';
      // Who is in already needs no key: nobody's wrong guesses can lock the teacher out.
      if (isScreen && (leads || screens.has(cookie))) return screen(cookie);
      if (!isScreen && leads) return inClass(known);
      if (frame.key !== undefined) {
        const came = guess(keyTries, frame.key, classroom.key, tab);
        if (came === 'right') return isScreen ? screen(cookie) : teacher(cookie, known, frame.name);
        if (isScreen || known === undefined) {
          return keepOut(tab, cookie, came === 'wrong' ? words.oldKey : words.wait(came));
        }
      }
      if (isScreen) return keepOut(tab, cookie, words.screenNeedsKey);
      return known === undefined ? keepOut(tab, cookie) : inClass(known);
    },
    isKnocking: (tab) => knocking.has(tab),
    join(frame, tab) {
      const at = knocking.get(tab);
      if (at === undefined) throw new PlaygroundRefusal(words.joinFirst);
      const { cookie } = at;
      const came = guess(codeTries, typedCode(frame.code), classroom.code, tab);
      if (typeof came === 'number') throw new PlaygroundRefusal(words.wait(came), 'code');
      if (came === 'wrong') throw new PlaygroundRefusal(words.wrongCode, 'code');
      const known = sessions.get(cookie);
      if (known === undefined) {
        if (state.joiningClosed) throw new PlaygroundRefusal(words.closed, 'code');
        if (sessions.count() >= MAX_STUDENTS) throw new PlaygroundRefusal(words.full, 'code');
      }
      const session = known ?? sessions.open(cookie, { name: nameFor(frame.name) }, 'student');
      tab.send({ type: 'done', nonce: frame.nonce, ok: true, data: {} });
      for (const [one, { cookie: other }] of [...knocking]) {
        if (other !== cookie) continue;
        knocking.delete(one);
        host.enter(one, inClass(session));
      }
      if (names.length > 0) tellKnocking();
    },
    viewerOf(cookie) {
      const session = sessions.get(cookie);
      if (session !== undefined) return inClass(session);
      return screens.has(cookie) ? SCREEN : undefined;
    },
    moderate(deed) {
      if (deed.do === 'rename') {
        const session = student(deed.personId);
        sessions.rename(session, nameOf(deed.name, deed.personId, isTaken));
      } else if ('personId' in deed) {
        const session = student(deed.personId);
        if (deed.do === 'mute') muted.add(deed.personId);
        if (deed.do === 'unmute') muted.delete(deed.personId);
        if (deed.do === 'remove') end(sessions.keyOf(session) ?? '', session, words.removed);
      } else ofAll[deed.do]();
      host.placeChanged();
      tellKnocking();
    },
    setNames(list) {
      const read = list.map((typed) => studentName(typed));
      for (const [index, name] of read.entries()) {
        if (read.findIndex((one) => foldName(one) === foldName(name)) < index) {
          throw new PlaygroundRefusal(words.listedTwice(name), 'name');
        }
      }
      names = read;
      host.placeChanged();
      tellKnocking();
    },
    nameFor,
    place({ role, id }) {
      const joinURL = classroom.joinURLs()[0] ?? '';
      const isStudent = role === 'student';
      return {
        mode: 'class',
        role: role === 'owner' ? 'teacher' : role,
        joinURL,
        code: classroom.code,
        ...(isStudent || joinURL === '' ? {} : { codeMatrix: codeMatrix(joinURL) }),
        ...state,
        names: role === 'teacher' ? [...names] : [],
        muted: [...muted].filter((one) => role === 'teacher' || one === id),
        channelId: host.sharedId,
        hostActions: host.leaderPrefix,
      };
    },
    left: (tab) => void knocking.delete(tab),
    tellKnocking,
    close: () => clearInterval(looking),
  };
}

/** The name that the teacher gives somebody, from the list or not. */
function nameOf(typed: string, personId: string, isTaken: (name: string, personId?: string) => boolean): string {
  const name = studentName(typed);
  if (isTaken(name, personId)) throw new PlaygroundRefusal(words.nameTaken, 'name');
  return name;
}
