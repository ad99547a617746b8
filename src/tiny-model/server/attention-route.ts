import type { Context } from 'hono';
import { findTransformer, readInput, writeToken } from './looking-inside.js';
import { attentionRequest, parseRequest } from './requests.js';
import type { ServedModels } from './served-model.js';

/**
 * Answers `POST /v1/attention`: how much each token of a text looks at each of those before it and at itself, by layer and
 * head.
 */
export async function answerAttention(context: Context, served: ServedModels, body: unknown): Promise<Response> {
  const { model, input } = parseRequest(attentionRequest, body);
  const { vocabulary, shelf } = served;
  const found = findTransformer(served, model);
  const ids = readInput(served, input);
  const transformer = await shelf.open(found);
  const { layers, heads } = transformer.shape;
  // What is read is overwritten by the next text: nothing may come between.
  const { attention } = transformer.read(ids);
  return context.json({
    object: 'attention',
    model,
    tokens: ids.map((id) => writeToken(vocabulary, id)),
    layers,
    heads,
    // Only finished models were measured.
    measured: found.step === undefined ? (shelf.log.heads?.[found.stage] ?? []) : [],
    weights: seenWeights(attention, heads, ids.length).toString('base64'),
  });
}

/** Little-endian 32-bit floats by layer, head, the token that looks, and the tokens that it sees. */
function seenWeights(attention: readonly Float32Array[], heads: number, tokens: number): Buffer {
  const bytes = Buffer.alloc(attention.length * heads * ((tokens * (tokens + 1)) / 2) * 4);
  let at = 0;
  for (const weights of attention) {
    for (let row = 0; row < heads * tokens; row++) {
      const from = row % tokens;
      for (let to = 0; to <= from; to++) at = bytes.writeFloatLE(weights[row * tokens + to] as number, at);
    }
  }
  return bytes;
}
