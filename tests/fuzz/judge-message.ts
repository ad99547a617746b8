import type { APIMessage } from 'discord-api-types/v10';
import { textFaults } from './judge-text.js';

/** A message as the bot sends it, as far as it is judged. */
export interface SentMessage {
  readonly content?: string | null;
  readonly components?: readonly unknown[] | null;
  readonly allowed_mentions?: { readonly parse?: readonly string[]; readonly users?: readonly string[] } | null;
}

/** How the bot says that nobody foresaw what happened; in a story things go wrong, but not there. */
const UNFORESEEN = /(?:something went wrong|fault) inside Tokenscope/i;

/** What is wrong with a message of the bot, whoever wrote what stands in it. */
export function sentMessageFaults(message: SentMessage | undefined): string[] {
  if (message === undefined) return [];
  const texts = textsIn(message.components ?? []).concat(message.content ?? []);
  const faults = texts.flatMap(textFaults);
  const { parse, users = [] } = message.allowed_mentions ?? {};
  const hasWords = texts.length > 0;
  if (hasWords && (parse === undefined || parse.length > 0 || users.length > 0)) faults.push('pings are allowed');
  const unforeseen = texts.find((text) => UNFORESEEN.test(text));
  if (unforeseen !== undefined) faults.push(`it says “${unforeseen.slice(0, 200)}”`);
  return faults;
}

/** Whether the embedded Discord pings somebody for it. */
export function isPinging({ mentions, mention_roles: roles, mention_everyone: everyone }: APIMessage): boolean {
  return mentions.length > 0 || roles.length > 0 || everyone;
}

/** The contents of all text displays. */
function textsIn(components: readonly unknown[]): string[] {
  return components.flatMap((component) => {
    const {
      type,
      content,
      components: inside = [],
    } = component as { type: number; content?: string; components?: unknown[] };
    return [...(type === 10 && content !== undefined ? [content] : []), ...textsIn(inside)];
  });
}
