import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type OpenAI from 'openai';
import { type GenerationEnd, generate, type ScoredToken } from '../language/generation.js';
import { type ChatLogprobs, chatLogprobs } from '../language/log-probabilities.js';
import { answerJson } from './answer-json.js';
import { ApiError } from './api-error.js';
import { generationSettings } from './generation-request.js';
import { checkLength } from './prompt.js';
import { chatRequest, checkListed, parseRequest } from './requests.js';
import { findModel, type ServedModels } from './served-model.js';
import { streamAnswer } from './stream-answer.js';

interface Part {
  readonly index: number;
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  readonly finish: GenerationEnd['reason'] | null;
}

/** A part of an answer with log-probabilities that are written already. */
type Written<Choice> = Omit<Choice, 'logprobs'> & { logprobs: ChatLogprobs | null };

/** Answers `POST /v1/chat/completions`. */
export async function answerChat(context: Context, served: ServedModels, body: unknown): Promise<Response> {
  const request = parseRequest(chatRequest, body);
  const asked = findModel(served, request.model);
  const { chat } = asked;
  if (chat === undefined) {
    const message = `The model '${asked.name}' continues texts and has no chat template; ask it at /v1/completions.`;
    throw new ApiError(400, message, 'no_chat_template', 'model');
  }
  const { vocabulary } = served;
  const prompt = checkLength(asked, chat.prompt(request.messages, request.continue_final_message === true), 'messages');
  const { stop } = chat;
  const model = { ...asked, vocabulary, model: await asked.open() };
  const usage: OpenAI.CompletionUsage = { prompt_tokens: prompt.length, completion_tokens: 0, total_tokens: 0 };

  const alternatives = checkListed(request.top_logprobs, vocabulary.size, 'top_logprobs');
  const listing = request.logprobs ? { alternatives, bins: request.tail_bins ?? 0 } : { alternatives: 0, bins: 0 };

  async function* parts(signal: AbortSignal): AsyncGenerator<Part> {
    const settings = generationSettings(request, {
      maxTokens: request.max_completion_tokens ?? request.max_tokens,
      stop,
      listing,
      signal,
      freshSeed: served.freshSeed,
    });
    for (let index = 0; index < (request.n ?? 1); index++) {
      const pieces = generate(model, prompt, settings(index, prompt));
      let next = await pieces.next();
      for (; !next.done; next = await pieces.next()) yield { index, ...next.value, finish: null };
      usage.completion_tokens += next.value.tokens;
      yield { index, text: '', tokens: [], finish: next.value.reason };
    }
    usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  }

  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: asked.name };
  const logprobsOf = (part: Part) => (request.logprobs ? chatLogprobs(vocabulary, part.tokens) : null);

  if (request.stream) {
    const chunk = (
      index: number,
      delta: OpenAI.ChatCompletionChunk.Choice.Delta,
      finish_reason: GenerationEnd['reason'] | null,
      logprobs: ChatLogprobs | null,
    ) => {
      const choice: Written<OpenAI.ChatCompletionChunk.Choice> = { index, delta, finish_reason, logprobs };
      return { ...head, object: 'chat.completion.chunk', choices: [choice] };
    };
    return streamAnswer(context, served, async (send, signal) => {
      let begun = -1;
      for await (const part of parts(signal)) {
        const { index, text, finish } = part;
        if (index !== begun) await send(chunk(index, { role: 'assistant', content: '' }, null, null));
        begun = index;
        await send(chunk(index, finish ? {} : { content: text }, finish, finish ? null : logprobsOf(part)));
      }
      if (request.stream_options?.include_usage) {
        const last: OpenAI.ChatCompletionChunk = { ...head, object: 'chat.completion.chunk', choices: [], usage };
        await send(last);
      }
    });
  }

  const answer = await served.running(context.req.raw.signal, async (signal) => {
    const choices: Written<OpenAI.ChatCompletion.Choice>[] = [];
    for await (const part of parts(signal)) {
      const before = choices[part.index];
      const content = (before?.message.content ?? '') + part.text;
      const logprobs = logprobsOf(part);
      choices[part.index] = {
        index: part.index,
        message: { role: 'assistant', content, refusal: null },
        finish_reason: part.finish ?? 'length',
        logprobs: logprobs && {
          content: [...(before?.logprobs?.content ?? []), ...logprobs.content],
          refusal: null,
        },
      };
    }
    return { ...head, object: 'chat.completion', choices, usage };
  });
  return answerJson(context, answer);
}
