import { z } from 'zod';
import type { Distribution } from '../../src/domain/distribution.js';
import type { Candidate } from '../../src/domain/token.js';
import { packBytes, unpackBytes } from '../../src/lesson/stored/packed-bytes.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import { distributionSchema, packDistribution, unpackDistribution } from '../../src/lesson/stored/stored-tokens.js';

const stepSchema = z.object({
  text: z.string(),
  /** Hexadecimal digits. */
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
    /** The server cuts before it applies the temperature. */
    order: z.literal('cuts-first').optional(),
    candidates: z.number(),
    model: z.string().optional(),
    path: z.array(stepSchema),
    maxSteps: z.number(),
    /** Where the distribution came from. */
    endpoint: z.object({ label: z.string(), tiny: z.boolean() }),
    listed: distributionSchema,
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
  return { ...run, listed: packDistribution(distribution) };
}

export function fromStored({ listed, ...run }: Stored): NextwordRun {
  return { ...run, distribution: unpackDistribution(listed) };
}

/** A token as it stands in a path. */
export function packed({ text, bytes }: Candidate): Pick<Step, 'text' | 'bytes'> {
  return { text, bytes: packBytes(bytes) };
}

/** The prompt with the path behind it; tokens that share a character are joined as bytes. */
export function continuedText({ prompt, path }: Pick<NextwordRun, 'prompt' | 'path'>): string {
  const bytes = path.map((step) => unpackBytes(step.bytes) ?? Buffer.from(step.text));
  return prompt + Buffer.concat(bytes).toString('utf8');
}
