import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenName } from '../../../src/tiny-model/language/token-names.js';
import { openTinyModel, type TinyModel } from '../../../src/tiny-model/open-tiny-model.js';
import { testSeed } from '../../setup/test-seed.js';
import { corpusDirectory, nextOf, smallModel, vocabulary } from '../fixtures.js';

let tiny: TinyModel;
beforeAll(async () => {
  tiny = await openTinyModel({ corpusDirectory, seed: testSeed });
});
afterAll(() => tiny.close());

const { size, encode } = vocabulary();
const truth = smallModel();
const prompt = 'The capital of France is';
/** A tail's bins are rounded to six digits, outwards. */
const rounding = 3e-5;

type Bin = readonly [count: number, mass: number, greatest: number, least: number];

interface Logprobs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly number[];
  readonly top_logprobs: readonly Readonly<Record<string, number>>[];
  readonly tail?: readonly (readonly Bin[] | null)[];
  readonly content: readonly {
    readonly id: number;
    readonly logprob: number;
    readonly tail?: readonly Bin[];
    readonly top_logprobs: readonly { readonly id: number; readonly logprob: number }[];
  }[];
}

async function ask(path: string, body: object): Promise<{ status: number; text: string }> {
  const response = await fetch(`${tiny.baseURL}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tokenscope-tiny', ...body }),
  });
  return { status: response.status, text: await response.text() };
}

async function logprobsOf(path: string, body: object): Promise<Logprobs> {
  const { status, text } = await ask(path, body);
  expect(status).toBe(200);
  return JSON.parse(text).choices[0].logprobs;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('all tokens of the vocabulary', () => {
  test('are listed by name, with probabilities that sum to 1, in about 100 KB', async () => {
    const body = { prompt, max_tokens: 1, logprobs: size };
    const { top_logprobs: lists, tail } = await logprobsOf('/completions', body);
    const values = Object.values(lists[0] ?? {});
    expect(values).toHaveLength(size);
    expect(Math.abs(total(values.map(Math.exp)) - 1)).toBeLessThan(1e-4);
    expect(tail).toBeUndefined();
    expect((await ask('/completions', body)).text.length).toBeLessThan(100_000);
  });

  test('are listed with ids in a chat, most likely first, as the model computes them', async () => {
    const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
    const { content } = await logprobsOf('/chat/completions', {
      messages,
      max_tokens: 1,
      logprobs: true,
      top_logprobs: size,
    });
    const listed = content[0]?.top_logprobs ?? [];
    expect(new Set(listed.map(({ id }) => id)).size).toBe(size);
    const probabilities = nextOf(truth, encode('Q: Why is the sky blue?\nA: '));
    const away = listed.map(({ id, logprob }) => Math.abs(logprob - Math.log(probabilities[id] ?? 0)));
    expect(Math.max(...away)).toBeLessThan(3e-6);
    const values = listed.map(({ logprob }) => logprob);
    expect(values).toEqual(values.toSorted((one, other) => other - one));
  });

  test('are told with their ranks at a place of a prompt', async () => {
    const { text } = await ask('/completions', { prompt: 'The sky', max_tokens: 1, prompt_logprobs: size });
    const [, place] = JSON.parse(text).choices[0].prompt_logprobs as Record<
      string,
      { logprob: number; rank: number }
    >[];
    const entries = Object.values(place ?? {});
    expect(entries).toHaveLength(size);
    const probabilities = nextOf(truth, encode('The'));
    const sorted = [...probabilities].sort((one, other) => other - one);
    const first = new Map(sorted.map((each, at) => [each, at + 1] as const).toReversed());
    const wrong = Object.entries(place ?? {}).filter(
      ([id, { rank }]) => rank !== first.get(probabilities[Number(id)] ?? 0),
    );
    expect(wrong).toEqual([]);
  });

  test('are no more than there are', async () => {
    const wrong = [
      ['/completions', { prompt, logprobs: size + 1 }, 'logprobs'],
      ['/completions', { prompt, prompt_logprobs: size + 1 }, 'prompt_logprobs'],
      [
        '/chat/completions',
        { messages: [{ role: 'user', content: 'x' }], logprobs: true, top_logprobs: size + 1 },
        'top_logprobs',
      ],
    ] as const;
    for (const [path, body, param] of wrong) {
      const { status, text } = await ask(path, body);
      expect(status).toBe(400);
      expect(JSON.parse(text).error).toMatchObject({ param, message: expect.stringContaining(`at most ${size}`) });
    }
  });
});

describe('tail bins', () => {
  /** What the bins of all tokens but some have to be like. */
  function checkBins(bins: readonly Bin[], others: readonly number[]): void {
    const sorted = others.toSorted((one, other) => other - one);
    let from = 0;
    for (const [count, mass, greatest, least] of bins) {
      const own = sorted.slice(from, from + count);
      from += count;
      expect(own).toHaveLength(count);
      expect(Math.abs(total(own) - mass)).toBeLessThan(1e-8);
      expect(greatest).toBeGreaterThanOrEqual(own[0] ?? 1);
      expect(least).toBeLessThanOrEqual(own.at(-1) ?? 0);
      expect(greatest / (own[0] ?? 0)).toBeLessThan(1 + rounding);
      expect((own.at(-1) ?? 0) / least).toBeLessThan(1 + rounding);
    }
    expect(from).toBe(sorted.length);
  }

  test('hold every token that a completion does not name, at each place', async () => {
    const body = { prompt, max_tokens: 6, temperature: 1.5, logprobs: 5, tail_bins: 12, seed: 3 };
    const { tokens, top_logprobs: lists, tail = [] } = await logprobsOf('/completions', body);
    expect(tail).toHaveLength(tokens.length);
    const history = encode(prompt);
    const idOf = new Map(Array.from({ length: size }, (_, id) => [tokenName(vocabulary(), id), id]));
    for (const [place, token] of tokens.entries()) {
      const named = new Set(Object.keys(lists[place] ?? {}).map((text) => idOf.get(text)));
      expect(tail[place]?.length).toBeLessThanOrEqual(12);
      checkBins(
        tail[place] ?? [],
        [...nextOf(truth, history)].filter((_, id) => !named.has(id)),
      );
      history.push(idOf.get(token) ?? -1);
    }
  });

  test('hold neither the listed tokens nor the drawn one of a chat', async () => {
    const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
    const body = { messages, max_tokens: 1, temperature: 2, logprobs: true, top_logprobs: 3, tail_bins: 20 };
    const seen = new Set<boolean>();
    for (let seed = 0; seed < 40 && seen.size < 2; seed += 1) {
      const [place] = (await logprobsOf('/chat/completions', { ...body, seed })).content;
      const listed = place?.top_logprobs.map(({ id }) => id) ?? [];
      seen.add(listed.includes(place?.id ?? -1));
      const named = new Set([...listed, place?.id]);
      const probabilities = [...nextOf(truth, encode('Q: Why is the sky blue?\nA: '))];
      checkBins(
        place?.tail ?? [],
        probabilities.filter((_, id) => !named.has(id)),
      );
    }
    expect(seen.size).toBe(2);
  });

  test('come with a stream, and not at the places of a prompt', async () => {
    const body = { prompt, max_tokens: 2, temperature: 0, logprobs: 1, tail_bins: 4 };
    const { text } = await ask('/completions', { ...body, stream: true });
    const [first] = text.split('\n\n').map((event) => event.replace('data: ', ''));
    expect(JSON.parse(first ?? '').choices[0].logprobs.tail[0].length).toBeGreaterThan(1);
    const { tail } = await logprobsOf('/completions', { ...body, echo: true });
    expect(tail?.map((bins) => bins === null)).toEqual([...encode(prompt).map(() => true), false, false]);
  });

  test('come only with log-probabilities, and are said to be there', async () => {
    expect(await logprobsOf('/completions', { prompt, max_tokens: 1, tail_bins: 4 })).toBeNull();
    expect((await ask('/completions', { prompt, logprobs: 1, tail_bins: 257 })).status).toBe(400);
    const models = (await (await fetch(`${tiny.baseURL}/models`)).json()) as { data: unknown[] };
    expect(models.data).toContainEqual(expect.objectContaining({ id: 'tokenscope-tiny', tail_bins: true }));
  });
});
