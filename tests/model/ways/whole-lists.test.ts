import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/domain/distribution.js';
import { capOf, countOf, isKnown, massOf } from '../../../src/domain/tail.js';
import type { SampledToken } from '../../../src/domain/token.js';
import { temper } from '../../../src/sampling/bounds.js';
import { openKeptTinyModel } from '../../builders/tiny-model.js';
import { testSeed } from '../../setup/test-seed.js';
import { vocabulary } from '../../tiny-model/fixtures.js';
import { refuse } from '../continuation-answers.js';
import { type Served, serve, total, zipf } from '../long-lists.js';
import { connect, startModel } from '../start-model.js';

async function ask(served: Served): Promise<{ asked: unknown[]; distribution: Distribution }> {
  const { stub, model } = await startModel(serve(served), { defaultModel: 'm' });
  const distribution = await model.nextToken({ prompt: 'x', candidates: 100 });
  await model.nextToken({ prompt: 'y', candidates: 100 });
  return { asked: stub.posted('/v1/completions').map(({ logprobs }) => logprobs), distribution };
}

describe.each([false, true])('a server that lists any number of tokens, as a map: %s', (asMap) => {
  test('is asked for all of a small vocabulary, and then nothing is left open', async () => {
    const { asked, distribution } = await ask({ size: 3000, asMap });
    expect(asked).toEqual([3000, 3000]);
    expect(distribution.candidates).toHaveLength(3000);
    expect(distribution.tail).toEqual([]);
    expect(total(distribution.candidates.map(({ logprob }) => Math.exp(logprob)))).toBeCloseTo(1, 5);
  });

  test('has nothing left out where the least likely token was drawn', async () => {
    const { distribution } = await ask({ size: 50, asMap, drawn: 49 });
    expect(distribution.candidates).toHaveLength(50);
    expect(distribution.tail).toEqual([]);
  });

  test.each([true, false])(
    'is asked for as many of a large one as are quickly read; its size is told: %s',
    async (isTold) => {
      const size = 60_000;
      const { asked, distribution } = await ask({ size, asMap, isTold });
      expect(asked).toEqual([1000, 1000]);
      expect(distribution.candidates).toHaveLength(1000);
      expect(countOf(distribution.tail)).toBe(isTold ? size - 1000 : Number.POSITIVE_INFINITY);
      expect(capOf(distribution.tail)).toBeCloseTo(zipf(size)[999] ?? 0, 9);
      expect(massOf(distribution.tail)).toBeCloseTo(total(zipf(size).slice(1000)), 5);
    },
  );
});

describe('a limit is learned once, and no body is refused twice', () => {
  const vllm = (most: number) => (asked: number) =>
    asked > most
      ? refuse(400, `Requested sample logprobs of ${asked}, which is greater than max allowed: ${most}`)
      : undefined;
  const unnamed = (most: number) => (asked: number) =>
    asked > most ? refuse(400, 'logprobs is too large') : undefined;
  test.each([
    ['named, above what is usual', vllm(400), [1000, 400, 400]],
    ['named, 20', vllm(20), [1000, 20, 20]],
    ['named, 5', vllm(5), [1000, 5, 5]],
    ['not named, 20', unnamed(20), [1000, 100, 20, 20]],
    ['not named, 5', unnamed(5), [1000, 100, 20, 5, 5]],
  ])('%s', async (_name, refusal, expected) => {
    const { asked, distribution } = await ask({ size: 60_000, refusal });
    expect(asked).toEqual(expected);
    expect(distribution.candidates).toHaveLength(expected.at(-1) ?? 0);
  });
});

