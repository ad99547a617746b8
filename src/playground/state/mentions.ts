import type { APIMessageTopLevelComponent, APIRole, APIUser } from 'discord-api-types/v10';
import type { AllowedMentions } from '../rules/message-body.js';

/** Who a message pings. */
export interface Mentions {
  mentions: APIUser[];
  mention_roles: string[];
  mention_everyone: boolean;
}

/**
 * Who a text pings, as Discord works it out: mentions in the content and in every text display, less what
 * `allowed` forbids. Mentions inside code blocks count too: Discord's clients show them as code, but what the server does
 * with them is not documented, so a bot that passes here pings nobody there either.
 *
 * @param allowed undefined: everything in the text pings
 * @param repliedTo the author of the message that is replied to, who is pinged unless `replied_user` is false
 */
export function findMentions(
  texts: readonly string[],
  allowed: AllowedMentions | undefined,
  known: { user(id: string): APIUser | undefined; roles: readonly APIRole[] },
  repliedTo?: APIUser,
): Mentions {
  const whole = texts.join('\n');
  const users = new Map<string, APIUser>();
  const allows = (kind: 'users' | 'roles', id: string) =>
    allowed === undefined || allowed.parse?.includes(kind) === true || allowed[kind]?.includes(id) === true;
  for (const match of whole.matchAll(/<@!?(\d{1,20})>/g)) {
    const user = known.user(match[1] ?? '');
    if (user && allows('users', user.id)) users.set(user.id, user);
  }
  if (repliedTo && (allowed === undefined || allowed.replied_user === true)) users.set(repliedTo.id, repliedTo);
  const roles = new Set<string>();
  for (const match of whole.matchAll(/<@&(\d{1,20})>/g)) {
    const role = known.roles.find((one) => one.id === match[1]);
    if (role && allows('roles', role.id)) roles.add(role.id);
  }
  const everyone = /@(everyone|here)/.test(whole);
  return {
    mentions: [...users.values()],
    mention_roles: [...roles],
    mention_everyone: everyone && (allowed === undefined || allowed.parse?.includes('everyone') === true),
  };
}

/** All text that a message shows through text displays, in order. */
export function textDisplays(components: readonly APIMessageTopLevelComponent[]): string[] {
  const found: string[] = [];
  const visit = (component: unknown): void => {
    const read = component as { type: number; content?: string; components?: unknown[] };
    if (read.type === 10 && typeof read.content === 'string') found.push(read.content);
    for (const child of read.components ?? []) visit(child);
  };
  for (const component of components) visit(component);
  return found;
}
