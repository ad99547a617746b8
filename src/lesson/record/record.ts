import { z } from 'zod';
import type { Completion } from '../../domain/completion.js';
import type { Distribution } from '../../domain/distribution.js';
import type {
  Endpoint,
  GenerateRequest,
  NextTokenRequest,
  ReplyRequest,
  ScoreRequest,
} from '../../domain/language-model.js';
import { answeredBy, modelAt } from '../../domain/model-name.js';
import { type Naming, nameLikeliest } from '../../domain/name-likeliest.js';
import type { ScoredText } from '../../domain/scored-text.js';
import { packScored, scoredTokenSchema, unpackScored } from '../stored/scored-token.js';
import { endpointSchema, sentRequestSchema, unpackRequest } from '../stored/sent-request.js';
import { factSchema } from '../stored/stored-fact.js';
import { beforeQuestionSchema } from '../stored/stored-question.js';
import { samplingShape } from '../stored/stored-sampling.js';
import { startOfText, storedBytes } from '../stored/stored-size.js';
import { packThoughts, thoughtsSchema, unpackThoughts } from '../stored/stored-thoughts.js';
import {
  distributionSchema,
  packBin,
  packCandidate,
  packDistribution,
  packSampledToken,
  packStart,
  sampledTokenSchema,
  scaleSchema,
  unpackDistribution,
  unpackSampledToken,
} from '../stored/stored-tokens.js';
import type { GeneratedAnswer } from './generate.js';

/** One answer of the model and what it was asked, ready to be kept. */
export type Answered =
  | {
      readonly kind: 'next-token';
      readonly asked: Omit<NextTokenRequest, 'everyName' | 'model' | 'signal'>;
      readonly answer: Distribution;
    }
  | {
      readonly kind: 'reply';
      readonly asked: Omit<ReplyRequest, 'model' | 'signal' | 'onText'>;
      readonly answer: Completion;
    }
  | {
      readonly kind: 'generate';
      readonly asked: Omit<GenerateRequest, 'model' | 'signal' | 'onTokens'>;
      readonly answer: GeneratedAnswer;
    }
  | { readonly kind: 'score'; readonly asked: Pick<ScoreRequest, 'text'>; readonly answer: ScoredText };

/** A model's reply and what it was asked. */
export type AnsweredReply = Extract<Answered, { kind: 'reply' }>;

/** An answer as it was kept; of a long one only the first tokens are. */
export type ReplayRecord = Answered & {
  /** Where it came from; what the bot is connected to may have changed since. */
  readonly endpoint: Endpoint;
  /** The model that was asked for, by its name in the request. */
  readonly model: string | undefined;
  /** How many tokens the whole answer has; for a distribution how many it lists. */
  readonly total: number;
};

/** A model's reply as it was kept. */
export type ReplyRecord = Extract<ReplayRecord, { kind: 'reply' }>;

/** Of what an answer may take, its text may take so much; the rest is for its tokens. */
const TEXT_SHARE = 1 / 3;

/** Bytes that an answer may take where it is the only one of a result. */
const ANSWER_BYTES = 100_000;

const common = {
  endpoint: endpointSchema,
  model: z.string().optional(),
  total: z.number(),
};

const replySchema = z.object({
  text: z.string(),
  tokens: z.array(sampledTokenSchema).optional(),
  thoughts: thoughtsSchema.optional(),
  refusal: z.object({ by: z.enum(['model', 'filter']), said: z.string() }).optional(),
  finishReason: z.enum(['stop', 'length', 'content-filter', 'other']),
  usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }).optional(),
  model: z.string(),
  seconds: z.number(),
  notices: z.array(factSchema),
  request: sentRequestSchema,
});

const generatedSchema = z.object({
  text: z.string(),
  tokens: z.array(sampledTokenSchema),
  ended: z.boolean(),
  scale: scaleSchema,
  model: z.string(),
  request: sentRequestSchema,
  requests: z.number(),
});

