import type { AskContext } from '../../src/lesson/command/definition.js';
import { temperatureHere } from '../../src/lesson/options/as-set.js';
import type { RandomNumbers } from '../../src/sampling/random.js';
import type { Services } from '../../src/services.js';
import type { Answer, PairsResult } from './result.js';

/** Who writes an answer: a model, at a temperature. */
export interface Contestant extends Pick<Answer, 'stage'> {
  /** Undefined for the endpoint's default. */
  readonly model: string | undefined;
  readonly temperature: number;
}

/** Careful, and as the model's own chances are. */
const TEMPERATURES = { careful: 0.3, own: 1 } as const;

/** From here on a chosen temperature has the careful one against it. */
const WARM = 0.65;

/** The stages that answer; a base model only goes on with a text. */
const ANSWERING = ['tuned', 'preferred'] as const;

/**
 * Who may be drawn for a pair: one model at two temperatures, a chosen one among them; where nobody chose a model and the
 * endpoint has one in two stages of training, both of them.
 */
export async function findContestants(
  { model, sampling }: Pick<PairsResult, 'model' | 'sampling'>,
  { signal, rules }: Pick<AskContext, 'signal' | 'rules'>,
  { inside }: Pick<Services, 'inside'>,
): Promise<readonly Contestant[]> {
  const stages = model === undefined ? await inside.stages(signal) : undefined;
  const models: readonly Omit<Contestant, 'temperature'>[] =
    stages === undefined ? [{ model }] : ANSWERING.map((stage) => ({ model: stages[stage], stage }));
  return models.flatMap((one) =>
    temperaturesWith(sampling?.temperature, { rules }).map((temperature) => ({ ...one, temperature })),
  );
}

function temperaturesWith(chosen: number | undefined, context: Pick<AskContext, 'rules'>): readonly number[] {
  const { careful, own } = TEMPERATURES;
  const other = chosen === undefined || chosen < WARM ? temperatureHere(own, context) : careful;
  const one = chosen ?? temperatureHere(careful, context);
  // Where both are the highest that may be, one always takes the likeliest token.
  return one === other ? [0, other] : [one, other];
}

/** Two different ones in random order: one of the two that met least often so far. */
export function drawPair(
  contestants: readonly Contestant[],
  rounds: PairsResult['rounds'],
  random: RandomNumbers,
): readonly [Contestant, Contestant] {
  const pairs = contestants.flatMap((one, at) => contestants.slice(at + 1).map((other) => [one, other] as const));
  const met = pairs.map((pair) => rounds.filter((round) => isOf(round, pair)).length);
  const least = pairs.filter((_, at) => met[at] === Math.min(...met));
  const drawn = least[Math.floor(random() * least.length)];
  if (drawn === undefined) throw new Error('there are always two contestants');
  return random() < 0.5 ? drawn : [drawn[1], drawn[0]];
}

function isOf({ a, b }: PairsResult['rounds'][number], [one, other]: readonly [Contestant, Contestant]): boolean {
  const names = [nameOf(a), nameOf(b)].sort().join();
  return names === [nameOf(one), nameOf(other)].sort().join();
}

/** Among the contestants of one reply; a server may call the model by another name than it was asked for. */
function nameOf({ stage, temperature }: Pick<Answer, 'stage' | 'temperature'>): string {
  return `${stage ?? ''} ${temperature ?? ''}`;
}
