import type { ReplyStart } from '../../domain/language-model.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { findContinuation } from '../probe/probe-continuation.js';
import { fitServerText } from '../wire/server-text.js';

/**
 * A question as the chat route takes it, and the beginning of the reply where it has one already.
 *
 * @throws ModelError `unsupported` where a beginning is given and the endpoint does not continue its own message
 */
export async function chatContent(
  asker: Asker,
  model: string,
  question: string,
  { system, prefix = '', signal }: ReplyStart & { readonly signal?: AbortSignal | undefined },
): Promise<Record<string, unknown>> {
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: question },
  ];
  if (prefix === '') return { messages };
  if ((await findContinuation(asker, model, signal)) === 'instruction') {
    throw new ModelError(
      'unsupported',
      `${fitServerText(model, asker.secrets)} cannot go on from a given beginning of its reply at ${asker.where}. /generate and /nextword go on from any text.`,
    );
  }
  return {
    messages: [...messages, { role: 'assistant', content: prefix }],
    add_generation_prompt: false,
    continue_final_message: true,
  };
}
