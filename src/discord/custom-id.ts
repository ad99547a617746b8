/** What a component's custom id says: the rest of what a press needs is in storage, so that buttons outlive a restart. */
export interface PressId {
  readonly command: string;
  readonly action: string;
  readonly runId: string;
  readonly value?: string | undefined;
}

/** Writes `command:action:runId[:value]`; throws when it is over Discord's 100 characters. */
export function customId({ command, action, runId, value }: PressId): string {
  const id = [command, action, runId, ...(value === undefined ? [] : [value])].join(':');
  if (id.length > 100) throw new Error(`custom id over 100 characters: ${id}`);
  return id;
}

/** Reads what `customId` wrote; undefined for an id that is none of this bot's. */
export function parseCustomId(id: string): PressId | undefined {
  const [command, action, runId, ...value] = id.split(':');
  if (!command || !action || !runId) return undefined;
  return { command, action, runId, value: value.length === 0 ? undefined : value.join(':') };
}
