import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type OpenAI from 'openai';
import type { JsonText } from '../json-text.js';
import { type GenerationEnd, generate, type ScoredToken, scoreTokens } from '../language/generation.js';
import { type CompletionLogprobs, completionLogprobs, promptLogprobs } from '../language/log-probabilities.js';
import { answerJson } from './answer-json.js';
import { ApiError } from './api-error.js';
import { generationSettings } from './generation-request.js';
import { completionPrompts } from './prompt.js';
import { checkListed, completionRequest, parseRequest } from './requests.js';
import { findModel, type ServedModels } from './served-model.js';
import { streamAnswer } from './stream-answer.js';

interface Part {
  readonly index: number;
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  /** Where the text begins in the choice's text. */
  readonly offset: number;
  readonly finish: GenerationEnd['reason'] | null;
  /** Of the whole prompt, with the first part of a choice, where they were asked for. */
  readonly promptLogprobs?: readonly JsonText[];
}

/** A choice with vLLM's field beside OpenAI's, and with log-probabilities that are written already. */
type Choice = Omit<OpenAI.CompletionChoice, 'logprobs'> & {
  logprobs: CompletionLogprobs | null;
  prompt_logprobs?: readonly JsonText[];
};

/** Answers `POST /v1/completions`. */
export async function answerCompletion(context: Context, served: ServedModels, body: unknown): Promise<Response> {
  const request = parseRequest(completionRequest, body);
  const asked = findModel(served, request.model);
  const { vocabulary } = served;
  const prompts = completionPrompts(vocabulary, asked, request.prompt);
  const model = { ...asked, vocabulary, model: await asked.open() };
  const usage: OpenAI.CompletionUsage = {
    prompt_tokens: prompts.reduce((sum, prompt) => sum + prompt.length, 0),
    completion_tokens: 0,
    total_tokens: 0,
  };
  const withLogprobs = request.logprobs !== null && request.logprobs !== undefined;
  const choices = request.n ?? 1;
  const alternatives = checkListed(request.logprobs, vocabulary.size, 'logprobs');
  const bins = request.tail_bins ?? 0;
  const promptListed = checkListed(request.prompt_logprobs, vocabulary.size, 'prompt_logprobs');
  const withPromptLogprobs = request.prompt_logprobs !== null && request.prompt_logprobs !== undefined;
  if (request.stream && withPromptLogprobs) {
    const message = "Invalid 'prompt_logprobs': they are not possible with 'stream'.";
    throw new ApiError(400, message, 'invalid_value', 'prompt_logprobs');
  }

  async function* parts(signal: AbortSignal): AsyncGenerator<Part> {
    const settings = generationSettings(request, {
      maxTokens: request.max_tokens,
      stop: [],
      listing: { alternatives, bins: withLogprobs ? bins : 0 },
      signal,
      freshSeed: served.freshSeed,
    });
    for (let index = 0; index < prompts.length * choices; index++) {
      const prompt = prompts[Math.floor(index / choices)] ?? [];
      let offset = 0;
      const scored: ScoredToken[] = [];
      const ofPrompt: JsonText[] = [];
      if (withPromptLogprobs || (request.echo && withLogprobs)) {
        const most = Math.max(alternatives, promptListed);
        for await (const token of scoreTokens(model, prompt, most, signal)) {
          scored.push({ ...token, alternatives: token.alternatives.slice(0, alternatives) });
          if (withPromptLogprobs) ofPrompt.push(promptLogprobs(vocabulary, token, promptListed));
        }
      }
      if (withPromptLogprobs) {
        yield { index, text: '', tokens: [], offset, finish: null, promptLogprobs: ofPrompt };
      }
      if (request.echo) {
        const text = vocabulary.decode(prompt);
        yield { index, text, tokens: scored, offset, finish: null };
        offset = text.length;
      }
      const pieces = generate(model, prompt, settings(index, prompt));
      let next = await pieces.next();
      for (; !next.done; next = await pieces.next()) {
        yield { index, ...next.value, offset, finish: null };
        offset += next.value.text.length;
      }
      usage.completion_tokens += next.value.tokens;
      yield { index, text: '', tokens: [], offset, finish: next.value.reason };
    }
    usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  }

  const id = `cmpl-${randomUUID()}`;
  const head = { id, object: 'text_completion' as const, created: Math.floor(Date.now() / 1000), model: asked.name };
  const logprobsOf = ({ tokens, offset }: Part) =>
    withLogprobs ? completionLogprobs(vocabulary, tokens, offset, bins > 0) : null;

  if (request.stream) {
    return streamAnswer(context, served, async (send, signal) => {
      for await (const part of parts(signal)) {
        // A chunk that is not the last has no reason to finish, which OpenAI's own type leaves out.
        const { index, text, finish } = part;
        const choice = { index, text, logprobs: logprobsOf(part), finish_reason: finish };
        await send({ ...head, choices: [choice] });
      }
      if (request.stream_options?.include_usage) await send({ ...head, choices: [], usage });
    });
  }

  const answer: Omit<OpenAI.Completion, 'choices'> & { choices: Choice[] } = await served.running(
    context.req.raw.signal,
    async (signal) => {
      const done: Choice[] = [];
      for await (const part of parts(signal)) {
        const choice: Choice = done[part.index] ?? {
          index: part.index,
          text: '',
          logprobs: null,
          finish_reason: 'length',
        };
        done[part.index] = choice;
        choice.text += part.text;
        choice.finish_reason = part.finish ?? choice.finish_reason;
        choice.logprobs = joinLogprobs(choice.logprobs, logprobsOf(part));
        if (part.promptLogprobs) choice.prompt_logprobs = part.promptLogprobs;
      }
      return { ...head, choices: done, usage };
    },
  );
  return answerJson(context, answer);
}

type Logprobs = CompletionLogprobs | null;

function joinLogprobs(first: Logprobs, second: Logprobs): Logprobs {
  if (!first || !second) return first ?? second;
  return {
    tokens: [...first.tokens, ...second.tokens],
    token_logprobs: [...first.token_logprobs, ...second.token_logprobs],
    top_logprobs: [...first.top_logprobs, ...second.top_logprobs],
    text_offset: [...first.text_offset, ...second.text_offset],
    tail: first.tail && [...first.tail, ...(second.tail ?? [])],
  };
}
