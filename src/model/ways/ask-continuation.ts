import { mayBeUndecoded, readSpelling } from '../answer/token-spelling.js';
import { askListed, type ListedAnswer, type ListedRequest, withoutLogprobs } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge, Route } from '../asking/knowledge.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findContinuation } from '../probe/probe-continuation.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText } from '../wire/server-text.js';

/** A text to go on with. */
export interface TextToContinue {
  readonly model: string;
  readonly prompt: string;
  readonly signal?: AbortSignal | undefined;
}

/** A text to continue by a few tokens, with their logprobs. */
export interface ContinuationRequest extends Omit<ListedRequest, 'plan'>, TextToContinue {}

/** A text that any language model goes on from with words, and as many tokens as that takes. */
const SPELLING_PROBE = { prompt: 'The', maxTokens: 8, listed: 1, untold: 'again' } as const;

/**
 * Asks for a continuation on the route that gives logprobs: completions where the endpoint has it, else chat. It has no
 * tokens where the model ended the text at once and the server lists nothing for that.
 *
 * Tokens that the endpoint sends undecoded come as the text and the bytes that they stand for. Where an answer leaves open
 * whether they are, one short greedy request more finds it out.
 *
 * @throws ModelError `no-logprobs` when neither route gives any
 */
export async function askContinuation(asker: Asker, request: ContinuationRequest): Promise<ListedAnswer> {
  const { model, signal } = request;
  const answer = await askOnce(asker, request);
  const knowledge = asker.memory.about(model);
  if (knowledge.spelling !== undefined || !mayBeUndecoded(answer.positions)) return answer;
  const greedy = samplingParameters({ temperature: 0 }).map((each) => ({ ...each, wanted: false }));
  try {
    await askOnce(asker, { ...SPELLING_PROBE, model, parameters: greedy, signal });
    if (knowledge.spelling === undefined) knowledge.learnSpelling('unknown');
  } catch (error) {
    // The answer to what was asked is there, and is shown as the endpoint wrote it.
    if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
  }
  return { ...answer, positions: readSpelling(answer.positions, answer.text, knowledge) };
}

async function askOnce(asker: Asker, request: ContinuationRequest): Promise<ListedAnswer> {
  return askListed(asker, { ...request, plan: planContinuation(asker, request) }).catch((error: unknown) => {
    if (request.prompt === '' && isAboutPrompt(error)) {
      throw new ModelError('refused', 'cannot-start-from-nothing');
    }
    throw error;
  });
}

/** Other statuses, such as 403 and 529, have to do with whoever asks or with the server. */
function isAboutPrompt(error: unknown): boolean {
  return (
    error instanceof RefusalError &&
    [400, 422, 500].includes(error.refusal.status) &&
    isRefusalOf(error, 'request', 'failure')
  );
}

/** Where and how to ask for a continuation with logprobs, by what is known. */
export function planContinuation(asker: Asker, text: TextToContinue): ListedRequest['plan'] {
  return async (knowledge) => {
    await settleContinuation(asker, text, chooseRoute(asker, knowledge, text.model), knowledge);
    const route = chooseRoute(asker, knowledge, text.model);
    return { route, content: continuationContent(text.prompt, route, knowledge) };
  };
}

/**
 * Finds out whether a chat model continues its own message before one is sent to it: a server that ignores the wish would
 * answer with how a new message begins.
 */
export async function settleContinuation(
  asker: Asker,
  { model, signal }: Pick<TextToContinue, 'model' | 'signal'>,
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
  // Either is asked anew next time.
  if (available.length > 0) {
    for (const name of available) knowledge[name].forgetLogprobs();
    throw withoutLogprobs(asker, model);
  }
  const said = fitServerText(
    routes.map((name) => knowledge[name].missing).find((why) => why !== '') ?? '',
    asker.secrets,
  );
  for (const name of routes) knowledge[name].forgetMissing();
  throw new ModelError('protocol', 'no-way-to-ask', { endpoint: asker.where, said });
}

/** A text to continue, as the completions or the chat route takes it. */
export function continuationContent(
  prompt: string,
  route: Route,
  { continuation }: ModelKnowledge,
): Record<string, unknown> {
  if (route === 'completions') return { prompt };
  if (continuation === 'prefix') {
    return {
      messages: [
        { role: 'user', content: 'Write a text.' },
        { role: 'assistant', content: prompt },
      ],
      add_generation_prompt: false,
      continue_final_message: true,
    };
  }
  return {
    messages: [
      {
        role: 'system',
        content:
          'Continue the text of the user from exactly where it stops, even in the middle of a sentence. Answer with the continuation alone: no repetition, no quotation marks, no comment.',
      },
      { role: 'user', content: prompt },
    ],
  };
}
