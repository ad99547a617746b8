import type { InsideRequest, LayerPrediction, LayerPredictions } from '../../domain/inside.js';
import type { Candidate } from '../../domain/token.js';
import { checkSum, parseLogprob, parseToken } from '../answer/parse-token.js';
import type { Asker } from '../asking/asker.js';
import { isRecord } from '../wire/json.js';
import { askInside, notInProtocol } from './ask-inside.js';

/** More layers than a model has that is looked into. */
const MAX_LAYERS = 256;

/** Asks what would come next after each layer. */
export async function askLayers(
  asker: Asker,
  model: string,
  { text, candidates, signal }: InsideRequest & { readonly candidates: number },
): Promise<LayerPredictions> {
  const body = { model, input: text, top: candidates };
  const { json, request } = await askInside(asker, { path: '/layers', body, signal });
  const layers = readLayers(json, candidates);
  if (layers === undefined) throw notInProtocol(asker);
  return { model, layers, request };
}

function readLayers(json: unknown, most: number): LayerPrediction[] | undefined {
  if (!isRecord(json) || !Array.isArray(json.layers)) return undefined;
  const told: readonly unknown[] = json.layers;
  if (told.length === 0 || told.length > MAX_LAYERS) return undefined;
  const layers = told.map((one, layer): LayerPrediction | undefined => {
    if (!isRecord(one) || one.layer !== layer || !Array.isArray(one.top_logprobs)) return undefined;
    const candidates = readCandidates(one.top_logprobs.slice(0, most));
    return candidates && { layer, candidates };
  });
  return layers.every((layer) => layer !== undefined) ? layers : undefined;
}

function readCandidates(list: readonly unknown[]): Candidate[] | undefined {
  const candidates = list.map((one): Candidate | undefined => {
    if (!isRecord(one)) return undefined;
    const [token, logprob] = [parseToken(one.token, one.bytes, one.id), parseLogprob(one.logprob)];
    return token && logprob !== undefined ? { ...token, logprob } : undefined;
  });
  if (candidates.length === 0 || !candidates.every((one) => one !== undefined)) return undefined;
  checkSum(candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0));
  return candidates.toSorted((one, other) => other.logprob - one.logprob);
}