describe('a server that gathers what it does not name into bins', () => {
  const listed = [0.5, 0.2, 0.1].map((probability, at) => ({ token: ` ${'abc'[at]}`, probability }));
  const bins = [
    [10, 0.15, 0.02, 0.01],
    [100, 0.05, 0.001, 0.0002],
  ];

  async function askBins(tail: unknown, drawn = listed[0]) {
    const { stub, model } = await startModel(
      ({ path }) => {
        if (path === '/v1/models') return { json: { data: [{ id: 'm', meta: { n_vocab: 113 }, tail_bins: true }] } };
        if (path !== '/v1/completions') return undefined;
        const entries = listed.map(({ token, probability }) => ({ token, logprob: Math.log(probability) }));
        const own = { token: drawn?.token, logprob: Math.log(drawn?.probability ?? 0) };
        const content = [{ ...own, top_logprobs: entries, tail }];
        return { json: { choices: [{ index: 0, text: own.token, logprobs: { content }, finish_reason: 'length' }] } };
      },
      { defaultModel: 'm' },
    );
    const distribution = await model.nextToken({ prompt: 'x', candidates: 3 });
    return { distribution, body: stub.posted('/v1/completions')[0] };
  }

  test('is asked for them, and its bins are the tail', async () => {
    const { distribution, body } = await askBins(bins);
    expect(body).toMatchObject({ logprobs: 20, tail_bins: 128 });
    expect(distribution.candidates).toHaveLength(3);
    expect(distribution.tail.map(({ count, mass }) => [count, mass])).toEqual([
      [10, 0.15],
      [100, 0.05],
    ]);
    expect(isKnown(distribution.tail)).toBe(true);
  });

  test('has the drawn token among them where it is not listed', async () => {
    const { distribution } = await askBins(
      [
        [9, 0.135, 0.02, 0.01],
        [100, 0.05, 0.001, 0.0002],
      ],
      { token: ' z', probability: 0.015 },
    );
    expect(countOf(distribution.tail)).toBe(110);
    expect(massOf(distribution.tail)).toBeCloseTo(0.2, 9);
  });

  test('is not asked where the list of models does not say that it has them', async () => {
    const { stub, model } = await startModel(serve({ size: 50 }), { defaultModel: 'm' });
    await model.nextToken({ prompt: 'x', candidates: 3 });
    await model.generate({ prompt: 'x', candidates: 3, maxTokens: 1, temperature: 1 });
    for (const body of stub.posted('/v1/completions')) expect(body).not.toHaveProperty('tail_bins');
  });

  test.each([
    ['are none', undefined],
    ['do not make up the whole', [[10, 0.1, 0.02, 0.005]]],
    ['weigh more than they can', [[110, 0.2, 0.0001, 0.00001]]],
    ['weigh less than they must', [[110, 0.2, 0.1, 0.01]]],
    ['are upside down', [[110, 0.2, 0.001, 0.01]]],
    ['hold no tokens', [[0, 0.2, 0.1, 0]]],
    ['are no numbers', [['many', 0.2, 0.1, 0]]],
    ['are too many', Array.from({ length: 300 }, () => [1, 0.2 / 300, 0.001, 0.0001])],
  ])('is not believed where they %s', async (_name, tail) => {
    const { distribution } = await askBins(tail);
    expect(distribution.tail).toEqual([
      { count: 110, mass: expect.closeTo(0.2, 9), greatest: expect.any(Number), least: 0 },
    ]);
  });

  test('loses nothing where the wish is refused', async () => {
    const answer = serve({ size: 50, isTold: false });
    const { stub, model } = await startModel(
      (request) => {
        if (request.path === '/v1/models') return { json: { data: [{ id: 'm', tail_bins: true }] } };
        return 'tail_bins' in request.body ? refuse(400, 'Unrecognized request argument: tail_bins') : answer(request);
      },
      { defaultModel: 'm' },
    );
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).candidates).toHaveLength(20);
    await model.nextToken({ prompt: 'y', candidates: 3 });
    expect(stub.posted('/v1/completions').map((body) => 'tail_bins' in body)).toEqual([true, false, false]);
  });
});

describe('the embedded model leaves nothing open', () => {
  const temperatures = [0.3, 0.7, 1, 1.5, 2];

  async function open() {
    const tiny = await openKeptTinyModel({ seed: testSeed });
    return connect({ baseURL: tiny.baseURL, tiny: true });
  }

  function checkWhole({ candidates, tail }: Pick<Distribution, 'candidates' | 'tail'>): void {
    expect(candidates.length + countOf(tail)).toBe(vocabulary().size);
    expect(isKnown(tail)).toBe(true);
    const probabilities = candidates.map(({ logprob }) => Math.exp(logprob));
    expect(total(probabilities) + massOf(tail)).toBeCloseTo(1, 6);
    for (const temperature of temperatures) {
      const { candidates: tempered, hidden } = temper({ probabilities, tail }, temperature);
      for (const { low, high } of [...tempered, hidden]) expect(high - low).toBeLessThan(1e-3);
    }
  }

  test('of the next token', async () => {
    const model = await open();
    const distribution = await model.nextToken({ prompt: 'Once upon a time', candidates: 100 });
    expect(distribution.candidates).toHaveLength(100);
    checkWhole(distribution);
    checkWhole(await model.nextToken({ prompt: 'Why is the sky blue?', asQuestion: {}, candidates: 100 }));
    for (const asQuestion of [undefined, {}]) {
      const named = await model.nextToken({ prompt: 'Who are you?', asQuestion, candidates: 100, everyName: true });
      expect(named.candidates).toHaveLength(vocabulary().size);
      checkWhole(named);
    }
  });

  test('of a text, whatever was drawn, and also while it is being written', async () => {
    const model = await open();
    let soFar: readonly SampledToken[] = [];
    const { steps } = await model.generate({
      prompt: 'Once upon a time',
      candidates: 10,
      maxTokens: 30,
      temperature: 1.7,
      seed: 4,
      onTokens: (tokens) => {
        soFar = tokens();
      },
    });
    expect(steps.length).toBe(30);
    const isUnlisted = ({ token }: (typeof steps)[number]) => token.logprob < (token.alternatives[9]?.logprob ?? 0);
    expect(steps.some(isUnlisted)).toBe(true);
    for (const { distribution } of steps) checkWhole(distribution as Distribution);
    for (const { alternatives, tail = [] } of soFar) checkWhole({ candidates: alternatives, tail });
  });
});
