import { z } from 'zod';
import { UserError } from '../../src/errors.js';
import type { ForkOrigin } from '../../src/lesson/fork/origin.js';
import { answerTokens } from '../../src/lesson/record/generate.js';
import { keepRecord, type ReplayRecord } from '../../src/lesson/record/record.js';
import { endpointSchema, sentRequestSchema, unpackRequest } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema, orderSchema, samplingShape } from '../../src/lesson/stored/stored-sampling.js';
import {
  candidateSchema,
  listedSchema,
  packCandidate,
  packListed,
  scaleSchema,
  unpackCandidate,
  unpackListed,
} from '../../src/lesson/stored/stored-tokens.js';
import { LISTED_CANDIDATES } from '../../src/lesson/writing/write-text.js';
import type { WrittenStep } from '../../src/lesson/writing/written-text.js';

/** The most tokens of a text that can be asked for. */
export const MAX_TOKENS = 60;

/** A step of a text; each has up to a hundred candidates, so that one codec is quicker here than one for each. */
const stepCodec = z.codec(
  z.object({
    token: candidateSchema,
    listed: listedSchema.optional(),
  }),
  z.custom<WrittenStep>(),
  {
    decode: ({ token, listed }) => ({
      token: unpackCandidate(token),
      listed: listed && unpackListed(listed),
    }),
    encode: ({ token, listed }) => ({
      token: packCandidate(token),
      listed: listed && packListed(listed),
    }),
  },
);

const textSchema = z.object({
  prompt: z.string(),
  model: z.string().optional(),
  ...samplingShape,
  /** What of that somebody chose, for what is opened from the text; all of it where it is not told. */
  chosen: chosenSamplingSchema.optional(),
  maxTokens: z.number(),
  order: orderSchema,
  endpoint: endpointSchema,
  isOwn: z.boolean(),
  steps: z.array(stepCodec),
  ended: z.boolean(),
  /** Why it breaks off. */
  broken: factSchema.optional(),
  /** Undefined where it breaks off. */
  answer: z
    .object({
      text: z.string(),
      model: z.string(),
      scale: scaleSchema,
      request: sentRequestSchema,
      requests: z.number(),
    })
    .optional(),
});

/** A text that the model wrote, with what each of its tokens was drawn from, and the one that it stands beside. */
export const generateResult = z.object({
  text: textSchema,
  /** Given: the text was written to stand beside this one, which is greedy where the text is not. */
  beside: textSchema.optional(),
});

export type GenerateResult = z.infer<typeof generateResult>;

/** A text as it is kept: a `WrittenText`. */
export type KeptText = GenerateResult['text'];

/**
 * The step of a text that a button names, from 1 on.
 *
 * @throws UserError where the text has no such step
 */
export function stepOf({ steps }: Pick<KeptText, 'steps'>, value: string | undefined): number {
  const step = Number(value);
  if (!(Number.isInteger(step) && step >= 1 && step <= steps.length)) {
    throw new UserError('no-such-step', { steps: steps.length });
  }
  return step;
}

/** The answer that a text was made of, for **Details**. */
export function recordOf(text: KeptText, answer: NonNullable<KeptText['answer']>): ReplayRecord {
  const { prompt, temperature, topP, topK, minP, seed, maxTokens, steps, ended, endpoint } = text;
  const asked = { prompt, temperature, topP, topK, minP, seed, maxTokens, candidates: LISTED_CANDIDATES };
  const tokens = answerTokens(steps);
  return keepRecord(
    { kind: 'generate', asked, answer: { ...answer, request: unpackRequest(answer.request), ended, tokens } },
    endpoint,
  );
}

/** The text as one that another word could have stood in. */
export function originOf(text: KeptText): ForkOrigin {
  const { prompt, temperature, topP, topK, minP, seed, chosen, model, maxTokens, steps, isOwn, answer } = text;
  return {
    asked: { kind: 'text', prompt },
    sampling: { temperature, topP, topK, minP, seed },
    chosen,
    model,
    answeredBy: answer?.model,
    maxTokens,
    steps,
    scale: isOwn ? 'raw' : 'unknown',
  };
}
