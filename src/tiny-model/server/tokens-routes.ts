import type { Context } from 'hono';
import { writeByteLevel } from '../../byte-pair/byte-level.js';
import type { Vocabulary } from '../language/vocabulary.js';
import { ApiError } from './api-error.js';
import type { ChatMessages } from './chat-format.js';
import { checkIds } from './prompt.js';
import { detokenizeRequest, parseRequest, templateRequest, tokenizeRequest } from './requests.js';
import { findModel, type ServedModel, type ServedModels } from './served-model.js';

/**
 * Answers `POST /tokenize` in the shape of the server whose request it is: vLLM's `prompt` or `messages`, whose strings
 * are as the vocabulary has them, or llama.cpp's `content`. There are no special tokens that would stand around a text.
 */
export function answerTokenize(context: Context, served: ServedModels, body: unknown): Response {
  const request = parseRequest(tokenizeRequest, body);
  const { vocabulary } = served;
  if (typeof request.content === 'string') {
    const tokens = vocabulary.encode(request.content);
    return context.json({
      tokens: request.with_pieces ? tokens.map((id) => ({ id, piece: pieceOf(vocabulary, id) })) : tokens,
    });
  }
  const model = findModel(served, request.model);
  const tokens = Array.isArray(request.messages)
    ? conversation(model, parseRequest(templateRequest, body).messages)
    : vocabulary.encode(String(request.prompt));
  return context.json({
    count: tokens.length,
    max_model_len: model.contextLength,
    tokens,
    token_strs: request.return_token_strs
      ? tokens.map((id) => vocabulary.specialName(id) ?? writeByteLevel(vocabulary.bytes(id)))
      : null,
  });
}

/** Answers llama.cpp's `POST /apply-template` with the text that the model reads of a chat. */
export function answerTemplate(context: Context, served: ServedModels, body: unknown): Response {
  const { messages, model } = parseRequest(templateRequest, body);
  const ids = conversation(findModel(served, model), messages);
  const { vocabulary } = served;
  return context.json({ prompt: ids.map((id) => vocabulary.specialName(id) ?? vocabulary.decode([id])).join('') });
}

function conversation(model: ServedModel, messages: ChatMessages): readonly number[] {
  if (model.chat === undefined) throw new ApiError(400, `The model '${model.name}' has no chat template.`);
  // As vLLM, it cuts what is too long to be answered, so that somebody can see how much too long it is.
  return model.chat.prompt(messages, false);
}

/** Answers `POST /detokenize` with the text under both vLLM's name for it (`prompt`) and llama.cpp's (`content`). */
export function answerDetokenize(context: Context, { vocabulary }: ServedModels, body: unknown): Response {
  const { tokens } = parseRequest(detokenizeRequest, body);
  const text = vocabulary.decode(checkIds(vocabulary, tokens, 'tokens'));
  return context.json({ prompt: text, content: text });
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function pieceOf(vocabulary: Vocabulary, id: number): string | number[] {
  const bytes = vocabulary.bytes(id);
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return [...bytes];
  }
}
