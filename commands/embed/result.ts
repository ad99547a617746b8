import { z } from 'zod';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';

/** A text and how alike it is to what was looked for. */
const nearSchema = z.object({
  text: z.string(),
  likeness: z.number(),
  /** Somebody wrote it; it is none of the common words. */
  isOwn: z.boolean(),
});

export type Near = z.infer<typeof nearSchema>;

/** A ranking of which the first are kept. */
const rankingShape = {
  best: z.array(nearSchema),
  /** How many there are. */
  among: z.number(),
  request: sentRequestSchema,
};

const nearestSchema = z.object({ ...rankingShape, to: z.number() });

const analogySchema = z.object({
  ...rankingShape,
  /** “a is to b as c is to …”. */
  terms: z.tuple([z.string(), z.string(), z.string()]),
  /** What somebody expects, with its place from 1 on. */
  expected: z.object({ text: z.string(), rank: z.number(), likeness: z.number() }).optional(),
});

export type Analogy = z.infer<typeof analogySchema>;

/** Texts, and what their vectors say of them; the vectors themselves are not kept. */
export const embedResult = z.object({
  texts: z.array(z.string()),
  /** Texts for which there was no room. */
  leftOut: z.number(),
  endpoint: endpointSchema,
  /** The model that somebody named. */
  named: z.string().optional(),
  /** The model that was asked; undefined for the endpoint's default one. */
  asked: z.string().optional(),
  /** Whose vectors they are, as the endpoint says. */
  model: z.string(),
  /** How many numbers each vector has. */
  dimensions: z.number(),
  /** Of each vector. */
  lengths: z.array(z.number()),
  /** How alike each text is to each: the cosine of their vectors. */
  grid: z.array(z.array(z.number())),
  /** The map: where each text lies, and which share of the differences each direction has. */
  flat: z.object({ points: z.array(z.tuple([z.number(), z.number()])), shares: z.array(z.number()) }),
  request: sentRequestSchema,
  /** What the reply shows. */
  sight: z.enum(['map', 'likeness', 'nearest', 'analogy']),
  nearest: nearestSchema.optional(),
  analogy: analogySchema.optional(),
  /** How tokens were drawn on the reply that this was opened from, for those that are opened from here. */
  sampling: chosenSamplingSchema.optional(),
});

export type EmbedResult = z.infer<typeof embedResult>;
