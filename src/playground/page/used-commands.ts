import type { APIMessage } from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.js';
import type { SentOption } from '../people/command-options.js';
import type { MessageView } from './server-frames.js';

const MAX_KEPT = 5000;
const MAX_FILLED = 300;

/** Remembers who used which command, which a message's own metadata does not tell. */
export interface UsedCommands {
  note(record: InteractionRecord): void;
  /** Who used an interaction, or undefined when it is long ago. */
  userOf(interactionId: string): string | undefined;
  /** The name of the command that an interaction was, or undefined for another kind. */
  nameOf(interactionId: string): string | undefined;
  /** The command whose first response a message is. */
  of(message: APIMessage): MessageView['used'];
}

/** Nothing used yet; the last few thousand are kept. */
export function createUsedCommands(): UsedCommands {
  const kept = new Map<string, { userId: string; used: MessageView['used'] }>();
  return {
    note(record) {
      kept.set(record.id, { userId: record.userId, used: describe(record) });
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    userOf: (interactionId) => kept.get(interactionId)?.userId,
    nameOf: (interactionId) => kept.get(interactionId)?.used?.name,
    of(message) {
      const metadata = message.interaction_metadata;
      const isFirst = (message.type as number) === 20 || (message.type as number) === 23;
      return metadata && isFirst ? kept.get(metadata.id)?.used : undefined;
    },
  };
}

/** What an interaction is, in a few words: `/nextword`, `Tokenize`, `button nextword:add:…`. */
export function titleOf(record: InteractionRecord): string {
  const data = record.payload.data as { name?: string; type?: number; custom_id?: string } | undefined;
  const name = data?.name ?? data?.custom_id ?? '';
  if (record.kind === 'command') return (data?.type ?? 1) === 1 ? `/${name}` : name;
  if (record.kind === 'autocomplete') return `autocomplete /${name}`;
  return `${record.kind} ${name}`;
}

function describe(record: InteractionRecord): MessageView['used'] {
  if (record.kind !== 'command') return undefined;
  const data = record.payload.data as { name: string; type: number; options?: SentOption[] };
  const path: string[] = [data.name];
  let options = data.options ?? [];
  for (let branch = options[0]; branch !== undefined && branch.type <= 2; branch = options[0]) {
    path.push(branch.name);
    options = branch.options ?? [];
  }
  const filled = options.map((option) => `${option.name}: ${String(option.value)}`).join('  ');
  return { name: path.join(' '), filled: filled.slice(0, MAX_FILLED), menu: data.type !== 1 };
}
