import type { Press } from '../../src/discord/command.js';
import type { Button, Form } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { roundCut } from '../../src/lesson/options/cuts.js';
import { parseDecimal, roundTemperature } from '../../src/lesson/options/temperatures.js';
import { shorten } from '../../src/words/shorten.js';
import type { SamplingSettings } from './result.js';
import { samplingWords } from './words.js';

/** The fields of the form, in the order in which the steps are applied. */
const FIELDS = [
  { id: 'temperature', minimum: 0, maximum: 2 },
  { id: 'top_k', minimum: 1, maximum: 1000 },
  { id: 'top_p', minimum: 0.01, maximum: 1 },
  { id: 'min_p', minimum: 0, maximum: 1 },
] as const;

/** A number with more decimals than are used. */
const MAX_TYPED = 24;

type FieldId = (typeof FIELDS)[number]['id'];

/** The button that opens the form; it carries the settings, since a form has to open without waiting for storage. */
export function changeButton({ temperature, topK, topP, minP }: SamplingSettings, { runId, locale }: Place): Button {
  const value = [temperature, topK, topP, minP].map((setting) => setting ?? '').join(',');
  return { action: 'change', runId, value, label: samplingWords(locale).change, style: 'primary' };
}

/** The form with the settings that the button carries; none where the press already is a filled-in form. */
export function changeForm({ runId, value = '', locale }: Pick<Press, 'runId' | 'value' | 'locale'>): Form {
  const words = samplingWords(locale);
  const settings = value.split(',');
  return {
    action: 'change',
    runId,
    title: words.form,
    fields: FIELDS.map(({ id }, at) => {
      return { id, label: words.fields[id].label, value: settings[at], maxLength: MAX_TYPED, optional: true };
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
  };
}

function parseField(id: FieldId, fields: Press['fields']): number | undefined {
  const typed = (fields[id] ?? '').trim();
  if (typed === '') return undefined;
  const [field] = FIELDS.filter((one) => one.id === id);
  const { minimum, maximum } = field ?? FIELDS[0];
  const isWhole = id === 'top_k';
  const value = parseDecimal(typed);
  if (!(value >= minimum && value <= maximum) || (isWhole && !Number.isInteger(value))) {
    throw new UserError('no-such-setting', { field: id, isWhole, minimum, maximum, typed: shorten(typed, 40, 'both') });
  }
  return value;
}
