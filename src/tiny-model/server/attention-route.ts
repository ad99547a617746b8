import type { Context } from 'hono';
import { attentionRequest, parseRequest } from './requests.js';
import { readInput, type ServedTransformers, writeToken } from './served-transformers.js';

/**
 * Answers `POST /v1/attention`: how much each token of a text looks at each of those before it and at itself, by layer and
 * head.
 */
export async function answerAttention(context: Context, served: ServedTransformers, body: unknown): Promise<Response> {
  const { model, input } = parseRequest(attentionRequest, body);
  const { vocabulary } = served;
  const [transformer, measured] = await Promise.all([served.transformer(model), served.measuredHeads(model)]);
  const { layers, heads } = transformer.shape;
  const ids = readInput(vocabulary, input, transformer.shape.context);
  const { attention } = transformer.read(ids);
  return context.json({
    object: 'attention',
    model,
    tokens: ids.map((id) => writeToken(vocabulary, id)),
    layers,
    heads,
    measured,
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
