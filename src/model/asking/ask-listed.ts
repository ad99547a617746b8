import { isTold } from '../../domain/same-token.js';
import type { DistributionSource } from '../answer/build-distribution.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import type { ReadCompletion } from '../answer/read-completion.js';
import { ModelError } from '../errors.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import { fitServerText } from '../wire/server-text.js';
import type { Asker } from './asker.js';
import { givesLogprobs } from './doubt.js';
import type { ModelKnowledge, Route } from './knowledge.js';
import type { Parameter, RequestShape } from './request-shape.js';

/** A request for a few tokens with what else could have stood there. */
export interface ListedRequest {
  readonly model: string;
  /** Decides by what is known where to ask and what for; called again after each lesson. */
  readonly plan: (knowledge: ModelKnowledge) => Promise<Pick<RequestShape, 'route' | 'content'>>;
  readonly parameters: readonly Parameter[];
  readonly maxTokens: number;
  /** How many alternatives to list per token. */
  readonly listed: number;
  /**
   * What an answer of which the server tells no tokens is worth. `again`: nothing, because it is what is listed that counts, so
   * that another token is drawn. `kept`: it was drawn, and to draw again would make others likelier.
   */
  readonly untold: 'again' | 'kept';
  readonly signal?: AbortSignal | undefined;
}

/** An answer in which tokens are listed, or the model ended the text, or of which the server tells nothing. */
export interface ListedAnswer extends DistributionSource {
  /** Empty where the server tells none. */
  readonly positions: readonly LogprobPosition[];
  readonly text: string;
  /** As the server counted; undefined where it did not say. */
  readonly usage: ReadCompletion['usage'];
  /** The model chose to end the text before it wrote any. */
  readonly isEnd: boolean;
  /** It begins with thoughts, and so not with what was asked for. */
  readonly isThought: boolean;
}

/** So often another token is drawn. */
const MAX_DRAWS = 8;
/** From here on a token is called for that is known to be whole. */
const FIRST_CALLED_DRAW = 3;
/** Makes any token certain, where OpenAI's protocol allows no more. */
const CERTAIN = 100;

/**
 * Asks for tokens with their logprobs, on whichever route the plan chooses.
 *
 * Some servers tell nothing of a drawn token that is a part of a character. One such answer says nothing of the route: it
 * is asked again for another token, and the route is only given up where a probe finds that it gives no logprobs at all.
 *
 * @throws ModelError `no-logprobs` where draw after draw tells nothing
 */
export async function askListed(asker: Asker, request: ListedRequest): Promise<ListedAnswer> {
  const { model, maxTokens, listed, signal } = request;
  const knowledge = asker.memory.about(model);
  const isList = request.untold === 'again';
  let draws = isList && knowledge.callsWhole ? FIRST_CALLED_DRAW : 0;
  let hasFailed = false;
  /** Routes that were found to give no logprobs; each is left once. */
  const left = new Set<Route>();
  for (;;) {
    const called = draws < FIRST_CALLED_DRAW ? undefined : knowledge.wholeToken;
    const parameters = draws === 0 ? request.parameters : drawAnother(request.parameters, draws, called);
    const asked = asker.completion(
      model,
      async (known) => {
        const planned = await request.plan(known);
        if (left.has(planned.route)) throw withoutLogprobs(asker, model);
        return { ...planned, model, parameters, maxTokens, logprobs: listed, stream: false };
      },
      signal,
    );
    const answer = await (isList ? asked.catch(unlessDrawFailed) : asked);
    if (answer === undefined) {
      hasFailed = true;
      draws = Math.max(draws + 1, FIRST_CALLED_DRAW);
      if (draws >= MAX_DRAWS) throw new ModelError('no-logprobs', 'character-part-untold', { endpoint: asker.where });
      continue;
    }
    const { route } = answer;
    const { positions, text, isEnd, isThought } = answer.choice;
    // A server that counts the call in lists what nobody asked for.
    const isOwn = called === undefined || !isCertain(positions[0], called);
    const tokens = isOwn ? positions.flatMap((position) => position.listed) : [];
    if (tokens.length > 0) {
      knowledge[route].learnLogprobs('given');
      knowledge.learnWholeToken(tokens);
      if (hasFailed && called !== undefined) knowledge.learnCallsWhole();
    }
    // A drawn token that is told is all there is to know of it, whether or not others are listed beside it.
    const drawn = request.untold === 'kept' ? positions[0]?.sampled : undefined;
    const tellsDrawn = drawn !== undefined && isTold(drawn);
    // Numbers that cannot be trusted are told as that.
    const isFaulty = positions.some(({ fault }) => fault !== undefined);
    if (tokens.length > 0 || isEnd || tellsDrawn || isFaulty) return { ...answer, positions, text, isEnd, isThought };
    // A part of a character is no reason to doubt a route that has given some.
    const isPart = text.includes('\uFFFD') && knowledge[route].logprobs === 'given';
    if (!isPart && !(await givesLogprobs(asker, model, route, signal))) {
      left.add(route);
      continue;
    }
    if (request.untold === 'kept') return { ...answer, positions: [], text, isEnd, isThought };
    draws += 1;
    if (draws >= MAX_DRAWS) {
      throw new ModelError('no-logprobs', 'character-part-untold', { endpoint: asker.where });
    }
  }
}

/** A server that cannot read what it drew says nothing of what was asked. */
function unlessDrawFailed(error: unknown): undefined {
  if (!isRefusalOf(error, 'draw')) throw error;
}

/** No route of a model gives logprobs. */
export function withoutLogprobs({ where, secrets }: Asker, model: string): ModelError {
  return new ModelError('no-logprobs', 'no-logprobs', { endpoint: where, model: fitServerText(model, secrets) });
}

/** The same request so that it draws another token, or one that is called for. */
function drawAnother(
  parameters: readonly Parameter[],
  draws: number,
  called: number | undefined,
): readonly Parameter[] {
  const others = parameters.filter(({ name }) => name !== 'seed');
  const seed = { name: 'seed', value: draws, wanted: false };
  if (called === undefined) return [...others, seed];
  return [...others, seed, { name: 'logit_bias', value: { [called]: CERTAIN }, wanted: false }];
}

function isCertain(position: LogprobPosition | undefined, called: number): boolean {
  return (position?.listed ?? []).some(({ id, logprob }) => id === called && logprob > Math.log(0.999));
}
