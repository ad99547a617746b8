import { looksLikeMarker } from '../../domain/control-token.js';
import type { Distribution } from '../../domain/distribution.js';
import type { Candidate } from '../../domain/token.js';
import { markEnd } from '../answer/text-ends.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge } from '../asking/knowledge.js';
import type { RequestShape } from '../asking/request-shape.js';
import { type Parameter, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { RefusalError } from '../wire/refusal.js';

/** As many as have a bar mostly. */
const MOST_LOOKED_AT = 10;
/** More would keep a person waiting. */
const MAX_ASKED = 2;
/** Makes any token certain, where OpenAI's protocol allows no more. */
const CERTAIN = 100;
/** The one that is called for, and one behind it where the text goes on. */
const TOKENS = 2;

/** Where the distribution was asked for. */
export interface EndsRequest {
  readonly model: string;
  readonly plan: (knowledge: ModelKnowledge) => Promise<Pick<RequestShape, 'route' | 'content'>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The same distribution with what is known of which of its tokens end the text. Of those that are spelled as control
 * tokens are, and of which nothing is known yet, the server is asked by calling for them: it stops there or goes on. What
 * was asked once is not asked again.
 */
export async function settleEnds(
  asker: Asker,
  distribution: Distribution,
  { model, plan, signal }: EndsRequest,
): Promise<Distribution> {
  const { ends } = asker.memory.about(model);
  const [best] = distribution.candidates;
  const open = distribution.candidates
    .slice(0, MOST_LOOKED_AT)
    .filter((token) => looksLikeMarker(token) && ends.find(token) === undefined && !ends.wasAsked(token))
    .flatMap((token) => {
      const call = callFor(token, token === best);
      return call === undefined ? [] : [{ token, call }];
    });
  for (const { token, call } of open.slice(0, MAX_ASKED)) {
    ends.markAsked(token);
    try {
      // What the answer tells of the end is learned where it is read.
      await asker.completion(
        model,
        async (knowledge) => ({
          ...(await plan(knowledge)),
          model,
          parameters: call,
          maxTokens: TOKENS,
          logprobs: 1,
          stream: false,
        }),
        signal,
      );
    } catch (error) {
      // The distribution is there, and is shown all the same.
      if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
    }
  }
  if (ends.isEmpty) return distribution;
  return { ...distribution, candidates: distribution.candidates.map((token) => markEnd(token, ends)) };
}

/** How to let a server draw one token: the likeliest comes by itself at temperature 0, others by their ids alone. */
function callFor({ id }: Candidate, isBest: boolean): readonly Parameter[] | undefined {
  const greedy = samplingParameters({ temperature: 0 }).map((each) => ({ ...each, wanted: false }));
  if (isBest) return greedy;
  return id === undefined ? undefined : [...greedy, { name: 'logit_bias', value: { [id]: CERTAIN }, wanted: false }];
}
