import { type ReadCompletion, readCompletion } from '../answer/read-completion.js';
import { isNoOrFailure, isRefusalOf } from '../wire/classify-refusal.js';
import type { Asker } from './asker.js';
import { buildBody, type CompletionsShape } from './request-shape.js';

/**
 * One answer of the completions route, from which nothing is learned but how tokens are written.
 *
 * @returns undefined where the endpoint refuses what was asked, or answers with nonsense
 */
export async function askPlainly(
  asker: Asker,
  shape: CompletionsShape,
  signal: AbortSignal | undefined,
): Promise<ReadCompletion | undefined> {
  const knowledge = asker.memory.about(shape.model);
  const body = buildBody(shape, knowledge[shape.route]);
  try {
    const { json } = await asker.plain({ method: 'post', path: '/completions', body, signal });
    return await readCompletion(json, asker.where, knowledge);
  } catch (error) {
    // What is asked here is a few words long: a refusal that speaks of the context tells what a parameter may be.
    if (isNoOrFailure(error) || isRefusalOf(error, 'context')) return undefined;
    throw error;
  }
}
