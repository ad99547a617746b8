import type { APIUser } from 'discord-api-types/v10';
import { type Channel, toApiChannel } from './channels.js';
import { EMPTY_PARTS } from './compose.js';
import { discordTime, type StoredMessage } from './messages.js';
import { AUTO_ARCHIVE_MINUTES, type ThreadState } from './thread-state.js';
import type { World } from './world.js';

/** Threads that are kept; past this the one in which nothing was said for longest goes. */
const MAX_THREADS = 500;

/** How a thread is started. */
export interface ThreadStart {
  readonly parent: Channel;
  readonly name: string;
  readonly by: APIUser;
  /** The message that it is about; a thread without one says in its channel that it was started. */
  readonly from?: StoredMessage;
  readonly isPrivate?: boolean;
  readonly autoArchiveMinutes?: ThreadState['autoArchiveMinutes'];
  readonly slowdownSeconds?: number;
  readonly invitable?: boolean;
}

// Nothing goes to the archive by time: a playground seldom runs for an hour.
type Settings = Partial<
  Pick<ThreadState, 'archived' | 'locked' | 'autoArchiveMinutes' | 'slowdownSeconds' | 'invitable'>
> & { name?: string };

/** Starts a thread; who starts it is its first member. Whether they may is asked before. */
export function startThread(world: World, start: ThreadStart): Channel {
  const { parent, name, by, from, isPrivate = false } = start;
  makeRoom(world);
  const at = discordTime(world.now());
  const channel = world.channels.add({
    id: from?.message.id ?? world.nextId(),
    kind: 'thread',
    name,
    guildId: parent.guildId,
    ...(parent.ownerId === undefined ? {} : { ownerId: parent.ownerId }),
    position: 0,
    thread: {
      parentId: parent.id,
      isPrivate,
      starterId: by.id,
      createdAt: at,
      members: new Map([[by.id, at]]),
      autoArchiveMinutes: start.autoArchiveMinutes ?? AUTO_ARCHIVE_MINUTES[2],
      slowdownSeconds: start.slowdownSeconds ?? 0,
      archived: false,
      locked: false,
      invitable: start.invitable ?? true,
      archivedAt: at,
      sent: 0,
      present: 0,
    },
  });
  world.events.emit('channel-created', channel);
  // 21 stands first in the thread and shows what it is about; 18 stands in the channel. Source: the message types of
  // Discord's documentation.
  if (from) {
    const about = { message: from.message, ping: false };
    world.messages.create({ channel, author: by, type: 21, parts: EMPTY_PARTS, reference: about });
    world.messages.showThread(from, toApiChannel(channel, undefined) as StoredMessage['message']['thread']);
  } else if (!isPrivate) {
    const parts = { ...EMPTY_PARTS, content: name };
    world.messages.create({ channel: parent, author: by, type: 18, parts, startedThread: channel });
  }
  return channel;
}

/** Adds somebody to a thread; nothing happens where they are a member. */
export function joinThread(world: World, channel: Channel, userId: string): void {
  const members = channel.thread?.members;
  if (!members || members.has(userId)) return;
  members.set(userId, discordTime(world.now()));
  world.events.emit('thread-members', { channel, added: [userId], removed: [] });
}

/** Takes somebody out of a thread; nothing happens where they are no member. */
export function leaveThread(world: World, channel: Channel, userId: string): void {
  if (!channel.thread?.members.has(userId)) return;
  // Who leaves a private thread sees it no more, so the news goes out before.
  world.events.emit('thread-members', { channel, added: [], removed: [userId] });
  channel.thread.members.delete(userId);
}

/** Changes a thread's name and settings. */
export function changeThread(world: World, channel: Channel, { name, ...settings }: Settings): void {
  const { thread } = channel;
  if (!thread) return;
  if (settings.archived !== undefined && settings.archived !== thread.archived)
    thread.archivedAt = discordTime(world.now());
  channel.name = name ?? channel.name;
  for (const [key, value] of Object.entries(settings)) if (value !== undefined) Object.assign(thread, { [key]: value });
  world.events.emit('channel-updated', channel);
  const from = world.messages.get(channel.id);
  if (from) world.messages.showThread(from, toApiChannel(channel, undefined) as StoredMessage['message']['thread']);
}

/** Takes a thread away with all its messages; the message that it was started from stays. */
export function removeThread(world: World, channel: Channel): void {
  world.messages.clear(channel);
  world.events.emit('channel-deleted', channel);
  world.channels.remove(channel.id);
}

/** What becomes of a thread when somebody writes in it: they join, and it comes back from the archive. */
export function noteWritten(world: World, channel: Channel, userId: string): void {
  if (channel.thread?.archived) changeThread(world, channel, { archived: false });
  joinThread(world, channel, userId);
}

function makeRoom(world: World): void {
  const threads = world.channels.threads();
  if (threads.length < MAX_THREADS) return;
  const [quietest] = threads.sort((a, b) => Number(BigInt(a.lastMessageId ?? a.id) - BigInt(b.lastMessageId ?? b.id)));
  if (quietest) removeThread(world, quietest);
}
