import { createClassDesk } from '../class/class-desk.js';
import type { Asked } from '../class/rules.js';
import { createStage } from '../class/stage.js';
import { foldClosely, foldName } from '../class/student-name.js';
import { classWords } from '../class/words.js';
import type { InteractionRecord } from '../interactions/record.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { type Exchange, listenTo, type MessageEvent, type PlaygroundListeners } from '../state/events.js';
import type { AboutView } from './about.js';
import { createAnswers } from './answers.js';
import type { ClientFrame } from './client-frames.js';
import type { Connection } from './connection.js';
import { createContents } from './contents.js';
import { createFileDesk, type FileDesk } from './own-files.js';
import type { PageHost } from './page-host.js';
import { createPreviewDesk } from './previews.js';
import type { PersonView, PlaceView, ServerFrame, StageView } from './server-frames.js';
import { createSessions } from './sessions.js';
import { createUsedCommands, titleOf } from './used-commands.js';
import { createSight, type Viewer } from './viewer.js';
import { createWireLog, type LoggedEntry, type Note } from './wire-log.js';

/** Everybody who has the page open. */
export interface Room {
  /** Takes a frame of a tab of the browser with this cookie. */
  handle(key: string, frame: ClientFrame, tab: Connection): void;
  closed(tab: Connection): void;
  /** Whose cookie it is, of those who may save what was done: nobody in a class. */
  personOf(key: string): string | undefined;
  readonly files: FileDesk;
  note(entry: Note): void;
  close(): void;
}

/** Commands that are remembered as used; a bot has no more than 100. */
const MAX_USED = 100;

