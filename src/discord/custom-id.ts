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

/** What the custom id of a menu begins with whose entries lead to different places: it is the router's own, of no command. */
export const GO_ON = { command: 'router', action: 'go-on' };

/** Writes what an entry of such a menu leads to; throws when it is over Discord's 100 characters. */
export function goOnValue({ choice, ...target }: PressId & { readonly choice?: string | undefined }): string {
  const id = customId(target);
  if (id.includes(' ')) throw new Error(`a custom id with a space: ${id}`);
  const value = choice === undefined ? id : `${id} ${choice}`;
  if (value.length > MAX_ID) throw new Error(`a menu's value over 100 characters: ${value}`);
  return value;
}

/** Reads what `goOnValue` wrote; undefined for anything else. */
export function parseGoOn(value: string): (PressId & { readonly choice: string | undefined }) | undefined {
  const space = value.indexOf(' ');
  const id = parseCustomId(space === -1 ? value : value.slice(0, space));
  return id && { ...id, choice: space === -1 ? undefined : value.slice(space + 1) };
}

/** What the custom id of a button begins with that runs again what was broken off: the router's own, too. */
export const RUN_AGAIN = { command: 'router', action: 'run-again' };
