import { setImmediate } from 'node:timers/promises';
import type { Context } from 'hono';
import type OpenAI from 'openai';
import { checkIds, textsOrIds } from './prompt.js';
import { embeddingRequest, parseRequest } from './requests.js';
import { findModel, type ServedModels } from './served-model.js';

/** An answer of `POST /v1/embeddings` whose vectors are base64 of little-endian 32-bit floats. */
type EncodedAnswer = Omit<OpenAI.CreateEmbeddingResponse, 'data'> & {
  data: (Omit<OpenAI.Embedding, 'embedding'> & { embedding: string })[];
};

/** Answers `POST /v1/embeddings`. */
export async function answerEmbedding(context: Context, served: ServedModels, body: unknown): Promise<Response> {
  const request = parseRequest(embeddingRequest, body);
  const asked = findModel(served, request.model);
  const { vocabulary } = served;
  const vectors: Float32Array[] = [];
  let tokens = 0;
  for (const input of textsOrIds(request.input)) {
    await setImmediate();
    const isText = typeof input === 'string';
    tokens += isText ? vocabulary.encode(input).length : input.length;
    const text = isText ? input : vocabulary.decode(checkIds(vocabulary, input, 'input'));
    vectors.push(shorten(await asked.embed(text), request.dimensions ?? undefined));
  }
  const head = { object: 'list' as const, model: asked.name, usage: { prompt_tokens: tokens, total_tokens: tokens } };
  if (request.encoding_format === 'base64') {
    const encoded: EncodedAnswer = {
      ...head,
      data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: base64(vector) })),
    };
    return context.json(encoded);
  }
  const answer: OpenAI.CreateEmbeddingResponse = {
    ...head,
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: [...vector] })),
  };
  return context.json(answer);
}

function shorten(vector: Float32Array, dimensions = vector.length): Float32Array {
  const kept = vector.slice(0, dimensions);
  const length = Math.hypot(...kept);
  return length > 0 ? kept.map((value) => value / length) : kept;
}

function base64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
