import type { RunContext } from '../../discord/command.js';
import type { Services } from '../../services.js';

/** The model of a run: the one that it names, else the channel's; undefined for the endpoint's default. Of several endpoints, with the one that has it. */
export async function chosenModel(
  named: string | undefined,
  channel: RunContext['channel'],
  { channels, model }: Services,
): Promise<string | undefined> {
  if (named === undefined) return channels.modelOf(channel.id);
  return (await model.fullName?.(named)) ?? named;
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

/** The entries of all lists: first the first of each, then the second, and so on, so that each has its share of little room. */
export function oneOfEach<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
