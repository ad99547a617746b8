import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type OpenAI from 'openai';
import { type GenerationEnd, generate, type ScoredToken } from '../language/generation.js';
import { chatLogprobs } from '../language/log-probabilities.js';
import { generationSettings } from './generation-request.js';
import { chatPrompt, TURN_ENDS } from './prompt.js';
import { chatRequest, parseRequest } from './requests.js';
import { checkModel, MODEL_NAME, type ServedModel } from './served-model.js';
import { streamAnswer } from './stream-answer.js';

interface Part {
  readonly index: number;
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  readonly finish: GenerationEnd['reason'] | null;
}

/** Answers `POST /v1/chat/completions`. */
export async function answerChat(context: Context, served: ServedModel, body: unknown): Promise<Response> {
  const request = parseRequest(chatRequest, body);
  checkModel(request.model);
  const { vocabulary } = served;
  const prompt = chatPrompt(vocabulary, request.messages, request.continue_final_message === true);
  const usage: OpenAI.CompletionUsage = { prompt_tokens: prompt.length, completion_tokens: 0, total_tokens: 0 };

  async function* parts(signal: AbortSignal): AsyncGenerator<Part> {
    const settings = generationSettings(request, {
      maxTokens: request.max_completion_tokens ?? request.max_tokens,
      stop: TURN_ENDS,
      alternatives: request.logprobs ? (request.top_logprobs ?? 0) : 0,
      signal,
      freshSeed: served.freshSeed,
    });
    for (let index = 0; index < (request.n ?? 1); index++) {
      const pieces = generate(served, prompt, settings(index, prompt));
      let next = await pieces.next();
      for (; !next.done; next = await pieces.next()) yield { index, ...next.value, finish: null };
      usage.completion_tokens += next.value.tokens;
      yield { index, text: '', tokens: [], finish: next.value.reason };
    }
    usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  }

  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: MODEL_NAME };
  const logprobsOf = (part: Part) => (request.logprobs ? chatLogprobs(vocabulary, part.tokens) : null);

  if (request.stream) {
    const chunk = (
      index: number,
      delta: OpenAI.ChatCompletionChunk.Choice.Delta,
      finish_reason: GenerationEnd['reason'] | null,
      logprobs: OpenAI.ChatCompletionChunk.Choice.Logprobs | null,
    ): OpenAI.ChatCompletionChunk => ({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index, delta, finish_reason, logprobs }],
    });
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

  const answer: OpenAI.ChatCompletion = await served.running(context.req.raw.signal, async (signal) => {
    const choices: OpenAI.ChatCompletion.Choice[] = [];
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
  return context.json(answer);
}
