import type { Completion } from '../../domain/completion.js';
import type { ReplyRequest } from '../../domain/language-model.js';
import { createReplyCollector } from '../answer/collect-reply.js';
import type { Asker } from '../asking/asker.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { planQuestion } from './question.js';

/** Alternatives for each token of a reply, and of a draw. */
export const ALTERNATIVES = 5;

/** Asks a question, and collects the answer as it streams in. */
export async function askReply(asker: Asker, model: string, request: ReplyRequest): Promise<Completion> {
  const { maxTokens, onText, signal } = request;
  const knowledge = asker.memory.about(model);
  const collector = createReplyCollector({ where: asker.where, model, maxTokens, onText, knowledge });
  const plan = await planQuestion(asker, model, request.question, request);
  const answered = await asker.events(
    model,
    (known) => ({
      ...plan(known),
      model,
      parameters: samplingParameters(request),
      maxTokens,
      logprobs: ALTERNATIVES,
      stream: true,
    }),
    {
      add: collector.add,
      isFull: collector.isFull,
      // A connection that fails after the last word takes nothing away.
      survives: (error) => collector.hasFinished() && error instanceof ModelError && error.kind !== 'cancelled',
    },
    signal,
  );
  const reply = await collector.finish(answered.closed);
  return { ...reply, seconds: answered.request.seconds, request: answered.request };
}
