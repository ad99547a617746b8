import { isTold } from '../../domain/same-token.js';
import type { SentRequest } from '../../domain/sent-request.js';
import type { LogprobPosition } from '../answer/logprob-position.js';
import { parseAnswerFacts } from '../answer/parse-choice.js';
import { parseLogprobs } from '../answer/parse-completions-logprobs.js';
import { ModelError } from '../errors.js';
import { fitServerText, startSentence } from '../wire/server-text.js';
import type { Asker } from './asker.js';
import type { ModelKnowledge, Route } from './capability-memory.js';
import { givesLogprobs, noteWholeToken } from './doubt.js';
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
   * What an answer of which the server tells no tokens is worth. `again`: nothing, for it is what is listed that counts, so
   * that another token is drawn. `kept`: it was drawn, and to draw again would make others likelier.
   */
  readonly untold: 'again' | 'kept';
  readonly signal?: AbortSignal | undefined;
}

/** An answer in which tokens are listed, or the model ended the text, or of which the server tells nothing. */
export interface ListedAnswer {
  /** As the server wrote them; empty where it tells none. */
  readonly positions: readonly LogprobPosition[];
  readonly text: string;
  /** True when the model chose to end the text. */
  readonly ended: boolean;
  readonly route: Route;
  readonly model: string;
  readonly request: SentRequest;
}

/** So often another token is drawn. */
const mostDraws = 8;
/** From here on a token is called for that is known to be whole. */
const firstCalledDraw = 3;
/** Makes any token certain, where OpenAI's protocol allows no more. */
const certain = 100;

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
  let draws = 0;
  /** Routes that were found to give no logprobs; each is left once. */
  const left = new Set<Route>();
  for (;;) {
    const knowledge = asker.memory.about(model);
    const called = draws < firstCalledDraw ? undefined : knowledge.wholeToken;
    const parameters = draws === 0 ? request.parameters : drawAnother(request.parameters, draws, called);
    const answer = await asker.json(
      model,
      async (knowledge) => {
        const planned = await request.plan(knowledge);
        if (left.has(planned.route)) throw withoutLogprobs(asker, model);
        return { ...planned, model, parameters, maxTokens, logprobs: listed, stream: false };
      },
      signal,
    );
    const { json, shape, request: sent } = answer;
    const { choice, model: answeredBy = model, usage } = parseAnswerFacts(json, asker.where);
    if (choice === undefined) {
      throw new ModelError('protocol', `${startSentence(asker.where)} answered without any text. Try again.`);
    }
    const positions = parseLogprobs(choice.logprobs);
    const { text, finishReason } = choice;
    // llama.cpp draws nothing after an empty text, and says that the limit was reached.
    const isStopped = (finishReason !== undefined && finishReason !== 'length') || usage?.completionTokens === 0;
    const ended = text === '' && isStopped;
    const { route } = shape;
    // A server that counts the call in lists what nobody asked for.
    const isOwn = called === undefined || !isCertain(positions[0], called);
    const listsTokens = isOwn && positions.some((position) => position.listed.length > 0);
    if (listsTokens) {
      knowledge[route].logprobs = 'given';
      noteWholeToken(positions, knowledge);
    }
    // A drawn token that is told is all there is to know of it, whether or not others are listed beside it.
    const drawn = request.untold === 'kept' ? positions[0]?.sampled : undefined;
    const tellsDrawn = drawn !== undefined && isTold(drawn);
    if (listsTokens || ended || tellsDrawn) return { positions, text, ended, route, model: answeredBy, request: sent };
    // A part of a character is no reason to doubt a route that has given some.
    const isPart = text.includes('\uFFFD') && knowledge[route].logprobs === 'given';
    if (!isPart && !(await givesLogprobs(asker, model, route, signal))) {
      left.add(route);
      continue;
    }
    if (request.untold === 'kept') {
      return { positions: [], text, ended, route, model: answeredBy, request: sent };
    }
    draws += 1;
    if (draws === mostDraws) {
      throw new ModelError(
        'no-logprobs',
        `The model goes on with a part of a character here, and ${asker.where} tells no probabilities when it draws one. Ask again, or add a word to the text.`,
      );
    }
  }
}

function withoutLogprobs({ where, secrets }: Asker, model: string): ModelError {
  return new ModelError(
    'no-logprobs',
    `${fitServerText(model, secrets)} gives no probabilities at ${where}. Choose another model, or an endpoint that gives logprobs.`,
  );
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
  return [...others, seed, { name: 'logit_bias', value: { [called]: certain }, wanted: false }];
}

function isCertain(position: LogprobPosition | undefined, called: number): boolean {
  return (position?.listed ?? []).some(({ id, logprob }) => id === called && logprob > Math.log(0.999));
}
