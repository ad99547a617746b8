/** What a component's custom id says: the rest of what a press needs is in storage, so that buttons outlive a restart. */
export interface PressId {
  readonly command: string;
  readonly action: string;
  readonly runId: string;
  readonly value?: string | undefined;
}

/** Discord's limit for a custom id, and for a menu's value too. */
export const MAX_ID = 100;

/** Writes `command:action:runId[:value]`; throws when it is over Discord's 100 characters. */
export function customId({ command, action, runId, value }: PressId): string {
  const id = [command, action, runId, ...(value === undefined ? [] : [value])].join(':');
  if (id.length > MAX_ID) throw new Error(`custom id over 100 characters: ${id}`);
  return id;
}

/** Reads what `customId` wrote; undefined for anything else, and for an id that is none of this bot's. */
export function parseCustomId(id: unknown): PressId | undefined {
  if (typeof id !== 'string' || id.length > MAX_ID) return undefined;
  const [command, action, runId, ...value] = id.split(':');
  if (!command || !action || !runId || !/^[\w-]+$/.test(runId)) return undefined;
  return { command, action, runId, value: value.length === 0 ? undefined : value.join(':') };
}
