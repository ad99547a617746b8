import { afterAll, beforeAll } from 'vitest';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { testSeed } from '../setup/test-seed.js';

/** A completion as the tiny model's server sends it, read without any of the bot's code. */
export interface RawCompletion {
  readonly text: string;
  readonly finish: string;
  readonly tokens: readonly string[];
  /** At temperature 1, of each drawn token. */
  readonly probabilities: readonly number[];
  /** The listed tokens at each place, most likely first, with their probabilities. */
  readonly listed: readonly (readonly (readonly [token: string, probability: number])[])[];
}

/** Tokens that the embedded models know. */
const VOCABULARY = 4003;

/** A tiny model of the tests' own, to ask the same as the bot does and compare. */
export function useTinyModel(): {
  complete(body: Readonly<Record<string, unknown>>): Promise<RawCompletion>;
  chat(body: Readonly<Record<string, unknown>>): Promise<string>;
  /** The probability of every token to come next, most likely first. */
  whole(prompt: string): Promise<readonly number[]>;
  /** The same of the first token of an answer. */
  wholeAnswer(question: string): Promise<readonly number[]>;
} {
  let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
  beforeAll(async () => {
    tiny = await openKeptTinyModel({ seed: testSeed });
  });
  afterAll(() => tiny.close());
  const post = async (path: string, body: object) => {
    const response = await fetch(`${tiny.baseURL}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tokenscope-tiny', ...body }),
    });
    return (await response.json()) as { choices: [Choice] };
  };
  const complete = async (body: Readonly<Record<string, unknown>>): Promise<RawCompletion> => {
    const { choices } = await post('/completions', { logprobs: 100, ...body });
    const [{ text = '', finish_reason, logprobs }] = choices;
    return {
      text,
      finish: finish_reason,
      tokens: logprobs?.tokens ?? [],
      probabilities: logprobs?.token_logprobs.map(Math.exp) ?? [],
      listed:
        logprobs?.top_logprobs.map((map) =>
          Object.entries(map)
            .map(([token, logprob]) => [token, Math.exp(logprob)] as const)
            .sort(([, one], [, other]) => other - one),
        ) ?? [],
    };
  };
  return {
    complete,
    async whole(prompt) {
      const { listed } = await complete({ prompt, max_tokens: 1, logprobs: VOCABULARY });
      return (listed[0] ?? []).map(([, probability]) => probability);
    },
    async wholeAnswer(content) {
      const whole = { logprobs: true, top_logprobs: VOCABULARY, max_tokens: 1 };
      const { choices } = await post('/chat/completions', { messages: [{ role: 'user', content }], ...whole });
      return (choices[0].logprobs?.content?.[0]?.top_logprobs ?? []).map(({ logprob }) => Math.exp(logprob));
    },
    async chat(body) {
      const { choices } = await post('/chat/completions', body);
      return choices[0].message?.content ?? '';
    },
  };
}

interface Choice {
  readonly text?: string;
  readonly message?: { readonly content: string };
  readonly finish_reason: string;
  readonly logprobs?: {
    readonly tokens: readonly string[];
    readonly token_logprobs: readonly number[];
    readonly top_logprobs: readonly Readonly<Record<string, number>>[];
    readonly content?: readonly { readonly top_logprobs: readonly { readonly logprob: number }[] }[];
  };
}
