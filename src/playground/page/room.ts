import type { APIMessage, APIUser } from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.js';
import type { Person } from '../people/person.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import type { Channel } from '../state/channels.js';
import type { Exchange, MessageEvent, PlaygroundEmitter, PlaygroundEvents } from '../state/events.js';
import type { Transcript } from '../transcript/transcript.js';
import type { AboutView } from './about.js';
import { act } from './act.js';
import type { ClientFrame } from './client-frames.js';
import type { Connection } from './connection.js';
import { createPreviewDesk, type Previews } from './previews.js';
import type { ChannelView, CommandsView, MessageView, ServerFrame } from './server-frames.js';
import { createSessions, type Session } from './sessions.js';
import { createUsedCommands, titleOf } from './used-commands.js';
import { createWireLog, type LoggedEntry, type Note } from './wire-log.js';

/** What the page needs of the playground. */
export interface PageHost {
  readonly events: PlaygroundEmitter;
  readonly bot: APIUser;
  readonly botToken: string;
  /** The channels of the guild, in order. */
  readonly channels: () => readonly Pick<Channel, 'id' | 'name' | 'makerId'>[];
  readonly port: () => number;
  readonly now: () => number;
  readonly isBotOnline: () => boolean;
  /** What texts come to while they are typed. */
  readonly previews: Previews;
  join(name: string): Person;
  transcript(): Transcript;
}

/** Everybody who has the page open. */
export interface Room {
  /** Takes a frame of a tab of the browser with this cookie. */
  handle(key: string, frame: ClientFrame, tab: Connection): void;
  closed(tab: Connection): void;
  /** Whether the cookie is that of somebody in the room. */
  knows(key: string): boolean;
  note(entry: Note): void;
  close(): void;
}

/** Messages of a channel that are sent at once. */
const PAGE = 50;

/** Commands that are remembered as used; a bot has no more than 100. */
const MAX_USED = 100;

