import { z } from 'zod';
import { replyCodec } from '../../src/lesson/asking/reply.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { beginningCodec, unboundedNumber } from '../../src/lesson/stored/stored-tokens.js';

/** The most tokens of a reply that can be asked for. */
export const MAX_TOKENS = 8192;

/** A small or a very hot model may never end by itself. */
export const DEFAULT_MAX_TOKENS = 512;

/** At 1 a small model often leaves the way; at this, two answers are seldom the same and most of them hold together. */
export const DEFAULT_TEMPERATURE = 0.7;

/** Of the button **Another answer**, where nobody chose a temperature. */
export const DEFAULT = 'default';

/** From the likeliest answer to a daring one. */
export const SIDE_BY_SIDE: readonly number[] = [0, 0.7, 1.5];

const replySchema = z.object({
  temperature: z.number(),
  /** The server took no temperature, and drew at one of its own. */
  isOwnTemperature: z.boolean().optional(),
  /** Undefined where the reply broke off. */
  record: replyCodec.optional(),
  /** The text, where no record holds the whole of it; shown when it is new, and stored in part. */
  written: beginningCodec.optional(),
  /** Of all its tokens, of which the record may hold the first only; undefined where it is not known. */
  perplexity: unboundedNumber.optional(),
  /** What the model thought until then, where it breaks off. */
  thoughts: beginningCodec.optional(),
  /** Why it breaks off. */
  broken: factSchema.optional(),
});

/** A question and what the model replied to it. */
export const askResult = z.object({
  question: z.string(),
  /** What stands before it: of a conversation, what the model read of it. */
  ...beforeQuestionSchema.shape,
  model: z.string().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
  maxTokens: z.number(),
  /** As many tokens as the window has room for, where that is less. */
  mostTokens: z.number().optional(),
  /** Of a conversation that was cut: tokens that the model can read at once, and whether they were counted by another tokenizer. */
  window: z.number().optional(),
  isEstimate: z.boolean().optional(),
  /** Of the first sample; each further one is drawn with a later seed. */
  seed: z.number().optional(),
  /** What of that somebody chose, for what is opened from the reply; all of it where it is not told. */
  chosen: chosenSamplingSchema.optional(),
  /** One, or several at different temperatures that stand side by side. */
  replies: z.array(replySchema),
  /** This reply's number among the samples of one question, from 1. */
  sample: z.number(),
  /** The first sample's run, which knows where the samples are counted. Undefined on the first itself. */
  firstRunId: z.string().optional(),
  /** How many samples there were before `countedIn` was made. */
  samples: z.number(),
  /** The run that counts the further samples; undefined as long as there are none. */
  countedIn: z.string().optional(),
});

/** Counts the samples of one question that were drawn after the first: a row that is small, since each press changes it. */
export const sampleCount = z.object({ added: z.number() });

export type AskResult = z.infer<typeof askResult>;

/** One reply; neither finished nor broken off while it is written. */
export type AskReply = AskResult['replies'][number];

/** Whether nobody chose the temperature of a question's only reply. */
export function hasDefaultTemperature({ chosen }: Pick<AskResult, 'chosen'>): boolean {
  return chosen !== undefined && chosen.temperature === undefined;
}
