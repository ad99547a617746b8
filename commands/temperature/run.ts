import { z } from 'zod';
import { loadWhatFollows, type WhatFollows } from '../../src/lesson/asking/what-follows.js';
import { defineReplay } from '../../src/lesson/record/card.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import type { Services } from '../../src/services.js';

const schema = z.object({
  recordId: z.string(),
  /** Two to five, the lowest first. */
  temperatures: z.array(z.number()),
  /** How many tokens have a row. */
  candidates: z.number(),
});

/** What `/temperature` keeps: how a distribution is shown. */
export const storedTemperature = defineStoredRun('temperature', schema);

/** The distributions themselves, for **Details**. */
export const replay = defineReplay('temperature');

/** A distribution and how it is shown. */
export interface TemperatureRun extends z.infer<typeof schema> {
  readonly record: WhatFollows;
}

export async function loadTemperature(runId: string, services: Services): Promise<TemperatureRun> {
  const { payload } = await storedTemperature.load(services, runId);
  return { ...payload, record: await loadWhatFollows(replay, payload.recordId, services) };
}
