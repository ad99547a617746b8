import { asMessages } from '../../../domain/turn.js';
import { namedParameters } from '../../wire/classify-refusal.js';
import { isRecord } from '../../wire/json.js';
import { RefusalError } from '../../wire/refusal.js';
import { isId, readPiece, type TokenizerSpeaker, type TokenizerWire, type TokenList } from '../speaker.js';

/** vLLM's `/tokenize` and `/detokenize`. */
export const vllm: TokenizerSpeaker = {
  name: 'vllm',
  // It cuts the names of control tokens as those, always.
  cut: (wire, text, { special }) => ask(wire, { prompt: text, add_special_tokens: special }),
  cutChat(wire, chat) {
    // The template has the special tokens itself.
    const around = { add_generation_prompt: true, add_special_tokens: false };
    return wire.template(() => ask(wire, { messages: asMessages(chat), ...around }));
  },
  async join(wire, tokens) {
    const json = await wire.post('/detokenize', { model: wire.model, tokens });
    return isRecord(json) ? json.prompt : undefined;
  },
};

async function ask(wire: TokenizerWire, body: Record<string, unknown>): Promise<TokenList | undefined> {
  const whole = { model: wire.model, ...body };
  const json = await wire.post('/tokenize', { ...whole, return_token_strs: true }).catch((error: unknown) => {
    // Versions that do not have it refuse what they do not know.
    const isOld = error instanceof RefusalError && namedParameters(error.refusal, ['return_token_strs']).length > 0;
    if (isOld) return wire.post('/tokenize', whole);
    throw error;
  });
  if (!isRecord(json) || !Array.isArray(json.tokens)) return undefined;
  const tokens: readonly unknown[] = json.tokens;
  const strings: readonly unknown[] =
    Array.isArray(json.token_strs) && json.token_strs.length === tokens.length ? json.token_strs : [];
  const read = () => (tokens.every(isId) ? tokens.map((id, at) => ({ id, piece: readPiece(strings[at]) })) : undefined);
  return { count: tokens.length, read };
}
