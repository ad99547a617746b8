import { DEFAULT_SETTINGS, type PlaceSettings } from '../../src/domain/settings.js';
import { UserError } from '../../src/errors.js';
import { parseDecimal, roundTemperature } from '../../src/lesson/options/temperatures.js';
import { shorten } from '../../src/words/shorten.js';

/** The name of what can be set. */
export type SettingName = keyof PlaceSettings;

/** The limits of numbers. */
export const HIGHEST_TEMPERATURE = 2;
export const LEAST_TOKENS = 32;
export const MOST_TOKENS = 8192;
export const MOST_DAYS = 3650;

/** As many entries as a list has at most, and characters of a word. */
const MAX_ENTRIES = 100;
const MAX_WORDS = 500;
const MAX_WORD = 60;

/** What a message shows of what somebody typed. */
const MAX_SHOWN = 40;

/**
 * A number as it was typed; undefined for an empty field.
 *
 * @param setting what people know it by
 */
export function readNumber(
  typed: string | undefined,
  { setting, least, most, isWhole = false }: { setting: string; least: number; most: number; isWhole?: boolean },
): number | undefined {
  const said = (typed ?? '').trim();
  if (said === '') return undefined;
  const value = parseDecimal(said);
  if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
    throw new UserError('setting-not-number', { setting, least, most });
  }
  return isWhole ? value : roundTemperature(value);
}

/** @throws UserError where the usual temperature would be above the highest */
export function checkTemperatures({ temperature, highestTemperature }: Partial<PlaceSettings>): void {
  if (temperature === undefined || highestTemperature === undefined || temperature <= highestTemperature) return;
  throw new UserError('default-over-highest', { temperature, highest: highestTemperature });
}

/** A language's tag as `Intl` writes it; undefined for an empty field. */
export function readLanguage(typed: string | undefined): string | undefined {
  const said = (typed ?? '').trim();
  if (said === '') return undefined;
  const unknown = new UserError('no-such-language', { typed: shorten(said, MAX_SHOWN, 'start') });
  if (!/^[a-z]{2,3}([-_][a-z\d]{2,8})*$/i.test(said)) throw unknown;
  try {
    const [tag] = Intl.getCanonicalLocales(said.replaceAll('_', '-'));
    if (tag !== undefined && Intl.PluralRules.supportedLocalesOf(tag).length > 0) return tag;
  } catch {}
  throw unknown;
}

/** What somebody writes to change a list: entries that come to it, and entries that leave it. */
export interface ListChange {
  readonly add?: string | undefined;
  readonly remove?: string | undefined;
}

/** A list with entries added and taken away; `*` takes all away. */
function changed(
  list: readonly string[],
  { add, remove }: ListChange,
  read: (typed: string) => readonly string[],
  whenMissing: (entry: string) => void = () => {},
): readonly string[] {
  const isAll = (remove ?? '').trim() === '*';
  const leaving = isAll ? [...list] : read(remove ?? '');
  for (const one of leaving) if (!list.includes(one)) whenMissing(one);
  const left = list.filter((one) => !leaving.includes(one));
  return [...new Set([...left, ...read(add ?? '')])];
}

/**
 * The ids of channels or roles: mentions, links, and ids.
 *
 * @throws UserError for what is none
 */
export function changeIds(list: readonly string[], change: ListChange, setting: string): readonly string[] {
  const read = (typed: string) =>
    typed
      .split(/[\s,;]+/)
      .filter((one) => one !== '')
      .map((one) => {
        const id =
          /^(?:<(?:#|@&)(\d{15,20})>|(\d{15,20})|https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d{15,20})\/?)$/.exec(
            one,
          );
        const found = id?.[1] ?? id?.[2] ?? id?.[3];
        if (found === undefined) {
          throw new UserError('no-such-place-entry', { setting, typed: shorten(one, MAX_SHOWN, 'start') });
        }
        return found;
      });
  return bounded(changed(list, change, read), setting, MAX_ENTRIES);
}

/** The list with an id that is on it taken away, or one that is not added. */
export function toggleId(list: readonly string[], id: string, setting: string): readonly string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : bounded([...list, id], setting, MAX_ENTRIES);
}

/**
 * The names of commands, with or without a slash.
 *
 * @param known those that can be switched off
 * @throws UserError
 */
export function changeCommands(
  list: readonly string[],
  change: ListChange,
  known: readonly string[],
): readonly string[] {
  const read = (typed: string) =>
    typed
      .toLowerCase()
      .split(/[\s,;]+/)
      .map((one) => one.replace(/^\//, ''))
      .filter((one) => one !== '')
      .map((one) => {
        if (known.includes(one)) return one;
        if (STAYING.includes(one)) throw new UserError('this-command-stays', { command: one });
        throw new UserError('no-such-command', { typed: shorten(one, MAX_SHOWN, 'start') });
      });
  return changed(list, change, read);
}

/** They cannot be switched off. */
export const STAYING: readonly string[] = ['settings', 'privacy'];

/**
 * The words that are withheld, in small letters.
 *
 * @throws UserError
 */
export function changeWords(list: readonly string[], change: ListChange, setting: string): readonly string[] {
  const read = (typed: string) =>
    typed
      .split(/[,;\n]+/)
      .map((one) => one.trim().replace(/\s+/g, ' ').toLowerCase())
      .filter((one) => one !== '');
  const added = read(change.add ?? '');
  for (const word of added) {
    if ([...word].length > MAX_WORD) throw new UserError('word-too-long', { most: MAX_WORD });
    if ((word.match(/\p{L}/gu) ?? []).length < 2) throw new UserError('word-too-short', { word });
  }
  const whenMissing = (word: string) => {
    throw new UserError('word-not-listed', { word: shorten(word, MAX_SHOWN, 'start') });
  };
  return bounded(changed(list, change, read, whenMissing), setting, MAX_WORDS);
}

function bounded(list: readonly string[], setting: string, most: number): readonly string[] {
  if (list.length > most) throw new UserError('setting-too-long', { setting, most });
  return list;
}

/** What is stored of a value: one that is as where nothing is set is not. */
export function asStored(name: SettingName, value: PlaceSettings[SettingName]): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  return value === DEFAULT_SETTINGS[name] && name !== 'theme' ? undefined : value;
}