/** A room over a playground's events. What is sent to whom is asked of `Sight`, what a class allows of its desk and its rules. */
export function createRoom(host: PageHost, about: AboutView, instance: string): Room {
  const { classroom } = host;
  const sessions = createSessions({
    join: host.join,
    botName: host.bot.username,
    now: host.now,
    fold: foldName,
    foldClosely,
  });
  const used = createUsedCommands();
  const previews = createPreviewDesk(host.previews);
  const stage =
    classroom &&
    createStage(
      {
        events: host.events,
        channelId: classroom.sharedId,
        message: host.message,
        leads: (personId) => sessions.view(personId)?.role === 'teacher',
      },
      () => showStage(),
    );
  const stageId = () => stage?.messageId;
  const { isHere, channel, messagesIn } = host;
  const sight = createSight({ isHere, channel, messagesIn, sharedId: classroom?.sharedId, stageId });
  const contents = createContents(
    { botName: host.bot.username, guildChannels: host.channels, isAllowed: host.isAllowed, stageId },
    sight,
    used,
  );
  const wire = createWireLog({
    botToken: host.botToken,
    now: host.now,
    ownerOf: used.userOf,
    ownerOfChannel: (channelId) => host.channel(channelId)?.ownerId,
  });
  const openTabs = new Map<Connection, Viewer>();

  const toAll = (frame: ServerFrame, may: (viewer: Viewer) => boolean = () => true): void => {
    let text: string | undefined;
    for (const [tab, viewer] of openTabs) {
      if (!may(viewer)) continue;
      text ??= JSON.stringify(frame);
      tab.sendText(text);
    }
  };
  const tellPerson = (person: PersonView | undefined): void => {
    if (person) toAll({ type: 'person', person }, (viewer) => sight.person(viewer, person.id));
  };
  const tellMessage = (event: MessageEvent, fresh: boolean): void => {
    const view = contents.view(event.message, event.visibleTo !== undefined);
    toAll({ type: 'message', fresh, view }, (viewer) => sight.message(viewer, event));
  };
  // Who may see and do what may be another for each.
  const tellChannels = (without?: string): void => {
    for (const [tab, viewer] of openTabs) {
      const channels = contents.channels(viewer).filter(({ id }) => id !== without);
      tab.send({ type: 'channels', channels });
    }
  };
  const showWire = ({ entry, ownerId }: LoggedEntry): void => {
    for (const [tab, { id }] of openTabs) {
      if (tab.watchesWire && (ownerId ?? id) === id) tab.send({ type: 'wire', entries: [entry] });
    }
  };
  const placeOf = (viewer: Viewer): PlaceView => desk?.place(viewer) ?? { mode: 'open' };
  const stageView = (): StageView | undefined =>
    classroom && { channelId: classroom.sharedId, messageId: stage?.messageId ?? null };
  const showStage = (): void => {
    const shown = stage?.messageId === undefined ? undefined : host.message(stage.messageId);
    // Others have the message already.
    if (shown) {
      const view = contents.view(shown.message, false);
      toAll({ type: 'message', fresh: false, view }, ({ role }) => role === 'student');
    }
    const view = stageView();
    if (view) toAll({ type: 'stage', ...view });
  };

  const listeners: PlaygroundListeners = {
    'person-joined': ({ id, global_name, username }) => {
      if (host.isMember(id)) tellPerson(sessions.noteJoined(id, global_name ?? username));
    },
    'person-renamed': (user) => tellPerson(sessions.noteRenamed(user.id, user.global_name ?? user.username)),
    'person-left': (user) => {
      sessions.noteLeft(user.id);
      toAll({ type: 'left', personId: user.id }, (viewer) => sight.person(viewer, user.id));
    },
    'message-created': (event) => tellMessage(event, true),
    'message-updated': (event) => tellMessage(event, false),
    'message-deleted': (event) =>
      toAll({ type: 'gone', channelId: event.channel.id, messageId: event.message.id }, (viewer) =>
        sight.message(viewer, event),
      ),
    'channel-cleared': ({ channel }) =>
      toAll({ type: 'cleared', channelId: channel.id }, (viewer) => sight.channel(viewer, channel)),
    'channel-created': (channel) => {
      for (const [tab, viewer] of openTabs) {
        if (!sight.channel(viewer, channel)) continue;
        tab.send({ type: 'channels', channels: contents.channels(viewer) });
        if (viewer.role === 'student') tab.send({ type: 'commands', commands: contents.commands(viewer) });
      }
    },
    'channel-updated': () => tellChannels(),
    'thread-members': ({ channel }) => {
      if (channel.thread?.isPrivate) tellChannels();
    },
    'channel-deleted': ({ id }) => tellChannels(id),
    typing: ({ channelId, userId }) => {
      const channel = host.channel(channelId);
      if (channel) toAll({ type: 'typing', channelId, userId }, (viewer) => sight.channel(viewer, channel));
    },
    'interaction-created': (record) => {
      used.note(record);
      showWire(wire.addInteraction(record, titleOf(record)));
    },
    'interaction-changed': (record) => tellInteraction(record),
    'commands-registered': () => {
      for (const [tab, viewer] of openTabs) tab.send({ type: 'commands', commands: contents.commands(viewer) });
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
    toAll(
      { type: 'interaction', id, state, first, ...(shown ? { modal: shown } : {}) },
      (viewer) => viewer.session === session,
    );
  };

  const viewOf = ({ session, id }: Viewer): PersonView =>
    sessions.view(id) ?? { id, name: session?.person.name ?? 'Screen', colour: 0, here: true };
  const welcome = (viewer: Viewer, tab: Connection): void => {
    const shown = stageView();
    tab.send({
      type: 'welcome',
      instance,
      you: viewOf(viewer),
      bot: { id: host.bot.id, name: host.bot.username, online: host.isBotOnline() },
      people: sessions.people().filter(({ id }) => sight.person(viewer, id)),
      channels: contents.channels(viewer),
      roles: host.roles.map(({ id, name }) => ({ id, name })),
      ...contents.pages(viewer),
      commands: contents.commands(viewer),
      previews: previews.offered,
      about,
      used: [...(viewer.session?.used ?? [])],
      place: placeOf(viewer),
      ...(shown ? { stage: shown } : {}),
    });
  };

  const enter = (tab: Connection, viewer: Viewer): void => {
    openTabs.set(tab, viewer);
    if (viewer.session) sessions.attach(viewer.session, tab);
    welcome(viewer, tab);
    tellPerson(sessions.view(viewer.id));
  };
  const leave = (tab: Connection): void => {
    const viewer = openTabs.get(tab);
    openTabs.delete(tab);
    previews.leave(tab);
    if (viewer?.session === undefined) return;
    sessions.detach(viewer.session, tab);
    if (viewer.session.tabs.size === 0) tellPerson(sessions.view(viewer.id));
  };
  const desk =
    classroom &&
    createClassDesk({
      classroom,
      sharedId: classroom.sharedId,
      name: about.name,
      instance,
      leaderPrefix: about.leaderPrefix ?? '',
      sessions,
      now: host.now,
      enter,
      leave,
      clear: () => host.clear(classroom.sharedId),
      placeChanged: () => {
        for (const [tab, viewer] of openTabs) tab.send({ type: 'place', place: placeOf(viewer) });
      },
    });

  const hello = (key: string, frame: ClientFrame & { type: 'hello' }, tab: Connection): void => {
    try {
      if (desk) {
        const viewer = desk.hello(key, frame, tab);
        if (viewer) enter(tab, viewer);
        return;
      }
      const session = sessions.open(key, frame);
      enter(tab, { role: 'owner', id: session.person.id, session });
    } catch (error) {
      tab.close(4409, error instanceof PlaygroundRefusal ? error.message : 'The playground cannot take anybody now.');
    }
  };
  const dataFor = createAnswers({ host, about, sessions, contents, sight, stage, desk, previews, wire, tellPerson });
  const answer = async (frame: Asked, tab: Connection, viewer: Viewer): Promise<void> => {
    const { nonce } = frame;
    try {
      const data = await dataFor(frame, tab, viewer);
      tab.send({ type: 'done', nonce, ok: true, data });
    } catch (error) {
      refuse(tab, nonce, error);
    }
  };
  const knock = (frame: Exclude<ClientFrame, { type: 'hello' }>, tab: Connection): void => {
    try {
      if (frame.type !== 'join') throw new PlaygroundRefusal(classWords.joinFirst);
      desk?.join(frame, tab);
    } catch (error) {
      refuse(tab, frame.nonce, error);
    }
  };

  const stopListening = listenTo(host.events, listeners);

  return {
    handle(key, frame, tab) {
      const viewer = openTabs.get(tab);
      const isKnocking = desk?.isKnocking(tab) ?? false;
      if (frame.type === 'hello') {
        if (viewer === undefined && !isKnocking) hello(key, frame, tab);
      } else if (isKnocking) knock(frame, tab);
      else if (viewer === undefined) tab.close(1008, 'A page says hello first.');
      else if (frame.type === 'join') refuse(tab, frame.nonce, new PlaygroundRefusal(classWords.noClass));
      else void answer(frame, tab, viewer);
    },
    closed(tab) {
      desk?.left(tab);
      leave(tab);
    },
    personOf: (key) => (desk === undefined ? sessions.get(key)?.person.id : undefined),
    files: createFileDesk({ host, sessions, sight, desk }),
    note: (entry) => showWire(wire.addNote(entry)),
    close() {
      previews.close();
      stage?.close();
      desk?.close();
      stopListening();
    },
  };
}

function refuse(tab: Connection, nonce: number, error: unknown): void {
  const isRefusal = error instanceof PlaygroundRefusal;
  const message = isRefusal ? error.message : 'Something went wrong in the playground.';
  tab.send({ type: 'done', nonce, ok: false, message, field: isRefusal ? error.field : undefined });
}
