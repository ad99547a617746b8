import type { Context } from 'hono';
import { contextLength } from './generation.js';
import { tokenName } from './log-probabilities.js';
import { checkIds, encodeText } from './prompt.js';
import { detokenizeRequest, parseRequest, tokenizeRequest } from './requests.js';
import type { ServedModel } from './served-model.js';

/** Answers `POST /tokenize` in the shape of the server whose request it is: vLLM's `prompt` or llama.cpp's `content`. */
export function answerTokenize(context: Context, { vocabulary }: ServedModel, body: unknown): Response {
  const request = parseRequest(tokenizeRequest, body);
  if (typeof request.prompt === 'string') {
    const tokens = encodeText(vocabulary, request.prompt, 'prompt');
    return context.json({
      count: tokens.length,
      max_model_len: contextLength,
      tokens,
      token_strs: request.return_token_strs ? tokens.map((id) => tokenName(vocabulary, id)) : null,
    });
  }
  const tokens = encodeText(vocabulary, String(request.content), 'content');
  if (!request.with_pieces) return context.json({ tokens });
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const pieceOf = (id: number) => {
    try {
      return strict.decode(vocabulary.bytes(id));
    } catch {
      return [...vocabulary.bytes(id)];
    }
  };
  return context.json({ tokens: tokens.map((id) => ({ id, piece: pieceOf(id) })) });
}

/** Answers `POST /detokenize` with the text under both vLLM's name for it (`prompt`) and llama.cpp's (`content`). */
export function answerDetokenize(context: Context, { vocabulary }: ServedModel, body: unknown): Response {
  const { tokens } = parseRequest(detokenizeRequest, body);
  const text = vocabulary.decode(checkIds(tokens, 'tokens'));
  return context.json({ prompt: text, content: text });
}
