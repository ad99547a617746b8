import { z } from 'zod';
import { ApiError } from './api-error.js';

const text = z.string();
const tokenIds = z.array(z.int().min(0)).min(1);
const off = (neutral: number) =>
  z.literal(neutral, { error: `Only ${neutral} is possible: this model has no such setting.` }).nullish();
const none = z.array(z.unknown()).max(0, { error: 'This model has no such feature; leave it out.' }).nullish();

/** More bins would be longer than the tokens themselves. */
const MAX_TAIL_BINS = 256;

const generation = {
  model: text,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  top_k: z.int().min(-1).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  n: z.int().min(1).max(16).nullish(),
  seed: z.int().nullish(),
  stop: z
    .union([text.min(1), z.array(text.min(1)).max(4)], { error: 'Expected a string or up to 4 strings, none empty.' })
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(0).nullish(),
  tail_bins: z.int().min(0).max(MAX_TAIL_BINS).nullish(),
  presence_penalty: off(0),
  frequency_penalty: off(0),
  repetition_penalty: off(1),
  logit_bias: z
    .record(text, z.number())
    .refine((bias) => Object.keys(bias).length === 0, {
      error: 'This model has no logit bias; leave it out.',
    })
    .nullish(),
};

/** Body of `POST /v1/completions`. */
export const completionRequest = z.looseObject({
  ...generation,
  prompt: z
    .union([text, z.array(text).min(1).max(32), tokenIds, z.array(tokenIds).min(1).max(32)], {
      error: 'Expected a string, a list of token ids, or up to 32 of either.',
    })
    .nullish(),
  logprobs: z.int().min(0).nullish(),
  echo: z.boolean().nullish(),
  prompt_logprobs: z.int().min(0).nullish(),
  suffix: z.literal('', { error: 'This model cannot fill in before a suffix.' }).nullish(),
});

const textPart = z.looseObject({ type: z.literal('text', { error: 'This model reads text only.' }), text });

const messages = z
  .array(
    z.looseObject({
      role: z.enum(['system', 'developer', 'user', 'assistant']),
      content: z.union([text, z.array(textPart)], { error: 'Expected a string or a list of text parts.' }),
    }),
  )
  .min(1);

/** Body of `POST /v1/chat/completions`. */
export const chatRequest = z.looseObject({
  ...generation,
  messages,
  max_completion_tokens: z.int().min(1).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).nullish(),
  add_generation_prompt: z.boolean().nullish(),
  continue_final_message: z.boolean().nullish(),
  tools: none,
  functions: none,
  response_format: z.looseObject({ type: z.literal('text', { error: 'This model answers in text only.' }) }).nullish(),
});

/** Body of `POST /v1/embeddings`. */
export const embeddingRequest = z.looseObject({
  model: text,
  input: z.union([text.min(1), z.array(text.min(1)).min(1).max(256), tokenIds, z.array(tokenIds).min(1).max(256)], {
    error: 'Expected a string or list of token ids, not empty, or up to 256 of either.',
  }),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).max(256).nullish(),
});

const looked = { model: text, input: text };

/** Body of `POST /v1/attention`. */
export const attentionRequest = z.looseObject(looked);

/** Body of `POST /v1/layers`. */
export const layersRequest = z.looseObject({ ...looked, top: z.int().min(1).max(1000) });

/** Body of `POST /v1/corpus/followers`. */
export const followersRequest = z.looseObject({ input: text.max(500), top: z.int().min(1).max(100).nullish() });

/** Body of `POST /tokenize`, as vLLM (`prompt`, or `messages` for a chat) and llama.cpp (`content`) take it. */
export const tokenizeRequest = z.union(
  [
    z.looseObject({
      prompt: text,
      add_special_tokens: z.boolean().nullish(),
      return_token_strs: z.boolean().nullish(),
    }),
    z.looseObject({
      messages,
      add_special_tokens: z.boolean().nullish(),
      add_generation_prompt: z.literal(true).nullish(),
      continue_final_message: z.literal(false).nullish(),
      return_token_strs: z.boolean().nullish(),
    }),
    z.looseObject({
      content: text,
      add_special: z.boolean().nullish(),
      parse_special: z.boolean().nullish(),
      with_pieces: z.boolean().nullish(),
    }),
  ],
  { error: 'Expected an object with `prompt` or `content`, a string, or `messages` to be answered.' },
);

/** Body of `POST /apply-template`. */
export const templateRequest = z.looseObject({ messages });

/** Body of `POST /detokenize`. */
export const detokenizeRequest = z.looseObject({ tokens: z.array(z.int().min(0)) });

/** Body of `POST /v1/training/run`. */
export const homeTrainingRequest = z.looseObject({
  input: text.min(200).max(20_000),
  seconds: z.number().min(1).max(20),
  seed: z.int().min(0).nullish(),
  stream: z.literal(true, { error: 'A training is only told as it goes: ask for a stream.' }),
});

/**
 * Checks how many of the most likely tokens a request wants to have listed.
 *
 * @throws ApiError 400 where the vocabulary has fewer
 */
export function checkListed(listed: number | null | undefined, vocabularySize: number, field: string): number {
  if (!listed || listed <= vocabularySize) return listed ?? 0;
  const message = `Invalid '${field}': at most ${vocabularySize} are possible, the size of the vocabulary.`;
  throw new ApiError(400, message, 'invalid_value', field);
}

/**
 * Checks a request's body.
 *
 * @throws ApiError 400 that names the first field at fault
 */
export function parseRequest<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  if (path === '') throw new ApiError(400, issue?.message ?? 'The request is not valid.');
  throw new ApiError(400, `Invalid '${path}': ${issue?.message}`, 'invalid_value', String(issue?.path[0]));
}