const scoredTextSchema = z.object({
  tokens: z.array(scoredTokenSchema),
  method: z.enum(['echo', 'prompt-logprobs', 'stepping']),
  scale: scaleSchema,
  model: z.string(),
  vocabularySize: z.number().optional(),
  request: sentRequestSchema,
  requests: z.number(),
  notices: z.array(factSchema),
});

const startSchema = beforeQuestionSchema.extend({ prefix: z.string().optional() });

/** A record as it is stored. */
export const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('next-token'),
    asked: z.object({ prompt: z.string(), candidates: z.number(), asQuestion: startSchema.optional() }),
    answer: distributionSchema,
  }),
  z.object({
    ...common,
    kind: z.literal('reply'),
    asked: startSchema.extend({
      question: z.string(),
      ...samplingShape,
      maxTokens: z.number().optional(),
    }),
    answer: replySchema,
    scale: scaleSchema,
  }),
  z.object({
    ...common,
    kind: z.literal('generate'),
    asked: z.object({ prompt: z.string(), ...samplingShape, maxTokens: z.number(), candidates: z.number() }),
    answer: generatedSchema,
  }),
  z.object({
    ...common,
    kind: z.literal('score'),
    asked: z.object({ text: z.string() }),
    answer: scoredTextSchema,
  }),
]);

type StoredRecord = z.infer<typeof recordSchema>;

/**
 * An answer as it is stored.
 *
 * @param bytes what it may take: of what is longer the beginning is kept
 * @param isNamed as in `keepRecord`
 */
export function packRecord(
  answered: Answered,
  connected: Endpoint,
  bytes = ANSWER_BYTES,
  isNamed?: Naming['also'],
): StoredRecord {
  const { request } = answered.answer;
  const { label, tiny } = answeredBy(request, connected);
  const { model: sent } = request.body;
  const model = typeof sent === 'string' ? modelAt(sent, request.endpoint) : undefined;
  const facts = { endpoint: { label, tiny }, model };
  switch (answered.kind) {
    case 'next-token': {
      const { kind, asked, answer } = answered;
      const kept = packDistribution(keepDistribution(answer, bytes, isNamed));
      return { ...facts, kind, asked, answer: kept, total: answer.candidates.length };
    }
    case 'reply': {
      const { kind, asked } = answered;
      const { scale, ...answer } = answered.answer;
      return { ...facts, kind, asked, answer: packReply(answer, bytes), scale, total: answer.tokens?.length ?? 0 };
    }
    case 'generate': {
      const { kind, asked, answer } = answered;
      return { ...facts, kind, asked, answer: packGenerated(answer, bytes), total: answer.tokens.length };
    }
    case 'score': {
      const { kind, asked, answer } = answered;
      return { ...facts, kind, asked, answer: packScores(answer, bytes), total: answer.tokens.length };
    }
  }
}

function packReply(
  { tokens, notices, thoughts, ...reply }: Omit<Completion, 'scale'>,
  bytes: number,
): z.infer<typeof replySchema> {
  const text = startOfText(reply.text, bytes * TEXT_SHARE);
  const kept = thoughts && packThoughts(thoughts, bytes);
  const left = bytes - storedBytes(text) - (kept === undefined ? 0 : storedBytes(kept));
  return {
    ...reply,
    text,
    ...(kept && { thoughts: kept }),
    notices: [...notices],
    tokens: tokens && packStart(tokens, packSampledToken, left),
  };
}

function packGenerated({ tokens, ...generated }: GeneratedAnswer, bytes: number): z.infer<typeof generatedSchema> {
  const text = startOfText(generated.text, bytes * TEXT_SHARE);
  return { ...generated, text, tokens: packStart(tokens, packSampledToken, bytes - storedBytes(text)) };
}

function packScores({ tokens, notices, ...scores }: ScoredText, bytes: number): z.infer<typeof scoredTextSchema> {
  return { ...scores, notices: [...notices], tokens: packStart(tokens, packScored, bytes) };
}

