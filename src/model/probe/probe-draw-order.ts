import type { Distribution } from '../../domain/distribution.js';
import type { DrawOrder } from '../../domain/draw-order.js';
import { isTold, mayBeSameToken } from '../../domain/same-token.js';
import type { ModelContext } from '../asking/model-context.js';
import { ModelError } from '../errors.js';
import { askRolls } from '../ways/ask-rolls.js';
import { askNextToken } from '../ways/next-token.js';
import { withCancel } from '../wire/with-cancel.js';

/** Texts after which some language model has a favourite among several believable tokens. */
const prompts = ['The', 'Once upon a', 'The capital of France is'];

/** As hot as all servers allow. */
const temperature = 2;

/** Most servers tell within the first few, for the first favourite that is passed over tells. */
const mostDraws = 60;
/** A place that tells with so few is good enough. */
const fewDraws = 12;
const drawsAtOnce = 4;

/** By luck alone an order is told wrongly this rarely. */
const risk = 1e-3;

/** Where an order can be told: a top-p that keeps the favourite alone when it looks at temperature 1, and else others too. */
interface Place {
  readonly prompt: string;
  readonly favourite: Distribution['candidates'][number];
  readonly topP: number;
  /** Draws that are needed. */
  readonly draws: number;
}

/** A probe takes many requests, so one that fails again is left until the model is found out anew. */
const mostFailures = 2;

/**
 * The order in which a server makes what it draws from, found out by drawing; asked once and remembered. Those who ask at
 * the same time share it, and one who cancels leaves it to the others.
 *
 * @returns undefined where it could not be told
 */
export async function findDrawOrder(
  context: ModelContext,
  model: string,
  signal?: AbortSignal,
): Promise<DrawOrder | undefined> {
  const knowledge = context.asker.memory.about(model);
  if (knowledge.drawOrder === undefined) {
    if (knowledge.drawOrderFailures >= mostFailures) return undefined;
    const asked = probe(context, model);
    knowledge.drawOrder = asked;
    asked.catch(() => {
      knowledge.drawOrder = undefined;
      knowledge.drawOrderFailures += 1;
    });
  }
  return withCancel(knowledge.drawOrder, signal);
}

async function probe(context: ModelContext, model: string): Promise<DrawOrder | undefined> {
  const place = await findPlace(context, model);
  if (place === undefined) return undefined;
  try {
    return await drawThere(context, model, place, 1);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
  // A server that takes no seed; or no top-p, and then there is no order.
  return drawThere(context, model, place, undefined).catch((error: unknown) => {
    if (isUnsupported(error)) return undefined;
    throw error;
  });
}

async function drawThere(
  context: ModelContext,
  model: string,
  { prompt, favourite, topP, draws }: Place,
  seed: number | undefined,
): Promise<DrawOrder | undefined> {
  /** Whether anything but the favourite is drawn. */
  const drawsOthers = async (cut: number | undefined): Promise<boolean> => {
    for (let drawn = 0; drawn < draws; drawn += drawsAtOnce) {
      const how = { prompt, temperature, topP: cut, count: drawsAtOnce, mostRequests: drawsAtOnce };
      const rolled = await askRolls(context, model, { ...how, seed: seed === undefined ? undefined : seed + drawn });
      if (rolled.some((token) => token === undefined || !mayBeSameToken(token, favourite))) return true;
    }
    return false;
  };
  if (await drawsOthers(topP)) return 'temperature-first';
  // One that never draws anything else tells nothing by not doing it here.
  return (await drawsOthers(undefined)) ? 'cuts-first' : undefined;
}

async function findPlace(context: ModelContext, model: string): Promise<Place | undefined> {
  let best: Place | undefined;
  for (const prompt of prompts) {
    const distribution = await askNextToken(context, model, { prompt, candidates: 100 }).catch(unlessUntold);
    const place = distribution && placeOf(prompt, distribution);
    if (place !== undefined && place.draws < (best?.draws ?? mostDraws + 1)) best = place;
    if (best !== undefined && best.draws <= fewDraws) return best;
  }
  return best;
}

function placeOf(prompt: string, { candidates, scale }: Distribution): Place | undefined {
  const [favourite, second] = candidates;
  // A favourite that cannot be told from others is none.
  if (favourite === undefined || second === undefined || scale !== 'raw' || !isTold(favourite)) {
    return undefined;
  }
  const weights = candidates.map(({ logprob }) => Math.exp(logprob / temperature));
  // What is not listed only makes it less.
  const most = (weights[0] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
  const topP = Math.floor(Math.exp(favourite.logprob) * 95) / 100;
  // The favourite is drawn at most this often where top-p looks at what temperature left.
  const share = most / topP;
  const draws = Math.ceil(Math.log(risk) / Math.log(share));
  return topP > 0 && most < 0.95 * topP && draws <= mostDraws ? { prompt, favourite, topP, draws } : undefined;
}

function isUnsupported(error: unknown): boolean {
  return error instanceof ModelError && error.kind === 'unsupported';
}

function unlessUntold(error: unknown): undefined {
  if (error instanceof ModelError && ['no-logprobs', 'unsupported', 'refused'].includes(error.kind)) return undefined;
  throw error;
}
