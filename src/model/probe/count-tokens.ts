import type { Asker } from '../asking/asker.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { planContinuation } from '../ways/ask-continuation.js';
import { RefusalError } from '../wire/refusal.js';

/**
 * How many tokens a server counts in a text and what stands around it, on the route that texts are gone on with.
 *
 * @returns undefined where it does not tell, or does not answer
 */
export async function countTokens(
  asker: Asker,
  model: string,
  prompt: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const plan = planContinuation(asker, { model, prompt, signal });
  const parameters = samplingParameters({ temperature: 1 });
  try {
    const { usage } = await asker.completion(
      model,
      async (knowledge) => ({
        ...(await plan(knowledge)),
        model,
        parameters,
        maxTokens: 1,
        logprobs: 0,
        stream: false,
      }),
      signal,
    );
    return usage?.promptTokens;
  } catch (error) {
    // What is asked for beside this is told all the same.
    if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
    return undefined;
  }
}