/** Reads what `packRecord` wrote. */
export function unpackRecord(stored: StoredRecord): ReplayRecord {
  const facts = { endpoint: stored.endpoint, model: stored.model, total: stored.total };
  switch (stored.kind) {
    case 'next-token':
      return { ...facts, kind: stored.kind, asked: stored.asked, answer: unpackDistribution(stored.answer) };
    case 'reply': {
      const { kind, asked, answer, scale } = stored;
      const { tokens, usage, request, thoughts, ...reply } = answer;
      const read = { scale, usage, request: unpackRequest(request), tokens: tokens?.map(unpackSampledToken) };
      return {
        ...facts,
        kind,
        asked,
        answer: { ...reply, ...read, ...(thoughts && { thoughts: unpackThoughts(thoughts) }) },
      };
    }
    case 'generate': {
      const { kind, asked, answer } = stored;
      const tokens = answer.tokens.map(unpackSampledToken);
      return { ...facts, kind, asked, answer: { ...answer, tokens, request: unpackRequest(answer.request) } };
    }
    case 'score': {
      const { kind, asked, answer } = stored;
      const tokens = answer.tokens.map(unpackScored);
      return { ...facts, kind, asked, answer: { ...answer, tokens, request: unpackRequest(answer.request) } };
    }
  }
}

/**
 * What is kept of an answer that has just come, as it will be read again: of a long one only the first tokens.
 *
 * @param connected where the answer came from, unless its request says that it was another endpoint
 * @param bytes what it may take as it is stored, without what it was asked with
 * @param isNamed of a distribution: which tokens keep their names besides the likeliest
 */
export function keepRecord(
  answered: Answered,
  connected: Endpoint,
  bytes = ANSWER_BYTES,
  isNamed?: Naming['also'],
): ReplayRecord {
  return unpackRecord(packRecord(answered, connected, bytes, isNamed));
}

/** As much of a record as another answer is compared with: the tokens, and not what else could have stood there. */
export function withoutAlternatives(record: ReplayRecord, bytes: number): ReplayRecord {
  const { endpoint, model, total } = record;
  return { ...keepRecord(leanAnswer(record), endpoint, bytes), model, total };
}

function leanAnswer(record: ReplayRecord): Answered {
  const lean = <T extends object>(tokens: readonly T[]) => tokens.map((token) => ({ ...token, alternatives: [] }));
  switch (record.kind) {
    case 'next-token':
      return record;
    case 'reply':
      return { ...record, answer: { ...record.answer, tokens: record.answer.tokens && lean(record.answer.tokens) } };
    case 'generate':
      return { ...record, answer: { ...record.answer, tokens: lean(record.answer.tokens) } };
    case 'score':
      return { ...record, answer: { ...record.answer, tokens: lean(record.answer.tokens) } };
  }
}

/** As many tokens are kept by name as are asked for, and some more where a result needs those. */
const NAMED = { asked: 100, most: 150 };

/** The others are kept as bins: with so many, what a cut inside one of them leaves open is seldom seen in a figure. */
const BINS = 128;

/** A distribution as it is kept: the most likely tokens by name, as far as there is room for them, and all others in bins. */
export function keepDistribution(
  distribution: Distribution,
  bytes = ANSWER_BYTES,
  isNamed?: Naming['also'],
): Distribution {
  const isShort = distribution.candidates.length <= NAMED.most;
  const naming = { named: NAMED.asked, also: isNamed, bins: BINS };
  const { candidates, tail } = isShort ? distribution : nameLikeliest(distribution, naming);
  const room = bytes - storedBytes(tail.map(packBin));
  const named = packStart(candidates, packCandidate, room).length;
  return { ...distribution, ...nameLikeliest({ candidates, tail }, { named, bins: BINS }) };
}

/** A record, in a result's schema. */
export const recordCodec = z.codec(recordSchema, z.custom<ReplayRecord>(), {
  decode: unpackRecord,
  encode: (record) => ({
    ...packRecord(record, record.endpoint, Number.POSITIVE_INFINITY),
    model: record.model,
    total: record.total,
  }),
});
