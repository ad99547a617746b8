import type { Distribution } from '../../domain/distribution.js';
import type { DrawOrder } from '../../domain/draw-order.js';
import { isTold, mayBeSameToken } from '../../domain/same-token.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { askRolls } from '../ways/ask-rolls.js';
import { askNextToken } from '../ways/next-token.js';

/** Texts after which some language model has a favourite among several believable tokens. */
const PROMPTS = ['The', 'Once upon a', 'The capital of France is'];

/** As hot as all servers allow. */
const TEMPERATURE = 2;

/** Most servers tell within the first few, because the first favourite that is passed over tells. */
const MAX_DRAWS = 60;
/** A place that tells with so few is good enough. */
const FEW_DRAWS = 12;
const DRAWS_AT_ONCE = 4;

/** By luck alone an order is told wrongly this rarely. */
const RISK = 1e-3;

/** Where an order can be told: a top-p that keeps the favourite alone when it looks at temperature 1, and else others too. */
interface TellingPlace {
  readonly prompt: string;
  readonly favourite: Distribution['candidates'][number];
  readonly topP: number;
  /** Draws that are needed. */
  readonly draws: number;
}

/** A probe takes many requests, so one that fails again is left until the model is found out anew. */
const MAX_FAILURES = 2;

/**
 * The order in which a server makes what it draws from, found out by drawing; asked once and remembered. Those who ask at
 * the same time share it, and one who cancels leaves it to the others.
 *
 * @returns undefined where it could not be told
 */
export async function findDrawOrder(asker: Asker, model: string, signal?: AbortSignal): Promise<DrawOrder | undefined> {
  const { drawOrder } = asker.memory.about(model);
  if (drawOrder.failures >= MAX_FAILURES) return undefined;
  return drawOrder.ask(() => probe(asker, model), signal);
}

async function probe(asker: Asker, model: string): Promise<DrawOrder | undefined> {
  const place = await findPlace(asker, model);
  if (place === undefined) return undefined;
  try {
    return await drawThere(asker, model, place, 1);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
  // A server that takes no seed; or no top-p, and then there is no order.
  return drawThere(asker, model, place, undefined).catch((error: unknown) => {
    if (isUnsupported(error)) return undefined;
    throw error;
  });
}

async function drawThere(
  asker: Asker,
  model: string,
  { prompt, favourite, topP, draws }: TellingPlace,
  seed: number | undefined,
): Promise<DrawOrder | undefined> {
  /** Whether anything but the favourite is drawn. */
  const drawsOthers = async (cut: number | undefined): Promise<boolean> => {
    for (let drawn = 0; drawn < draws; drawn += DRAWS_AT_ONCE) {
      const how = { prompt, temperature: TEMPERATURE, topP: cut, count: DRAWS_AT_ONCE, mostRequests: DRAWS_AT_ONCE };
      const rolled = await askRolls(asker, model, { ...how, seed: seed === undefined ? undefined : seed + drawn });
      if (rolled.some((token) => token === undefined || !mayBeSameToken(token, favourite))) return true;
    }
    return false;
  };
  if (await drawsOthers(topP)) return 'temperature-first';
  // One that never draws anything else tells nothing by not doing it here.
  return (await drawsOthers(undefined)) ? 'cuts-first' : undefined;
}

async function findPlace(asker: Asker, model: string): Promise<TellingPlace | undefined> {
  let best: TellingPlace | undefined;
  for (const prompt of PROMPTS) {
    const distribution = await askNextToken(asker, model, { prompt, candidates: 100 }).catch(unlessUntold);
    const place = distribution && placeOf(prompt, distribution);
    if (place !== undefined && place.draws < (best?.draws ?? MAX_DRAWS + 1)) best = place;
    if (best !== undefined && best.draws <= FEW_DRAWS) return best;
  }
  return best;
}

function placeOf(prompt: string, { candidates, scale }: Distribution): TellingPlace | undefined {
  const [favourite, second] = candidates;
  // A favourite that cannot be told from others is none.
  if (favourite === undefined || second === undefined || scale !== 'raw' || !isTold(favourite)) {
    return undefined;
  }
  const weights = candidates.map(({ logprob }) => Math.exp(logprob / TEMPERATURE));
  // What is not listed only makes it less.
  const most = (weights[0] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
  const topP = Math.floor(Math.exp(favourite.logprob) * 95) / 100;
  // The favourite is drawn at most this often where top-p looks at what temperature left.
  const share = most / topP;
  const draws = Math.ceil(Math.log(RISK) / Math.log(share));
  return topP > 0 && most < 0.95 * topP && draws <= MAX_DRAWS ? { prompt, favourite, topP, draws } : undefined;
}

function isUnsupported(error: unknown): boolean {
  return error instanceof ModelError && error.kind === 'unsupported';
}

function unlessUntold(error: unknown): undefined {
  if (error instanceof ModelError && ['no-logprobs', 'unsupported', 'refused'].includes(error.kind)) return undefined;
  throw error;
}
