import { mayBeUndecoded, readSpelling } from '../answer/token-spelling.js';
import { askListed, type ListedAnswer, type ListedRequest } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge, Route } from '../asking/capability-memory.js';
import { continuationContent, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findContinuation } from '../probe/probe-continuation.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText, startSentence } from '../wire/server-text.js';

/** A text to continue by a few tokens, with their logprobs. */
export interface ContinuationRequest extends Omit<ListedRequest, 'plan'> {
  readonly prompt: string;
}

/** The continuation, token by token; without any where the model ended the text at once and the server lists nothing for that. */
export type Continuation = ListedAnswer;

/** A text that any language model goes on from with words, and as many tokens as that takes. */
const spellingProbe = { prompt: 'The', maxTokens: 8, listed: 1, untold: 'again' } as const;

/**
 * Asks for a continuation on the route that gives logprobs: completions where the endpoint has it, else chat.
 *
 * Tokens that the endpoint sends undecoded come as the text and the bytes that they stand for. Where an answer leaves open
 * whether they are, one short greedy request more finds it out.
 *
 * @throws ModelError `no-logprobs` when neither route gives any
 */
export async function askContinuation(asker: Asker, request: ContinuationRequest): Promise<Continuation> {
  const { model, signal } = request;
  const { positions, ...continuation } = await askOnce(asker, request);
  const knowledge = asker.memory.about(model);
  const read = readSpelling(positions, continuation.text, knowledge);
  if (knowledge.spelling !== undefined || !mayBeUndecoded(positions)) return { ...continuation, positions: read };
  const greedy = samplingParameters({ temperature: 0 }).map((each) => ({ ...each, wanted: false }));
  try {
    const probed = await askOnce(asker, { ...spellingProbe, model, parameters: greedy, signal });
    readSpelling(probed.positions, probed.text, knowledge);
    knowledge.spelling ??= 'unknown';
  } catch (error) {
    // The answer to what was asked is there, and is shown as the endpoint wrote it.
    if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
  }
  return { ...continuation, positions: readSpelling(positions, continuation.text, knowledge) };
}

async function askOnce(asker: Asker, request: ContinuationRequest): Promise<Continuation> {
  const { prompt } = request;
  const plan = async (knowledge: ModelKnowledge) => {
    await settleContinuation(asker, request, chooseRoute(asker, knowledge, request.model), knowledge);
    const route = chooseRoute(asker, knowledge, request.model);
    return { route, content: continuationContent(prompt, route, knowledge) };
  };
  return askListed(asker, { ...request, plan }).catch((error: unknown) => {
    const aboutPrompt = error instanceof RefusalError && [400, 422, 500].includes(error.refusal.status);
    if (prompt === '' && aboutPrompt) {
      throw new ModelError('refused', 'This model cannot start from nothing. Give it at least a word to go on from.');
    }
    throw error;
  });
}

/**
 * Finds out whether a chat model continues its own message before one is sent to it: a server that ignores the wish would
 * answer with how a new message begins.
 */
export async function settleContinuation(
  asker: Asker,
  { model, signal }: Pick<ContinuationRequest, 'model' | 'signal'>,
  route: Route,
  { continuation }: ModelKnowledge,
): Promise<void> {
  if (route !== 'chat' || continuation !== 'prefix') return;
  await findContinuation(asker, model, signal).catch((error: unknown) => {
    // What is refused there is refused in the request itself, and told then.
    if (!(error instanceof RefusalError)) throw error;
  });
}

/**
 * The route to ask for a continuation with logprobs, by what is known.
 *
 * @throws ModelError `no-logprobs` when neither gives any, `protocol` when there is neither
 */
export function chooseRoute(asker: Asker, knowledge: ModelKnowledge, model: string): Route {
  const routes: readonly Route[] = ['completions', 'chat'];
  const available = routes.filter((route) => knowledge[route].available);
  const route = available.find((name) => ['untried', 'given'].includes(knowledge[name].logprobs));
  if (route !== undefined) return route;
  if (available.length === 0) {
    // A proxy whose server is still starting says the same, so this is asked anew next time.
    knowledge.completions.available = true;
    knowledge.chat.available = true;
    throw new ModelError(
      'protocol',
      `${startSentence(asker.where)} offers neither completions nor chat completions there. OPENAI_BASE_URL should be the address of the API, which mostly ends in /v1.`,
    );
  }
  // A server that is set up otherwise may give them, so this too is asked anew.
  for (const name of available) knowledge[name].logprobs = 'untried';
  throw new ModelError(
    'no-logprobs',
    `${fitServerText(model, asker.secrets)} gives no probabilities at ${asker.where}. Choose another model, or an endpoint that gives logprobs.`,
  );
}
