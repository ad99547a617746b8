import type { Context } from 'hono';
import { predictFitting } from '../transformer/transformer-model.js';
import { findTransformer, readInput, writeToken } from './looking-inside.js';
import { layersRequest, parseRequest } from './requests.js';
import type { ServedModels } from './served-model.js';

/** The logarithm of a probability of 0, as OpenAI writes it. */
const NEVER = -9999;

/** Answers `POST /v1/layers`: what the model would say next if it ended after so many of its layers. */
export async function answerLayers(context: Context, served: ServedModels, body: unknown): Promise<Response> {
  const { model, input, top } = parseRequest(layersRequest, body);
  const { vocabulary, fitting, shelf } = served;
  const found = findTransformer(served, model);
  const ids = readInput(served, input);
  const transformer = await shelf.open(found);
  const { width } = transformer.shape;
  const fits = fitting.after(ids);
  // What is read is overwritten by the next text: nothing may come between.
  const { afterLayer } = transformer.read(ids);
  const last = (ids.length - 1) * width;
  return context.json({
    object: 'layers',
    model,
    layers: afterLayer.map((numbers, layer) => {
      const probabilities = predictFitting(transformer.predict(numbers.subarray(last, last + width)), fits);
      const likeliest = likeliestOf(probabilities, top);
      return {
        layer,
        top_logprobs: likeliest.map((id) => ({
          ...writeToken(vocabulary, id),
          logprob: Math.max(NEVER, Math.log(probabilities[id] as number)),
        })),
      };
    }),
  });
}

/** The ids of the highest probabilities, highest first; of equal ones the lower id. */
function likeliestOf(probabilities: Float64Array, count: number): number[] {
  const chance = (id: number) => probabilities[id] as number;
  return Array.from(probabilities.keys())
    .sort((one, other) => chance(other) - chance(one) || one - other)
    .slice(0, count);
}
