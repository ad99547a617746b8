import { z } from 'zod';
import { textCodec } from '../../src/lesson/record/text-record.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { beginningCodec } from '../../src/lesson/stored/stored-tokens.js';

/** The stages in the order of a model's life. */
export const STAGES = ['base', 'tuned', 'preferred'] as const;

const rowSchema = z.object({
  stage: z.enum(STAGES),
  model: z.string(),
  /** What it read was the prompt behind examples of questions with answers. */
  hasExamples: z.boolean().optional(),
  /** The finished text; undefined where it broke off. */
  record: textCodec.optional(),
  /** The text, where no record holds the whole of it; shown when it is new, and stored in part. */
  written: beginningCodec.optional(),
  /** Why it breaks off. */
  broken: factSchema.optional(),
});

/** What `/tuning` shows: what models at several stages of their training make of one prompt. */
export const tuningResult = z.object({
  prompt: z.string(),
  maxTokens: z.number(),
  temperature: z.number(),
  seed: z.number(),
  /** What was chosen of how tokens are drawn, to go along; its cuts are those of all texts. */
  sampling: chosenSamplingSchema.optional(),
  endpoint: endpointSchema,
  /** One for each stage, or the base model without examples and with them. */
  rows: z.array(rowSchema),
});

export type TuningResult = z.infer<typeof tuningResult>;

/** What came of one model; neither finished nor broken off while it writes. */
export type TuningRow = TuningResult['rows'][number];

/** Whether the base model stands there without examples and with them, and not the stages. */
export function isFewShot({ rows }: Pick<TuningResult, 'rows'>): boolean {
  return rows.some(({ hasExamples }) => hasExamples);
}

/** The value of a link to one row. */
export function rowValue({
  stage,
  hasExamples,
}: Pick<TuningRow, 'stage' | 'hasExamples'>): TuningRow['stage'] | 'examples' {
  return hasExamples ? 'examples' : stage;
}
