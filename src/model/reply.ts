import type { ModelKnowledge } from './capability-memory.js';
import { createReplyCollector } from './collect-reply.js';
import { ModelError } from './errors.js';
import type { Completion, ReplyRequest } from './language-model.js';
import type { ModelContext } from './model-context.js';
import { samplingParameters } from './request-shape.js';
import { fitServerText } from './server-text.js';

/** Alternatives for each token of a reply, and of a draw. */
export const replyAlternatives = 5;

/** Asks a question, and collects the answer as it streams in. */
export async function askReply({ asker }: ModelContext, model: string, request: ReplyRequest): Promise<Completion> {
  const { where, secrets } = asker;
  const collector = createReplyCollector({ where, model, onText: request.onText });
  const system = request.system === undefined ? [] : [{ role: 'system', content: request.system }];
  const plan = (knowledge: ModelKnowledge) => {
    if (!knowledge.chat.available) {
      knowledge.chat.available = true;
      throw new ModelError(
        'unsupported',
        `${fitServerText(model, secrets)} takes no questions at ${where}. It may only continue texts, as /nextword does, or OPENAI_BASE_URL is not the address of the API, which mostly ends in /v1.`,
      );
    }
    return {
      route: 'chat' as const,
      model,
      content: { messages: [...system, { role: 'user', content: request.question }] },
      parameters: samplingParameters(request, 'unsent'),
      maxTokens: request.maxTokens,
      logprobs: replyAlternatives,
      stream: true,
    };
  };
  const { request: sent, closed } = await asker.events(
    model,
    plan,
    {
      add: collector.add,
      // A connection that fails after the last word takes nothing away.
      survives: (error) => collector.hasFinished() && error instanceof ModelError && error.kind !== 'cancelled',
    },
    request.signal,
  );
  return { ...collector.finish(closed), seconds: sent.seconds, request: sent };
}
