/** The grounds that pictures are drawn on. */
export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** What can be set for a place: a server, or a channel that is in none. */
export interface PlaceSettings {
  readonly theme: Theme;
}

/** Where nothing is set. */
export const DEFAULT_SETTINGS: PlaceSettings = { theme: 'dark' };

/** Reads what was stored for a place; what is missing or means nothing here is as where nothing is set. */
export function readSettings(stored: Readonly<Record<string, unknown>>): PlaceSettings {
  return { theme: THEMES.find((theme) => theme === stored.theme) ?? DEFAULT_SETTINGS.theme };
}
