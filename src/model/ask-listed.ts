import type { Asker } from './asker.js';
import type { ModelKnowledge, Route } from './capability-memory.js';
import type { LogprobScale, SentRequest } from './distribution.js';
import { givesLogprobs } from './doubt.js';
import { ModelError } from './errors.js';
import type { LogprobPosition } from './logprob-position.js';
import { parseAnswerFacts } from './parse-choice.js';
import { parseLogprobs } from './parse-completions-logprobs.js';
import type { Parameter, RequestShape } from './request-shape.js';
import { startSentence } from './server-text.js';

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

/** Where nearly all that may be drawn is a part of a character, this many draws find one that is not. */
const mostDraws = 8;
/** From here on hotter draws, where what is listed does not depend on them. */
const firstHotDraw = 3;

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
  for (;;) {
    const { scale } = asker.memory.about(model);
    const parameters = draws === 0 ? request.parameters : drawAnother(request.parameters, draws, scale);
    const answer = await asker.json(
      model,
      async (knowledge) => ({
        ...(await request.plan(knowledge)),
        model,
        parameters,
        maxTokens,
        logprobs: listed,
        stream: false,
      }),
      signal,
    );
    const { json, shape, request: sent } = answer;
    const { choice, model: answeredBy = model } = parseAnswerFacts(json, asker.where);
    if (choice === undefined) {
      throw new ModelError('protocol', `${startSentence(asker.where)} answered without any text. Try again.`);
    }
    const positions = parseLogprobs(choice.logprobs);
    const { text, finishReason } = choice;
    const ended = text === '' && finishReason !== undefined && finishReason !== 'length';
    const { route } = shape;
    const listsTokens = positions.some((position) => position.listed.length > 0);
    if (listsTokens) asker.memory.about(model)[route].logprobs = 'given';
    if (listsTokens || ended) return { positions, text, ended, route, model: answeredBy, request: sent };
    if (!(await givesLogprobs(asker, model, route))) continue;
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

/** The same request so that it draws another token. */
function drawAnother(
  parameters: readonly Parameter[],
  draws: number,
  scale: LogprobScale | undefined,
): readonly Parameter[] {
  const others = parameters.filter(({ name }) => name !== 'seed');
  const seed = { name: 'seed', value: draws, wanted: false };
  if (scale !== 'raw' || draws < firstHotDraw) return [...others, seed];
  const hot = others.map((each) => (each.name === 'temperature' ? { ...each, value: 2, wanted: false } : each));
  return [...hot, seed];
}
