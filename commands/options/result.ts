import { z } from 'zod';
import { scoredTokenCodec } from '../../src/lesson/stored/scored-token.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { scaleSchema } from '../../src/lesson/stored/stored-tokens.js';

/** A prompt, and how likely a model goes on with each of some answers. */
export const optionsResult = z.object({
  prompt: z.string(),
  /** Given: the prompt is a question, and the answers are how the reply to it begins. */
  asQuestion: beforeQuestionSchema.optional(),
  /** As they were given: two to eight. */
  answers: z.array(
    z.object({
      text: z.string(),
      /** Joined they are what was moved of the prompt, and the answer with the space before it. */
      tokens: z.array(scoredTokenCodec),
    }),
  ),
  /** Answers that were given more than once. */
  repeated: z.array(z.string()),
  /** The end of the prompt that counts as part of each answer, because it shares a token with one. */
  moved: z.string(),
  /** The model that was asked for. */
  named: z.string().optional(),
  /** The one that answered. */
  model: z.string(),
  endpoint: endpointSchema,
  scale: scaleSchema,
  requests: z.number(),
  notices: z.array(factSchema),
  /** What was chosen of how tokens are drawn, to go along: scoring draws none. */
  sampling: chosenSamplingSchema.optional(),
});

export type OptionsResult = z.infer<typeof optionsResult>;