/** A room over a playground's events: who may see what is decided here, and nowhere else. */
export function createRoom(host: PageHost, about: AboutView, instance: string): Room {
  const sessions = createSessions({ join: host.join, botName: host.bot.username, now: host.now });
  const used = createUsedCommands();
  const previews = createPreviewDesk(host.previews);
  const dmOwners = new Map<string, string>();
  const wire = createWireLog({
    botToken: host.botToken,
    now: host.now,
    ownerOf: used.userOf,
    ownerOfChannel: (channelId) => dmOwners.get(channelId),
  });
  const openTabs = new Map<Connection, Session>();

  const toAll = (frame: ServerFrame, may: (session: Session) => boolean = () => true): void => {
    let text: string | undefined;
    for (const [tab, session] of openTabs) {
      if (!may(session)) continue;
      text ??= JSON.stringify(frame);
      tab.sendText(text);
    }
  };
  const view = (message: APIMessage, ephemeral: boolean): MessageView => ({
    message,
    ephemeral,
    used: used.of(message),
  });
  // 64 is EPHEMERAL among Discord's message flags.
  const viewOf = (message: APIMessage) => view(message, ((message.flags ?? 0) & 64) !== 0);
  const seenBy =
    ({ channel, visibleTo }: MessageEvent) =>
    ({ person }: Session) =>
      (visibleTo ?? person.id) === person.id && (channel.ownerId ?? person.id) === person.id;
  const showWire = ({ entry, ownerId }: LoggedEntry): void => {
    for (const [tab, { person }] of openTabs) {
      if (tab.watchesWire && (ownerId ?? person.id) === person.id) tab.send({ type: 'wire', entries: [entry] });
    }
  };

  const listeners: { [Name in keyof PlaygroundEvents]?: (...args: PlaygroundEvents[Name]) => void } = {
    'person-joined': (user) => {
      const person = sessions.noteJoined(user.id, user.global_name ?? user.username);
      toAll({ type: 'person', person });
    },
    'person-renamed': (user) => {
      const person = sessions.noteRenamed(user.id, user.global_name ?? user.username);
      if (person) toAll({ type: 'person', person });
    },
    'person-left': (user) => {
      sessions.noteLeft(user.id);
      toAll({ type: 'left', personId: user.id });
    },
    'message-created': (event) =>
      toAll({ type: 'message', fresh: true, view: view(event.message, event.visibleTo !== undefined) }, seenBy(event)),
    'message-updated': (event) =>
      toAll({ type: 'message', fresh: false, view: view(event.message, event.visibleTo !== undefined) }, seenBy(event)),
    'message-deleted': (event) =>
      toAll({ type: 'gone', channelId: event.channel.id, messageId: event.message.id }, seenBy(event)),
    'channel-cleared': ({ channel }) =>
      toAll({ type: 'cleared', channelId: channel.id }, ({ person }) => (channel.ownerId ?? person.id) === person.id),
    'channel-created': () => {
      for (const [tab, { person }] of openTabs) tab.send({ type: 'channels', channels: channelsFor(person) });
    },
    typing: ({ channelId, userId }) =>
      toAll(
        { type: 'typing', channelId, userId },
        ({ person }) => (dmOwners.get(channelId) ?? person.id) === person.id,
      ),
    'interaction-created': (record) => {
      used.note(record);
      showWire(wire.addInteraction(record, titleOf(record)));
    },
    'interaction-changed': (record) => tellInteraction(record),
    'commands-registered': () => {
      for (const [tab, { person }] of openTabs) tab.send({ type: 'commands', commands: commandsFor(person) });
    },
    exchange: (exchange: Exchange) => showWire(wire.addExchange(exchange)),
    bot: ({ online }) => toAll({ type: 'bot', online }),
  };

  const tellInteraction = (record: InteractionRecord): void => {
    const session = sessions.ofPerson(record.userId);
    if (!session) return;
    const { id, state, first, modal } = record;
    const name = state === 'answered' ? used.nameOf(id) : undefined;
    if (name !== undefined && session.used.size < MAX_USED) session.used.add(name);
    if (modal) sessions.rememberModal(session, modal);
    const shown = modal && { custom_id: modal.custom_id, title: modal.title, components: modal.components };
    toAll({ type: 'interaction', id, state, first, ...(shown ? { modal: shown } : {}) }, (one) => one === session);
  };

  const channelsFor = (person: Person): ChannelView[] => [
    ...host.channels().map(({ id, name, makerId }) => ({
      id,
      name,
      kind: 'guild' as const,
      yours: makerId === person.id,
      mayStartOver: person.mayStartOver(id),
    })),
    { id: person.dmId, name: host.bot.username, kind: 'dm' as const, yours: false, mayStartOver: true },
  ];
  const commandsFor = (person: Person): CommandsView => ({
    guild: person.commands(host.channels()[0]?.id),
    dm: person.commands(person.dmId),
  });
  const page = (person: Person, channelId: string, before?: string) => {
    const all = person.messages(channelId);
    const at = before === undefined ? all.length : all.findIndex((message) => message.id === before);
    const end = Math.max(0, at);
    return { messages: all.slice(Math.max(0, end - PAGE), end).map(viewOf), more: end > PAGE };
  };

  const welcome = (session: Session, tab: Connection): void => {
    const { person } = session;
    const channels = channelsFor(person);
    const ofOthers = new Set(
      host
        .channels()
        .filter(({ makerId }) => makerId !== undefined && makerId !== person.id)
        .map(({ id }) => id),
    );
    const pages = channels.filter(({ id }) => !ofOthers.has(id)).map(({ id }) => [id, page(person, id)] as const);
    tab.send({
      type: 'welcome',
      instance,
      you: sessions.view(person.id) ?? { id: person.id, name: person.name, colour: 0, here: true },
      bot: { id: host.bot.id, name: host.bot.username, online: host.isBotOnline() },
      people: sessions.people(),
      channels,
      messages: Object.fromEntries(pages.map(([id, { messages }]) => [id, messages])),
      more: Object.fromEntries(pages.map(([id, { more }]) => [id, more])),
      commands: commandsFor(person),
      previews: previews.offered,
      about,
      used: [...session.used],
      place: { mode: 'open' },
    });
  };

  const hello = (key: string, frame: ClientFrame & { type: 'hello' }, tab: Connection): void => {
    try {
      const session = sessions.open(key, frame);
      dmOwners.set(session.person.dmId, session.person.id);
      openTabs.set(tab, session);
      sessions.attach(session, tab);
      welcome(session, tab);
      const person = sessions.view(session.person.id);
      if (person) toAll({ type: 'person', person });
    } catch (error) {
      tab.close(4409, error instanceof PlaygroundRefusal ? error.message : 'The playground cannot take anybody now.');
    }
  };

  const answer = async (
    frame: Exclude<ClientFrame, { type: 'hello' }>,
    tab: Connection,
    session: Session,
  ): Promise<void> => {
    const { nonce } = frame;
    try {
      switch (frame.type) {
        case 'rename': {
          const person = sessions.rename(session, frame.name, frame.colour);
          toAll({ type: 'person', person });
          return tab.send({ type: 'done', nonce, ok: true, data: {} });
        }
        case 'history':
          return tab.send({ type: 'done', nonce, ok: true, data: page(session.person, frame.channelId, frame.before) });
        case 'wire':
          tab.watchesWire = frame.open;
          if (frame.open) tab.send({ type: 'wire', entries: wire.entriesFor(session.person.id) });
          return tab.send({ type: 'done', nonce, ok: true, data: {} });
        case 'preview':
          return tab.send({ type: 'done', nonce, ok: true, data: { preview: await previews.ask(tab, frame) } });
        case 'join':
        case 'names':
        case 'moderate':
          throw new PlaygroundRefusal('There is no class here.');
        default:
          return tab.send({ type: 'done', nonce, ok: true, data: await act(session, frame) });
      }
    } catch (error) {
      const isRefusal = error instanceof PlaygroundRefusal;
      const message = isRefusal ? error.message : 'Something went wrong in the playground.';
      tab.send({ type: 'done', nonce, ok: false, message, field: isRefusal ? error.field : undefined });
    }
  };

  for (const [name, listener] of Object.entries(listeners)) {
    host.events.on(name as keyof PlaygroundEvents, listener as (...args: unknown[]) => void);
  }

  return {
    handle(key, frame, tab) {
      if (frame.type === 'hello') {
        if (!openTabs.has(tab)) hello(key, frame, tab);
        return;
      }
      const session = openTabs.get(tab);
      if (session) void answer(frame, tab, session);
      else tab.close(1008, 'A page says hello first.');
    },
    closed(tab) {
      const session = openTabs.get(tab);
      openTabs.delete(tab);
      previews.leave(tab);
      if (!session) return;
      sessions.detach(session, tab);
      const person = sessions.view(session.person.id);
      if (person && session.tabs.size === 0) toAll({ type: 'person', person });
    },
    knows: sessions.has,
    note: (entry) => showWire(wire.addNote(entry)),
    close() {
      previews.close();
      for (const [name, listener] of Object.entries(listeners)) {
        host.events.off(name as keyof PlaygroundEvents, listener as (...args: unknown[]) => void);
      }
    },
  };
}
