import { z } from 'zod';
import type { Candidate, Distribution } from '../src/model/distribution.js';
import { packBytes, unpackBytes } from './packed-bytes.js';
import { sentRequestSchema } from './sent-request.js';
import { defineStoredRun } from './stored-run.js';

/** Bytes travel through storage as hexadecimal digits. */
const candidateSchema = z.object({
  text: z.string(),
  bytes: z.string().optional(),
  id: z.number().optional(),
  logprob: z.number(),
});

const stepSchema = z.object({
  text: z.string(),
  bytes: z.string().optional(),
  /** What the model's own probability of this token was, at temperature 1: both ends are equal where it is known. */
  low: z.number(),
  high: z.number(),
  /** Steps of one press, which are taken back together: tokens that only as a whole are a character. */
  press: z.number(),
});

/** What `/nextword` keeps between presses: the text so far and the distribution that is on the chart. */
export const storedNextword = defineStoredRun(
  'nextword',
  z.object({
    prompt: z.string(),
    temperature: z.number(),
    topP: z.number().optional(),
    topK: z.number().optional(),
    candidates: z.number(),
    model: z.string().optional(),
    path: z.array(stepSchema),
    maxSteps: z.number(),
    listed: z.object({
      candidates: z.array(candidateSchema),
      hiddenMass: z.number(),
      cap: z.number(),
      vocabularySize: z.number().optional(),
      model: z.string(),
      route: z.enum(['completions', 'chat']),
      scale: z.enum(['raw', 'processed', 'unknown']),
      request: sentRequestSchema,
    }),
  }),
);

type Stored = z.infer<typeof storedNextword.schema>;

/** One token that was added to the prompt. */
export type Step = Stored['path'][number];

/** A stored run with its distribution as the model layer gives it. */
export interface NextwordRun extends Omit<Stored, 'listed'> {
  readonly distribution: Distribution;
}

export function toStored({ distribution, ...run }: NextwordRun): Stored {
  return { ...run, listed: { ...distribution, candidates: distribution.candidates.map(packed) } };
}

export function fromStored({ listed, ...run }: Stored): NextwordRun {
  const candidates = listed.candidates.map(
    (one): Candidate => ({
      ...one,
      id: one.id,
      bytes: unpackBytes(one.bytes),
    }),
  );
  const request = { ...listed.request, requestId: listed.request.requestId };
  return { ...run, distribution: { ...listed, vocabularySize: listed.vocabularySize, request, candidates } };
}

export function packed({ text, bytes, id, logprob }: Candidate) {
  return { text, id, logprob, bytes: packBytes(bytes) };
}

/** The prompt with the path behind it; tokens that share a character are joined as bytes. */
export function continuedText({ prompt, path }: Pick<NextwordRun, 'prompt' | 'path'>): string {
  const bytes = path.map((step) => unpackBytes(step.bytes) ?? Buffer.from(step.text));
  return prompt + Buffer.concat(bytes).toString('utf8');
}
