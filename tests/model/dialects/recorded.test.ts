import { describe, expect, test } from 'vitest';
import { ModelError } from '../../../src/model/errors.js';
import { figuresOf } from '../../builders/one-bin.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { type Exchange, listExchanges, readExchange } from '../recorded.js';
import { startModel } from '../start-model.js';

/** What a recorded answer becomes on the method that asks for its like. */
type Outcome =
  | { readonly tokens: readonly string[] }
  | { readonly text: string }
  | { readonly kind: string }
  | 'listed'
  | 'another protocol';

const notAsked = 'another protocol';

/** Every exchange; one that is missing here fails the suite, so that a new recording is not passed over. */
const outcomes: Readonly<Record<string, Outcome>> = {
  bytes_utf8_completion: { tokens: ['H', 'L', 'W', 'T', 'M'] },
  chat_logprobs5: { tokens: ['"', 'H', 'T', 'O', 'A'] },
  chat_logprobs_default_n: { tokens: ['"', 'H', 'T', 'O', 'A'] },
  chat_max_completion_tokens: { text: 'Tie was very' },
  chat_n2: { kind: 'server' },
  chat_stream_logprobs: { text: 'Lone' },
  chat_top0: { tokens: ['"'] },
  completion_echo: { kind: 'server' },
  completion_logprobs5: { tokens: [',', ' there', ' in', ' on', 'ut'] },
  completion_logprobs5_t0: { tokens: [' time', 're', ' day', 'ut', ' little'] },
  completion_logprobs5_t05: { tokens: [' time', 're', ' day', 'ut', ' little'] },
  completion_logprobs5_t2: { tokens: [' time', 're', ' day', 'ut', ' little'] },
  completion_logprobs5_topp01: { tokens: [' little', ' big'] },
  completion_post_sampling_t05: { kind: 'no-logprobs' },
  completion_stream_logprobs: { text: ', in a' },
  detokenize: notAsked,
  doc_llamacpp_new_context_error: { kind: 'context-too-long' },
  doc_lmstudio_responses_empty: { kind: 'protocol' },
  doc_openai_error_401: { kind: 'authentication' },
  doc_openai_error_403_logprobs: { kind: 'no-logprobs' },
  doc_openai_error_context: { kind: 'context-too-long' },
  doc_openai_error_temperature: { kind: 'refused' },
  doc_vllm_completion_map: { tokens: ['false', 'true', 'null', '▁false'] },
  doc_vllm_echo_excerpt: notAsked,
  doc_vllm_error_flat_old: { kind: 'context-too-long' },
  doc_vllm_error_maxlogprobs: { kind: 'no-logprobs' },
  embeddings_not_enabled: notAsked,
  embeddings_one: notAsked,
  err_401_no_key: { kind: 'authentication' },
  err_bad_json: { kind: 'server' },
  err_context_noshift_chat: { kind: 'context-too-long' },
  err_too_long_chat: { text: 'O' },
  err_unknown_path: { kind: 'protocol' },
  health: notAsked,
  models: 'listed',
  props: notAsked,
  stop_word: { tokens: [','] },
  tokenize_ids: notAsked,
  tokenize_pieces: notAsked,
  unknown_model_name: { text: '"' },
};

/** The status of a quoted error, which its body holds or its kind implies. */
function statusOf({ status, response }: Exchange): number {
  if (status !== undefined) return status;
  const { error } = response as { error?: { code?: unknown; message: string } };
  if (error === undefined) return 'object' in response && response.object === 'error' ? 400 : 200;
  if (typeof error.code === 'number') return error.code;
  if (error.code === 'invalid_api_key') return 401;
  return error.message.startsWith('You are not allowed') ? 403 : 400;
}

function replay(exchange: Exchange): StubAnswer {
  const { response, headers } = exchange;
  const text = typeof response === 'string' ? response : JSON.stringify(response);
  return { status: statusOf(exchange), headers: { 'content-type': headers?.['content-type'] ?? '' }, text };
}

describe('every recorded exchange', () => {
  test('has its outcome here', () => {
    expect(Object.keys(outcomes).sort()).toEqual(listExchanges().sort());
  });

  test.each(Object.entries(outcomes))('%s', async (name, outcome) => {
    if (outcome === notAsked) return;
    const exchange = readExchange(name);
    const { model } = await startModel(
      ({ method, path }) => {
        if (outcome === 'listed') return path === '/v1/models' ? replay(exchange) : undefined;
        return method === 'POST' ? replay(exchange) : undefined;
      },
      { defaultModel: 'm' },
    );
    if (outcome === 'listed') {
      expect(await model.models()).toEqual(['stories260K']);
      return;
    }
    if ('text' in outcome) {
      const completion = await model.reply({ question: 'Once?', temperature: 1 });
      expect(completion.text.startsWith(outcome.text)).toBe(true);
      for (const token of completion.tokens ?? []) expect(token.alternatives.length).toBeGreaterThan(0);
      return;
    }
    const asked = model.nextToken({ prompt: 'Once', candidates: 5 });
    if ('kind' in outcome) {
      const error = await asked.catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({ kind: outcome.kind, message: expect.stringMatching(/^[^a-z].*[.”]$|^m .*\.$/) });
      return;
    }
    const { candidates, hiddenMass, cap } = figuresOf(await asked);
    expect(candidates.map(({ text }) => text).slice(0, outcome.tokens.length)).toEqual(outcome.tokens);
    const sum = candidates.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
    expect(sum + hiddenMass).toBeCloseTo(1, 6);
    expect(candidates.every(({ logprob }, place) => logprob <= (candidates[place - 1]?.logprob ?? 0))).toBe(true);
    expect(cap).toBeLessThanOrEqual(hiddenMass);
  });
});
