import type { Press } from '../../discord/command.js';
import type { Form } from '../../discord/reply.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import { UserError } from '../../errors.js';
import { MAX_SEED } from '../../sampling/random.js';
import { shorten } from '../../words/shorten.js';
import { roundCut } from './cuts.js';
import { parseDecimal, roundTemperature } from './temperatures.js';
import { optionWords } from './words.js';

/** The fields of the form, in the order in which the steps are applied. */
const FIELDS = [
  { id: 'temperature', minimum: 0, maximum: 2, isWhole: false },
  { id: 'top_k', minimum: 1, maximum: 1000, isWhole: true },
  { id: 'top_p', minimum: 0.01, maximum: 1, isWhole: false },
  { id: 'min_p', minimum: 0, maximum: 1, isWhole: false },
  { id: 'seed', minimum: 0, maximum: MAX_SEED, isWhole: true },
] as const;

/** A number with more decimals than are used. */
const MAX_TYPED = 24;

type FieldId = (typeof FIELDS)[number]['id'];

/** How a token is drawn, in so few characters that a button or an entry can carry it: a form opens without waiting. */
export function writeSettings({ temperature, topK, topP, minP, seed }: SamplingSettings): string {
  return [temperature, topK, topP, minP, seed].map((setting) => setting ?? '').join(',');
}

/** Reads what `writeSettings` wrote, as a filled-in form is read. */
export function readSettings(written: string): SamplingSettings {
  const settings = written.split(',');
  return parseSettings(Object.fromEntries(FIELDS.map(({ id }, at) => [id, settings[at] ?? ''])));
}

/**
 * The form that asks how a token is drawn, filled in with what `writeSettings` wrote.
 *
 * @param target where the filled-in form goes
 * @param without what is not asked for, since it does not matter there
 */
export function settingsForm(
  target: Pick<Form, 'action' | 'runId' | 'value'>,
  written: string,
  locale: string,
  without: readonly FieldId[] = [],
): Form {
  const words = optionWords(locale);
  const settings = written.split(',');
  return {
    ...target,
    title: words.settings,
    fields: FIELDS.flatMap(({ id }, at) => {
      if (without.includes(id)) return [];
      return [{ id, label: words.fields[id], value: settings[at], maxLength: MAX_TYPED, optional: true }];
    }),
  };
}

/** Reads the filled-in form; throws a `UserError` on what is no setting. */
export function parseSettings(fields: Press['fields']): SamplingSettings {
  const temperature = parseField('temperature', fields);
  return {
    temperature: roundTemperature(temperature ?? 1),
    topK: parseField('top_k', fields),
    topP: roundCut(parseField('top_p', fields)),
    minP: roundCut(parseField('min_p', fields)),
    seed: parseField('seed', fields),
  };
}

function parseField(id: FieldId, fields: Press['fields']): number | undefined {
  const typed = (fields[id] ?? '').trim();
  if (typed === '') return undefined;
  const { minimum, maximum, isWhole } = FIELDS.find((one) => one.id === id) ?? FIELDS[0];
  const value = parseDecimal(typed);
  if (!(value >= minimum && value <= maximum) || (isWhole && !Number.isInteger(value))) {
    throw new UserError('no-such-setting', { field: id, isWhole, minimum, maximum, typed: shorten(typed, 40, 'both') });
  }
  return value;
}
