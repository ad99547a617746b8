import type { ShownModal } from '../interactions/record.js';
import { displayName } from '../people/display-name.js';
import type { Person } from '../people/person.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { lastingId } from '../state/snowflakes.js';
import { COLOURS } from './client-frames.js';
import type { Connection } from './connection.js';
import { suggestName } from './names.js';
import type { PersonView } from './server-frames.js';

/** Browsers that are remembered; past this the one that is away for longest leaves. */
const MAX_SESSIONS = 400;

/** Open tabs of one browser; one more closes the oldest. */
const MAX_TABS = 12;

/** Forms that can be open in one browser. */
const MAX_MODALS = 8;

/** One browser: its person, its open tabs, the forms that are open in it. */
export interface Session {
  readonly person: Person;
  /** Who this is in a class. */
  readonly role: PersonView['role'];
  readonly tabs: Set<Connection>;
  readonly modals: Map<string, ShownModal>;
  /** The names of the commands that were used and answered. */
  readonly used: Set<string>;
  lastSeen: number;
}

/** All browsers, and everybody in the room. */
export interface Sessions {
  /** The session of a cookie; its person joins when it is new. */
  open(key: string, wanted: { name?: string; colour?: number }, role?: PersonView['role']): Session;
  get(key: string): Session | undefined;
  /** The cookie of a session. */
  keyOf(session: Session): string | undefined;
  /** How many browsers are remembered. */
  count(): number;
  /** Ends a session; its person leaves, and the cookie is nobody's. */
  end(key: string): void;
  /** Whether somebody else than this person has a name. */
  isTaken(name: string, personId?: string): boolean;
  attach(session: Session, tab: Connection): void;
  detach(session: Session, tab: Connection): void;
  ofPerson(personId: string): Session | undefined;
  /** Everybody, whether they came through the page or otherwise. */
  people(): PersonView[];
  view(personId: string): PersonView | undefined;
  /** Changes name and colour; the name is nobody else's. */
  rename(session: Session, name: string, colour?: number): PersonView;
  rememberModal(session: Session, modal: ShownModal): void;
  tabs(): Iterable<Connection>;
  noteJoined(id: string, name: string): PersonView;
  noteRenamed(id: string, name: string): PersonView | undefined;
  noteLeft(id: string): void;
}

/** Nobody yet. */
export function createSessions(world: {
  /** Adds somebody to the playground. */
  join: (name: string, role: PersonView['role'], id: string) => Person;
  botName: string;
  now: () => number;
  /** What two names share that are the same one. */
  fold: (name: string) => string;
  /** The same of names that nobody is to be taken for: the bot's, and that of who leads a class. */
  foldClosely: (name: string) => string;
}): Sessions {
  const { fold, foldClosely } = world;
  const sessions = new Map<string, Session>();
  const views = new Map<string, PersonView>();
  let joined = 0;

  const taken = () => new Set([world.botName, ...[...views.values()].map((view) => view.name)]);

  const isTaken = (name: string, personId?: string): boolean => {
    const folded = fold(name);
    const others = [...views.values()].filter(({ id }) => id !== personId).map((view) => view.name);
    const close = foldClosely(name);
    const leaders = [...views.values()].filter(({ id, role }) => id !== personId && role === 'teacher');
    const guarded = [world.botName, ...leaders.map((view) => view.name)];
    return others.some((other) => fold(other) === folded) || guarded.some((other) => foldClosely(other) === close);
  };

  const noteHere = ({ person, tabs }: Session): void => {
    const view = views.get(person.id);
    if (view) view.here = tabs.size > 0;
  };
  const makeRoom = (): void => {
    if (sessions.size < MAX_SESSIONS) return;
    const away = [...sessions].filter(([, session]) => session.tabs.size === 0);
    const [longest] = away.sort(([, a], [, b]) => a.lastSeen - b.lastSeen);
    if (!longest) throw new PlaygroundRefusal('The playground is full. Close a window that is not needed.');
    sessions.delete(longest[0]);
    longest[1].person.leave();
  };

  return {
    open(key, wanted, role) {
      const known = sessions.get(key);
      if (known) return known;
      makeRoom();
      const asked = nameIn(wanted.name);
      const person = world.join(
        asked !== undefined && !isTaken(asked) ? asked : suggestName(joined, taken()),
        role,
        lastingId(`person ${key}`),
      );
      const session: Session = {
        person,
        role,
        tabs: new Set(),
        modals: new Map(),
        used: new Set(),
        lastSeen: world.now(),
      };
      sessions.set(key, session);
      const view = views.get(person.id);
      if (view && wanted.colour !== undefined) view.colour = wanted.colour;
      if (view && role !== undefined) view.role = role;
      return session;
    },
    get: (key) => sessions.get(key),
    keyOf: (session) => [...sessions].find(([, one]) => one === session)?.[0],
    count: () => sessions.size,
    end(key) {
      const session = sessions.get(key);
      sessions.delete(key);
      session?.person.leave();
    },
    isTaken,
    attach(session, tab) {
      session.tabs.add(tab);
      noteHere(session);
      const [oldest] = session.tabs;
      if (session.tabs.size > MAX_TABS) oldest?.close(4408, 'Too many windows of one browser are open.');
    },
    detach(session, tab) {
      session.tabs.delete(tab);
      session.lastSeen = world.now();
      noteHere(session);
    },
    ofPerson: (personId) => [...sessions.values()].find(({ person }) => person.id === personId),
    people: () => [...views.values()],
    view: (personId) => views.get(personId),
    rename(session, name, colour) {
      const shown = displayName(name);
      const { person } = session;
      if (shown !== person.name && isTaken(shown, person.id)) {
        throw new PlaygroundRefusal('Somebody here has this name already.', 'name');
      }
      if (shown !== person.name) person.rename(shown);
      const known = views.get(person.id);
      const view = {
        ...known,
        id: person.id,
        name: shown,
        colour: colour ?? known?.colour ?? 0,
        here: known?.here ?? true,
      };
      views.set(person.id, view);
      return view;
    },
    rememberModal(session, modal) {
      session.modals.set(modal.interactionId, modal);
      const [oldest] = session.modals.keys();
      if (session.modals.size > MAX_MODALS && oldest !== undefined) session.modals.delete(oldest);
    },
    *tabs() {
      for (const session of sessions.values()) yield* session.tabs;
    },
    noteJoined(id, name) {
      const view = { id, name, colour: joined % COLOURS, here: true };
      joined += 1;
      views.set(id, view);
      return view;
    },
    noteRenamed(id, name) {
      const view = views.get(id);
      if (view) view.name = name;
      return view;
    },
    noteLeft: (id) => void views.delete(id),
  };
}

/** The name that a browser had before, where it is one. */
function nameIn(wanted: string | undefined): string | undefined {
  try {
    return wanted === undefined ? undefined : displayName(wanted);
  } catch {
    return undefined;
  }
}
