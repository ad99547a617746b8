import type { ReplyStart } from '../../domain/language-model.js';
import { asMessages } from '../../domain/turn.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge } from '../asking/knowledge.js';
import type { RequestShape } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findContinuation } from '../probe/probe-continuation.js';
import { fitServerText } from '../wire/server-text.js';

/** Where to ask a question, and what to send; throws a ModelError `unsupported` where the model takes none. */
export type QuestionPlan = (knowledge: ModelKnowledge) => Pick<RequestShape, 'content'> & { readonly route: 'chat' };

/**
 * Plans a question as the chat route takes it, and the beginning of the reply where it has one already.
 *
 * @throws ModelError `unsupported` where a beginning is given and the endpoint does not continue its own message
 */
export async function planQuestion(
  asker: Asker,
  model: string,
  question: string,
  start: ReplyStart & { readonly signal?: AbortSignal | undefined },
): Promise<QuestionPlan> {
  const content = await questionContent(asker, model, question, start);
  return ({ chat }) => {
    if (chat.available) return { route: 'chat', content };
    const said = fitServerText(chat.missing, asker.secrets);
    // The next request asks anew.
    chat.forgetMissing();
    throw new ModelError('unsupported', 'takes-no-questions', {
      endpoint: asker.where,
      model: fitServerText(model, asker.secrets),
      said,
    });
  };
}

async function questionContent(
  asker: Asker,
  model: string,
  question: string,
  { prefix = '', signal, ...before }: ReplyStart & { readonly signal?: AbortSignal | undefined },
): Promise<Record<string, unknown>> {
  const messages = asMessages({ ...before, question });
  if (prefix === '') return { messages };
  if ((await findContinuation(asker, model, signal)) === 'instruction') {
    throw new ModelError('unsupported', 'cannot-continue-reply', {
      endpoint: asker.where,
      model: fitServerText(model, asker.secrets),
    });
  }
  return {
    messages: [...messages, { role: 'assistant', content: prefix }],
    add_generation_prompt: false,
    continue_final_message: true,
  };
}
