import type { RunContext } from '../../discord/command.js';
import type { Services } from '../../services.js';

/** A temperature as it is used and shown: to two decimals, since more make no difference that anybody could see. */
export function roundTemperature(temperature: number): number {
  return Math.round(temperature * 100) / 100;
}

/** The temperatures that menus offer. */
export const MENU_TEMPERATURES = [0, 0.3, 0.7, 1, 1.3, 1.6, 2] as const;

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
