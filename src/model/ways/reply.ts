import type { Completion } from '../../domain/completion.js';
import type { ReplyRequest } from '../../domain/language-model.js';
import { chatContent } from '../answer/chat-content.js';
import { createReplyCollector } from '../answer/collect-reply.js';
import type { LogprobPosition } from '../answer/logprob-position.js';
import { readSpellingInTurns } from '../answer/token-spelling.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge } from '../asking/capability-memory.js';
import type { ModelContext } from '../asking/model-context.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { fitServerText } from '../wire/server-text.js';

/**
 * Checks that a model takes questions.
 *
 * @throws ModelError `unsupported` when the endpoint has no chat route for it; the next request asks anew
 */
export function checkTakesQuestions({ where, secrets }: Asker, model: string, { chat }: ModelKnowledge): void {
  if (chat.available) return;
  chat.available = true;
  throw new ModelError(
    'unsupported',
    `${fitServerText(model, secrets)} takes no questions at ${where}. It may only continue texts, as /nextword does, or OPENAI_BASE_URL is not the address of the API, which mostly ends in /v1.`,
  );
}

/** Alternatives for each token of a reply, and of a draw. */
export const replyAlternatives = 5;

/** Asks a question, and collects the answer as it streams in. */
export async function askReply({ asker }: ModelContext, model: string, request: ReplyRequest): Promise<Completion> {
  const read = (positions: readonly LogprobPosition[], text: string) =>
    readSpellingInTurns(positions, text, asker.memory.about(model));
  const { maxTokens, onText } = request;
  const collector = createReplyCollector({ where: asker.where, model, maxTokens, onText, read });
  const content = await chatContent(asker, model, request.question, request);
  const plan = (knowledge: ModelKnowledge) => {
    checkTakesQuestions(asker, model, knowledge);
    return {
      route: 'chat' as const,
      model,
      content,
      parameters: samplingParameters(request),
      maxTokens,
      logprobs: replyAlternatives,
      stream: true,
    };
  };
  const { request: sent, closed } = await asker.events(
    model,
    plan,
    {
      add: collector.add,
      isFull: collector.isFull,
      // A connection that fails after the last word takes nothing away.
      survives: (error) => collector.hasFinished() && error instanceof ModelError && error.kind !== 'cancelled',
    },
    request.signal,
  );
  return { ...(await collector.finish(closed)), seconds: sent.seconds, request: sent };
}
