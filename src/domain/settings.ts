/** The grounds that pictures are drawn on. */
export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** Who sees a reply: everybody in the channel, or who asked alone. */
export const AUDIENCES = ['public', 'private'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What can be set for a place: a server, or a channel that is in none. Undefined is as where nothing is set. */
export interface PlaceSettings {
  readonly theme: Theme;
  /** The model that commands use where neither they nor their channel name one. */
  readonly model?: string | undefined;
  /** The temperature of `/ask` where nobody chooses one. */
  readonly temperature?: number | undefined;
  readonly highestTemperature?: number | undefined;
  /** The longest reply and text, in tokens. */
  readonly longestReply?: number | undefined;
  /** The ids of the channels that commands are for; in all of them where there is none. */
  readonly channels: readonly string[];
  /** The names of commands that are not for this place. */
  readonly withoutCommands: readonly string[];
  readonly replies: Audience;
  /** The language of all replies, as a tag; that of who asks where it is undefined. */
  readonly language?: string | undefined;
  /** Words that are never drawn or shown, in small letters. */
  readonly withheldWords: readonly string[];
  /** How long runs are kept that were asked for here, in days; never longer than the operator says. */
  readonly retentionDays?: number | undefined;
  /** The ids of the roles that limits do not hold for. */
  readonly exemptRoles: readonly string[];
}

/** Where nothing is set. */
export const DEFAULT_SETTINGS: PlaceSettings = {
  theme: 'dark',
  channels: [],
  withoutCommands: [],
  replies: 'public',
  withheldWords: [],
  exemptRoles: [],
};

/** Who asks for something, and where: outside of servers nobody manages a channel, so everybody in it may. */
interface Asking {
  readonly channel: { readonly mayManage: boolean };
  readonly server?: { readonly mayManage: boolean } | undefined;
}

/** Whether somebody may set the rules of a place, and so may use all that there is, lest they are locked out of what they have set. */
export function maySetRules({ channel, server }: Asking): boolean {
  return server?.mayManage ?? channel.mayManage;
}

/** Whether a command is not for somebody in a place. */
export function isSwitchedOff(command: string, settings: PlaceSettings, who: Asking): boolean {
  return settings.withoutCommands.includes(command) && !maySetRules(who);
}

/** Reads what was stored for a place; what is missing or means nothing here is as where nothing is set. */
export function readSettings(stored: Readonly<Record<string, unknown>>): PlaceSettings {
  return {
    theme: oneOf(THEMES, stored.theme) ?? DEFAULT_SETTINGS.theme,
    model: textOf(stored.model),
    temperature: numberOf(stored.temperature),
    highestTemperature: numberOf(stored.highestTemperature),
    longestReply: numberOf(stored.longestReply),
    channels: textsOf(stored.channels),
    withoutCommands: textsOf(stored.withoutCommands),
    replies: oneOf(AUDIENCES, stored.replies) ?? DEFAULT_SETTINGS.replies,
    language: textOf(stored.language),
    withheldWords: textsOf(stored.withheldWords),
    retentionDays: numberOf(stored.retentionDays),
    exemptRoles: textsOf(stored.exemptRoles),
  };
}

function oneOf<T>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => textOf(one) !== undefined) : [];
}
