import { z } from 'zod';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';

/** One prompt, continued by a few tokens many times at each of some temperatures. */
export const drawResult = z.object({
  prompt: z.string(),
  /** Given: the prompt is a question, and written are beginnings of replies to it. */
  asQuestion: beforeQuestionSchema.optional(),
  columns: z.array(
    z.object({
      temperature: z.number(),
      /** Each ending once, the most frequent first. */
      endings: z.array(
        z.object({
          /** Up to the end of a sentence or a line. */
          text: z.string(),
          /** It was cut after so many tokens. */
          isCut: z.boolean(),
          count: z.number(),
        }),
      ),
    }),
  ),
  /** How often the prompt was to be continued at each temperature. */
  draws: z.number(),
  /** Tokens that an ending has at most. */
  maxTokens: z.number(),
  /** Of the first draw at each temperature; it counts up with them. */
  seed: z.number(),
  /** Why there are fewer than were to be drawn. */
  broken: factSchema.optional(),
  /** The model that was asked for. */
  named: z.string().optional(),
  /** The one that answered. */
  model: z.string(),
  endpoint: endpointSchema,
  /** What was chosen of how tokens are drawn: cuts hold here, too. */
  sampling: chosenSamplingSchema.optional(),
});

export type DrawResult = z.infer<typeof drawResult>;

/** The endings at one temperature. */
export type DrawColumn = DrawResult['columns'][number];

/** How many endings a column has together. */
export function drawnIn({ endings }: DrawColumn): number {
  return endings.reduce((sum, { count }) => sum + count, 0);
}
