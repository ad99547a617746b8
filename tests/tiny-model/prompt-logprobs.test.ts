import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTinyModel, type TinyModel } from '../../src/tiny-model/open-tiny-model.js';
import { testSeed } from '../setup/test-seed.js';
import { corpusDirectory, vocabulary } from './fixtures.js';

let tiny: TinyModel;
beforeAll(async () => {
  tiny = await openTinyModel({ corpusDirectory, seed: testSeed });
});
afterAll(() => tiny.close());

interface Answer {
  readonly choices: readonly {
    readonly logprobs: { readonly tokens: string[]; readonly token_logprobs: number[] } | null;
    readonly prompt_logprobs?: readonly Record<
      string,
      { readonly logprob: number; readonly rank: number; readonly decoded_token: string }
    >[];
  }[];
}

async function post(body: object): Promise<{ status: number; json: Answer }> {
  const response = await fetch(`${tiny.baseURL}/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tokenscope-tiny', ...body }),
  });
  return { status: response.status, json: (await response.json()) as Answer };
}

test('a prompt’s tokens come with those most likely at their places, and with ranks', async () => {
  const prompt = 'The capital of France is 🫠';
  const { json } = await post({ prompt, max_tokens: 0, echo: true, logprobs: 1, prompt_logprobs: 3 });
  const [choice] = json.choices;
  const places = choice?.prompt_logprobs ?? [];
  expect(places).toHaveLength(choice?.logprobs?.tokens.length ?? 0);
  for (const [index, place] of places.entries()) {
    const entries = Object.values(place).sort((a, b) => a.rank - b.rank);
    const own = entries.find(({ decoded_token }) => decoded_token === choice?.logprobs?.tokens[index]);
    expect(own?.logprob).toBe(choice?.logprobs?.token_logprobs[index]);
    // Tokens that are as likely share the first of their places.
    const rankAt = (place: number) => entries.findIndex(({ logprob }) => logprob === entries[place]?.logprob) + 1;
    expect(entries.slice(0, 3).map(({ rank }) => rank)).toEqual([0, 1, 2].map(rankAt));
    expect([3, 4]).toContain(entries.length);
    if ((own?.rank ?? 0) > 3) expect(entries).toHaveLength(4);
    expect(own?.rank).toBeLessThanOrEqual(vocabulary().size);
  }
  expect(choice?.logprobs?.tokens.join('')).toContain('bytes:\\x');
});

test('prompt_logprobs come only when they are asked for, with nothing listed where 0 are, and not in a stream', async () => {
  const without = await post({ prompt: 'The sky', max_tokens: 1 });
  expect(without.json.choices[0]).not.toHaveProperty('prompt_logprobs');
  const alone = await post({ prompt: 'The sky', max_tokens: 1, prompt_logprobs: 0 });
  expect(alone.json.choices[0]?.prompt_logprobs?.map((place) => Object.keys(place).length)).toEqual([1, 1]);
  expect(alone.json.choices[0]?.logprobs).toBeNull();
  expect((await post({ prompt: 'The sky', stream: true, prompt_logprobs: 1 })).status).toBe(400);
});
