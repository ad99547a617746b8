import type { Asker } from '../asking/asker.js';
import { givesLogprobs } from '../asking/doubt.js';
import type { Route } from '../asking/knowledge.js';
import { mostAtOnePlace } from '../asking/listing.js';
import { findListed } from '../asking/model-list.js';
import { ModelError } from '../errors.js';
import { askProbe } from './probe-request.js';

/** How many tokens a route lists; more may come where as many came as were asked for. */
export interface ListedCount {
  readonly listed: number;
  readonly mayListMore: boolean;
}

/**
 * Finds out whether an endpoint has a route for a model, and how many tokens it lists there; the rest is learned on the
 * way from what it refuses.
 *
 * @returns how many tokens came with the first one; none where the route or its logprobs are missing
 */
export async function probeRoute(asker: Asker, model: string, route: Route): Promise<ListedCount> {
  const knowledge = asker.memory.about(model)[route];
  const known = await findListed(asker.list, model);
  // More than hosted endpoints list, so that a limit shows itself.
  const most = mostAtOnePlace(known);
  try {
    const ask = () => askProbe(asker, { model, route, listed: most });
    let { positions, asked } = await ask();
    // What came with a part of a character, or with the end of a text, tells nothing.
    if (positions.length === 0 && (await givesLogprobs(asker, model, route, undefined)))
      ({ positions, asked } = await ask());
    // The drawn token can come beside as many as were asked for.
    const listed = Math.min(positions[0]?.listed.length ?? 0, asked);
    if (listed > 0) knowledge.learnLogprobs('given');
    return { listed, mayListMore: listed === most && most !== known?.vocabularySize };
  } catch (error) {
    if (!knowledge.available && error instanceof ModelError && error.kind === 'unsupported') {
      return { listed: 0, mayListMore: false };
    }
    throw error;
  }
}
