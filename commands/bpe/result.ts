import { z } from 'zod';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { packBytes, unpackBytes } from '../../src/lesson/stored/stored-tokens.js';

/** The encodings whose merges can be watched. */
export const encodingSchema = z.enum(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base']);

/** The merges of what encoding are shown where nobody chose one. */
export const DEFAULT_ENCODING = 'o200k_base';

const bytesCodec = z.codec(z.string(), z.custom<Uint8Array>(), {
  decode: (stored) => unpackBytes(stored) ?? new Uint8Array(),
  encode: (bytes) => packBytes(bytes) ?? '',
});

/** How the reply was asked that this was opened from, for the commands that are opened from this one. */
const askedSchema = z.object({
  question: beforeQuestionSchema.optional(),
  model: z.string().optional(),
  sampling: chosenSamplingSchema.optional(),
});

/** A text, and every merge that makes tokens of its bytes; as `MergedText` has them. */
const mergingSchema = z.object({
  kind: z.literal('merging'),
  text: z.string(),
  /** The text that was given is longer than what is merged. */
  isCut: z.boolean(),
  encoding: encodingSchema,
  pieces: z.array(z.number()),
  starts: z.array(z.number()),
  order: z.array(z.number()),
  pairs: z.array(z.tuple([z.number(), z.number(), z.number()])),
  ids: z.array(z.number()),
  asked: askedSchema.optional(),
});

/** A text, and the merges that were learned from it; as `LearnedText` has them. */
const learnedSchema = z.object({
  kind: z.literal('learned'),
  text: z.string(),
  /** It is the story that the bot brings. */
  isOwn: z.boolean(),
  /** User-perceived characters. */
  characters: z.number(),
  /** How many merges were asked for. */
  wanted: z.number(),
  bytes: z.number(),
  merges: z.array(z.object({ left: bytesCodec, right: bytesCodec, count: z.number(), tokens: z.number() })),
  cut: z.array(z.number()),
  asked: askedSchema.optional(),
});

/** What is stored of a reply of `/bpe`. */
export const bpeResult = z.discriminatedUnion('kind', [mergingSchema, learnedSchema]);

export type BpeResult = z.infer<typeof bpeResult>;
export type MergingResult = z.infer<typeof mergingSchema>;
export type LearnedResult = z.infer<typeof learnedSchema>;
