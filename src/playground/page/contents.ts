import type { APIMessage } from 'discord-api-types/v10';
import type { Channel } from '../state/channels.js';
import type { StoredMessage } from '../state/messages.js';
import type { PageHost } from './page-host.js';
import type { ChannelView, CommandsView, MessageView } from './server-frames.js';
import type { UsedCommands } from './used-commands.js';
import type { Sight, Viewer } from './viewer.js';

/** Messages of a channel that are sent at once. */
const PAGE = 50;

/** What a page is sent of channels, commands and messages: as much as its viewer sees. */
export interface Contents {
  channels(viewer: Viewer): ChannelView[];
  commands(viewer: Viewer): CommandsView;
  /** A channel's newest messages, or those before one of them. */
  page(viewer: Viewer, channelId: string, before?: string): { messages: MessageView[]; more: boolean };
  /** The newest messages of all channels that are neither somebody else's nor threads. */
  pages(viewer: Viewer): { messages: Record<string, MessageView[]>; more: Record<string, boolean> };
  view(message: APIMessage, ephemeral: boolean): MessageView;
}

/** What a playground's pages are sent. */
export function createContents(
  world: {
    readonly botName: string;
    /** The channels of the guild, then its threads. */
    readonly guildChannels: () => readonly Channel[];
    readonly isAllowed: PageHost['isAllowed'];
    /** The message that the class looks at. */
    readonly stageId: () => string | undefined;
  },
  sight: Sight,
  used: UsedCommands,
): Contents {
  const seen = (viewer: Viewer) => world.guildChannels().filter((channel) => sight.channel(viewer, channel));
  const view = (message: APIMessage, ephemeral: boolean): MessageView => ({
    message,
    ephemeral,
    used: used.of(message),
  });
  const viewOf = ({ message, visibleTo }: StoredMessage) => view(message, visibleTo !== undefined);
  const own = (id: string, name: string, kind: 'dm' | 'private'): ChannelView => ({
    id,
    name,
    kind,
    yours: false,
    managesMessages: false,
    startsThreads: false,
    mayStartOver: true,
  });
  const page: Contents['page'] = (viewer, channelId, before) => {
    const all = sight.messages(viewer, channelId);
    const at = before === undefined ? all.length : all.findIndex(({ message }) => message.id === before);
    const end = Math.max(0, at);
    const start = Math.max(0, end - PAGE);
    // Whoever sees nothing but the stage has it, however much they were told since it came.
    const hasStageOnly = viewer.role === 'student' || viewer.role === 'screen';
    const older = before === undefined && hasStageOnly ? all.slice(0, start) : [];
    const staged = older.filter(({ message }) => message.id === world.stageId());
    return { messages: [...staged, ...all.slice(start, end)].map(viewOf), more: start > 0 };
  };

  const contents: Contents = {
    channels(viewer) {
      const person = viewer.session?.person;
      const guild = seen(viewer).map((channel): ChannelView => {
        const { id, name, makerId, thread } = channel;
        return {
          id,
          name,
          kind: thread ? 'thread' : 'guild',
          ...(thread ? { parentId: thread.parentId, archived: thread.archived } : {}),
          yours: makerId === viewer.id,
          managesMessages: world.isAllowed(channel, viewer.id, 'ManageMessages'),
          startsThreads: thread === undefined && world.isAllowed(channel, viewer.id, 'CreatePublicThreads'),
          mayStartOver: person?.mayStartOver(id) ?? false,
        };
      });
      if (person === undefined || viewer.role === 'student') return guild;
      return [...guild, own(person.dmId, world.botName, 'dm'), own(person.privateId, 'group', 'private')];
    },
    commands(viewer) {
      const person = viewer.session?.person;
      if (person === undefined) return { guild: [], dm: [], private: [] };
      if (viewer.role !== 'student') {
        return {
          guild: person.commands(world.guildChannels()[0]?.id),
          dm: person.commands(person.dmId),
          private: person.commands(person.privateId),
        };
      }
      // Commands are for a student's own channel: the list of them is long, and comes when there is one.
      const own = seen(viewer).find(({ makerId }) => makerId === viewer.id);
      return { guild: own === undefined ? [] : person.commands(own.id), dm: [], private: [] };
    },
    page,
    pages(viewer) {
      const ofOthers = new Set(
        seen(viewer)
          .filter(({ makerId, thread }) => thread || (makerId !== undefined && makerId !== viewer.id))
          .map(({ id }) => id),
      );
      const shown = contents.channels(viewer).filter(({ id }) => !ofOthers.has(id));
      const pages = shown.map(({ id }) => [id, page(viewer, id)] as const);
      return {
        messages: Object.fromEntries(pages.map(([id, { messages }]) => [id, messages])),
        more: Object.fromEntries(pages.map(([id, { more }]) => [id, more])),
      };
    },
    view,
  };
  return contents;
}
