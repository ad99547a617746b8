import type { Press } from '../../src/discord/command.js';
import type { Button, Form } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { parseDecimal } from '../../src/lesson/options/parse-temperatures.js';
import { roundTemperature } from '../../src/lesson/options/sampling-options.js';
import { shortenMiddle } from '../../src/words/format.js';
import type { SamplingSettings } from './run.js';

/** The fields of the form, in the order in which the steps are applied. */
const FIELDS = [
  { id: 'temperature', name: 'Temperature', label: 'Temperature, 0 to 2 (empty: 1)', minimum: 0, maximum: 2 },
  { id: 'top_k', name: 'Top-k', label: 'Top-k, 1 to 1000 (empty: keep all)', minimum: 1, maximum: 1000 },
  { id: 'top_p', name: 'Top-p', label: 'Top-p, 0.01 to 1 (empty: keep all)', minimum: 0.01, maximum: 1 },
  { id: 'min_p', name: 'Min-p', label: 'Min-p, 0 to 1 (empty: keep all)', minimum: 0, maximum: 1 },
] as const;

type FieldId = (typeof FIELDS)[number]['id'];

/** The button that opens the form; it carries the settings, since a form has to open without waiting for storage. */
export function changeButton({ temperature, topK, topP, minP }: SamplingSettings, runId: string): Button {
  const value = [temperature, topK, topP, minP].map((setting) => setting ?? '').join(',');
  return { action: 'change', runId, value, label: 'Change…', style: 'primary' };
}

/** The form with the settings that the button carries; none where the press already is a filled-in form. */
export function changeForm({ runId, value = '' }: Pick<Press, 'runId' | 'value'>): Form {
  const settings = value.split(',');
  return {
    action: 'change',
    runId,
    title: 'Draw in another way',
    fields: FIELDS.map(({ id, label }, at) => ({ id, label, value: settings[at], maxLength: 8, optional: true })),
  };
}

/** Reads the filled-in form; throws a `UserError` on what is no setting. */
export function parseSettings(fields: Press['fields']): SamplingSettings {
  const temperature = parseField('temperature', fields);
  return {
    temperature: roundTemperature(temperature ?? 1),
    topK: parseField('top_k', fields),
    topP: parseField('top_p', fields),
    minP: parseField('min_p', fields),
  };
}

function parseField(id: FieldId, fields: Press['fields']): number | undefined {
  const typed = (fields[id] ?? '').trim();
  if (typed === '') return undefined;
  const [field] = FIELDS.filter((one) => one.id === id);
  const { name, minimum, maximum } = field ?? FIELDS[0];
  const isWhole = id === 'top_k';
  const value = parseDecimal(typed);
  if (!(value >= minimum && value <= maximum) || (isWhole && !Number.isInteger(value))) {
    const kind = isWhole ? 'a whole number' : 'a number';
    throw new UserError(
      `${name} is ${kind} from ${minimum} to ${maximum}, not “${shortenMiddle(typed, 40)}”. Press “Change…” again.`,
    );
  }
  return value;
}
