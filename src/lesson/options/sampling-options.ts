import type { RunContext } from '../../discord/command.js';
import { MAX_SEED } from '../../sampling/random.js';
import type { Services } from '../../services.js';
import { lessonWords } from '../words.js';

/** Options that several commands offer with the same words and limits. */
export const temperatureOption = {
  type: 'number',
  description: '0 always takes the most likely token; the higher, the likelier unlikely ones become (default: 1)',
  minimum: 0,
  maximum: 2,
} as const;

export const topPOption = {
  type: 'number',
  description: 'Keep only the most likely tokens that together reach this probability (default: keep all)',
  minimum: 0.01,
  maximum: 1,
} as const;

export const topKOption = {
  type: 'integer',
  description: 'Keep only so many of the most likely tokens (default: keep all)',
  minimum: 1,
  maximum: 1000,
} as const;

export const minPOption = {
  type: 'number',
  description: 'Keep only tokens at least this fraction as likely as the most likely one (default: keep all)',
  minimum: 0,
  maximum: 1,
} as const;

export const modelOption = {
  type: 'string',
  description: 'Which of the endpoint’s models answers (default: the channel’s, see /model)',
  maxLength: 100,
  autocomplete: true,
} as const;

/** The option for a seed, with what the same one does again. */
export function seedOption(description: string) {
  return { type: 'integer', description, minimum: 0, maximum: MAX_SEED } as const;
}

/** The option for how many tokens a chart shows. */
export function candidatesOption(standard: number, most: number) {
  const description = `How many tokens to chart (default: ${standard})`;
  return { type: 'integer', description, minimum: 3, maximum: most } as const;
}

/** A temperature as it is used and shown: to two decimals, since more make no difference that anybody could see. */
export function roundTemperature(temperature: number): number {
  return Math.round(temperature * 100) / 100;
}

/** The temperatures that menus offer. */
export const MENU_TEMPERATURES = [0, 0.3, 0.7, 1, 1.3, 1.6, 2] as const;

export function describeTemperature(temperature: number): string {
  return lessonWords('en').temperature(temperature);
}

/** The model of a run: the one that it names, else the channel's; undefined for the endpoint's default. */
export async function chosenModel(
  named: string | undefined,
  channel: RunContext['channel'],
  { channels }: Services,
): Promise<string | undefined> {
  return named ?? channels.modelOf(channel.id);
}

/** The endpoint's model names that contain what is typed, those that begin with it first. */
export async function suggestModels(
  typed: string,
  services: Services,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wanted = typed.toLowerCase();
  const names = (await services.model.models(signal)).filter((name) => name.toLowerCase().includes(wanted));
  const beginning = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return [...new Set([...beginning, ...names])];
}
