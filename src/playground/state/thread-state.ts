import type { APIThreadMember, ThreadMemberFlags } from 'discord-api-types/v10';

/** Minutes without a message after which a thread may go to the archive. Source: the threads of Discord's documentation. */
export const AUTO_ARCHIVE_MINUTES = [60, 1440, 4320, 10_080] as const;

/** Discord counts members of a thread up to this. */
const MAX_COUNTED_MEMBERS = 50;

/** What a thread has that other channels do not. */
export interface ThreadState {
  readonly parentId: string;
  /** Whether its members alone see it. */
  readonly isPrivate: boolean;
  /** Who has started it. */
  readonly starterId: string;
  /** ISO time. */
  readonly createdAt: string;
  /** When each member joined, ISO time. */
  readonly members: Map<string, string>;
  autoArchiveMinutes: (typeof AUTO_ARCHIVE_MINUTES)[number];
  slowdownSeconds: number;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  /** When the archive last took it or gave it back, ISO time. */
  archivedAt: string;
  /** Messages that were ever sent in it, without the one that it begins with. */
  sent: number;
  /** Those that are still there. */
  present: number;
}

/** The fields of a thread's channel object. */
export function showThread(
  { name, guildId }: { name: string; guildId?: string },
  thread: ThreadState,
): Record<string, unknown> {
  return {
    type: thread.isPrivate ? 12 : 11,
    guild_id: guildId,
    parent_id: thread.parentId,
    owner_id: thread.starterId,
    name,
    rate_limit_per_user: thread.slowdownSeconds,
    message_count: thread.present,
    member_count: Math.min(MAX_COUNTED_MEMBERS, thread.members.size),
    total_message_sent: thread.sent,
    thread_metadata: {
      archived: thread.archived,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.archivedAt,
      locked: thread.locked,
      create_timestamp: thread.createdAt,
      ...(thread.isPrivate ? { invitable: thread.invitable } : {}),
    },
  };
}

/** A member of a thread; undefined for somebody who is none. */
export function showThreadMember(
  { id, thread }: { id: string; thread?: ThreadState },
  userId: string,
): APIThreadMember | undefined {
  const joined = thread?.members.get(userId);
  if (joined === undefined) return undefined;
  return { id, user_id: userId, join_timestamp: joined, flags: 0 as ThreadMemberFlags };
}
