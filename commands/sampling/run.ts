import { z } from 'zod';
import { loadWhatFollows, type WhatFollows } from '../../src/lesson/asking/what-follows.js';
import { defineReplay } from '../../src/lesson/record/card.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import type { Services } from '../../src/services.js';

const settingsSchema = z.object({
  temperature: z.number(),
  topK: z.number().optional(),
  topP: z.number().optional(),
  minP: z.number().optional(),
});

/** How a token is drawn: a cut that is left out cuts nothing. */
export type SamplingSettings = z.infer<typeof settingsSchema>;

const schema = settingsSchema.extend({
  recordId: z.string(),
  /** The server cuts before it applies the temperature. */
  order: z.literal('cuts-first').optional(),
  /** How many tokens have a row. */
  candidates: z.number(),
  /** Nobody asked for this cut: it is there to show one. */
  isExample: z.boolean(),
});

/** What `/sampling` keeps: a distribution, and how a token is drawn from it. */
export const storedSampling = defineStoredRun('sampling', schema);

/** The distributions themselves, for **Details**. */
export const replay = defineReplay('sampling');

/** A distribution, and how a token is drawn from it. */
export interface SamplingRun extends z.infer<typeof schema> {
  readonly record: WhatFollows;
}

export async function loadSampling(runId: string, services: Services): Promise<SamplingRun> {
  const { payload } = await storedSampling.load(services, runId);
  return { ...payload, record: await loadWhatFollows(replay, payload.recordId, services) };
}
