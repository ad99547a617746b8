import type { ClientFrame } from '../page/client-frames.js';
import type { ClassRole } from '../page/server-frames.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { classWords as words } from './words.js';

/** The frames of somebody who is in. */
export type Asked = Exclude<ClientFrame, { type: 'hello' | 'join' }>;

/** What a student stands before. */
export interface Reach {
  readonly isMuted: boolean;
  readonly namesLocked: boolean;
  /** What the custom ids of the leader's buttons begin with; empty where there are none. */
  readonly leaderPrefix: string;
  /** Whether a channel is this student's alone. */
  isOwn(channelId: string): boolean;
  /** Whether it is the one that the class shares. */
  isShared(channelId: string): boolean;
  /** A message that this student sees. */
  find(messageId: string): Found | undefined;
}

/** A message that a student sees. */
export interface Found {
  readonly channelId: string;
  /** Whether it is there for this student alone. */
  readonly isPrivate: boolean;
  readonly isOnStage: boolean;
  /** The custom ids and entries' values of what may be meant by a name. */
  idsNamed(name: string): string[];
}

/** Why a frame is refused, or undefined where it is not. */
type Rule<Frame> = (frame: Frame, reach: Reach) => string | undefined;
type Rules = { readonly [Type in Asked['type']]: Rule<Extract<Asked, { type: Type }>> };

const teacherOnly = () => words.forTeacher;
const inOwn: Rule<{ channelId: string }> = ({ channelId }, reach) =>
  reach.isOwn(channelId) ? undefined : words.ownChannel;
const onOwn: Rule<{ messageId: string }> = ({ messageId }, reach) => {
  const found = reach.find(messageId);
  return found === undefined || reach.isOwn(found.channelId) ? undefined : words.ownChannel;
};
const onStage: Rule<{ messageId: string; customId: string; values?: string[] }> = (frame, reach) => {
  const { messageId, customId, values = [] } = frame;
  const found = reach.find(messageId);
  if (found === undefined) return words.notOnStage;
  // A private one is this student's: what they lead there, they lead alone.
  if (found.isPrivate || reach.isOwn(found.channelId)) return undefined;
  const { leaderPrefix } = reach;
  const ids = [customId, ...values].flatMap((name) => found.idsNamed(name));
  if (leaderPrefix !== '' && ids.some((id) => id.startsWith(leaderPrefix))) return words.forLeader;
  return found.isOnStage ? undefined : words.notOnStage;
};
const anything = () => undefined;

/** What a student may do; what the person may do at all is checked after that. */
const STUDENT: Rules = {
  say: inOwn,
  poll: inOwn,
  forward: ({ messageId, channelId }, reach) => {
    const found = reach.find(messageId);
    const isOwn = reach.isOwn(channelId) && (found === undefined || reach.isOwn(found.channelId));
    return isOwn ? undefined : words.ownChannel;
  },
  'start-thread': teacherOnly,
  slash: inOwn,
  autocomplete: inOwn,
  'user-command': inOwn,
  'start-over': inOwn,
  'message-command': onOwn,
  edit: onOwn,
  delete: onOwn,
  press: onStage,
  select: onStage,
  submit: anything,
  dismiss: anything,
  'make-channel': anything,
  preview: anything,
  history: ({ channelId }, reach) =>
    reach.isOwn(channelId) || reach.isShared(channelId) ? undefined : words.ownChannel,
  rename: (_frame, { namesLocked }) => (namesLocked ? words.namesLocked : undefined),
  wire: teacherOnly,
  names: teacherOnly,
  moderate: teacherOnly,
};

/** Frames by which somebody only looks, or puts away what is theirs: these go while the teacher has paused them. */
const LOOKS: ReadonlySet<Asked['type']> = new Set<Asked['type']>([
  'history',
  'preview',
  'dismiss',
  'wire',
  'names',
  'moderate',
]);

/**
 * Decides whether somebody of a class may do what a frame asks for.
 *
 * @throws PlaygroundRefusal with the reason
 */
export function checkAsked(role: ClassRole, frame: Asked, reach: () => Reach): void {
  if (role === 'teacher') return;
  const why = role === 'screen' ? screenRule(frame) : studentRule(frame, reach());
  if (why !== undefined) throw new PlaygroundRefusal(why);
}

function screenRule({ type }: Asked): string | undefined {
  return type === 'history' ? undefined : words.screenOnly;
}

function studentRule(frame: Asked, reach: Reach): string | undefined {
  if (reach.isMuted && !LOOKS.has(frame.type)) return words.muted;
  const rule = STUDENT[frame.type] as Rule<Asked>;
  return rule(frame, reach);
}
