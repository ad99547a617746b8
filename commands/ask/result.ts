import { z } from 'zod';
import { replyCodec } from '../../src/lesson/asking/reply.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';

/** The most tokens of a reply that can be asked for. */
export const MAX_TOKENS = 8192;

const replySchema = z.object({
  temperature: z.number(),
  /** Undefined where the reply broke off. */
  record: replyCodec.optional(),
  /** The text, where no record holds the whole of it. */
  written: z.string().optional(),
  /** Of all its tokens, of which the record may hold the first only; undefined where it is not known. */
  perplexity: z.number().optional(),
  /** Why it breaks off. */
  broken: factSchema.optional(),
});

/** A question and what the model replied to it. */
export const askResult = z.object({
  question: z.string(),
  system: z.string().optional(),
  model: z.string().optional(),
  topP: z.number().optional(),
  maxTokens: z.number(),
  /** Of the first sample; each further one is drawn with a later seed. */
  seed: z.number().optional(),
  /** One, or several at different temperatures that stand side by side. */
  replies: z.array(replySchema),
  /** This reply's number among the samples of one question, from 1. */
  sample: z.number(),
  /** The first sample's run; it counts the samples. Undefined on the first itself. */
  firstRunId: z.string().optional(),
  samples: z.number(),
});

export type AskResult = z.infer<typeof askResult>;

/** One reply; neither finished nor broken off while it is written. */
export type AskReply = AskResult['replies'][number];
