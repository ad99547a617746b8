import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LanguageModel } from '../../src/domain/language-model.js';
import { openTail } from '../../src/domain/tail.js';
import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { openWholeVocabulary, SIZE } from '../builders/whole-vocabulary.js';
import type { EndpointStub } from '../model/endpoint-stub.js';
import { createReader, expectNoRanges, runIdOf, wordsOfAll } from './read-all.js';

let open: OpenServices;
let stub: EndpointStub;
let model: ReturnType<typeof openModel>;
let services: Services;

/** Asks for the whole vocabulary at each token of a text too, which takes longer than people wait. */
function everyToken(real: LanguageModel): LanguageModel {
  const changed: Partial<LanguageModel> = {
    generate: (request) => real.generate({ ...request, candidates: SIZE }),
  };
  return new Proxy(real, { get: (target, name) => Reflect.get(name in changed ? changed : target, name) });
}

beforeAll(async () => {
  [open, stub] = await Promise.all([openServices(), openWholeVocabulary()]);
  model = openModel({ baseURL: stub.baseURL, label: 'all tokens' });
});
afterAll(async () => {
  model.close();
  await Promise.all([open.close(), stub.close()]);
});

const { run, act, saidBy } = createReader(() => services);

const TEMPERATURES = [0, 0.3, 0.7, 1, 1.5, 2];
type Cuts = Readonly<Record<string, number>>;
const CUTS: readonly Cuts[] = [{}, { top_p: 0.95 }, { min_p: 0.05 }];
const MORE_CUTS: readonly Cuts[] = [{ top_p: 0.5 }, { top_k: 40 }, { top_k: 900 }, { min_p: 0.001 }];

/** Endpoints that leave nothing open, with what can be asked there. */
const endpoints = [
  {
    name: 'an endpoint that lists its whole vocabulary',
    prompt: ' w200 w300',
    text: 'a w1234 w999 w3100',
    cuts: CUTS,
    language: () => everyToken(model),
  },
  {
    name: 'the embedded model',
    prompt: 'The capital of France is',
    text: 'The cat sat on the purple piano.',
    cuts: [...CUTS, ...MORE_CUTS],
    language: () => open.model,
  },
];

describe.each(endpoints)('of $name', ({ prompt, text, cuts, language }) => {
  beforeAll(() => {
    services = { ...open, model: language() };
  });

  test.each(TEMPERATURES)(
    '/nextword and /sampling know every figure at temperature %d, whatever is cut',
    async (temperature) => {
      for (const cut of cuts) {
        for (const name of ['nextword', 'sampling']) {
          expectNoRanges(await saidBy(name, await run(name, { prompt, temperature, ...cut })));
        }
      }
    },
  );

  test('/temperature knows them at five temperatures, and so does its formula', async () => {
    for (const temperatures of ['0, 0.3, 0.7, 1, 1.5', '0.2, 0.5, 0.9, 1.2, 2']) {
      expectNoRanges(await saidBy('temperature', await run('temperature', { prompt, temperatures })));
    }
  });

  test.each(TEMPERATURES)(
    '/dice, /generate and /ask know them at temperature %d, also of each step and token',
    async (temperature) => {
      expectNoRanges(await saidBy('dice', await run('dice', { prompt, temperature, rolls: 100, seed: 1 })));
      const written = await run('generate', { prompt, temperature, tokens: 10, seed: 1, top_p: 0.9 });
      expectNoRanges(await saidBy('generate', written));
      for (const action of ['first', 'last']) {
        const value = action === 'first' ? '1' : '2';
        expectNoRanges(wordsOfAll(await act('generate', action, { runId: runIdOf(written), value })));
      }
      const answered = await run('ask', { question: prompt, temperature, max_tokens: 8 });
      expectNoRanges(await saidBy('ask', answered));
      expectNoRanges(wordsOfAll(await act('ask', 'look', { runId: runIdOf(answered), choice: '2' })));
    },
  );

  test.each(['temperatures', 'styles'])('/compare knows how far apart %s are', async (what) => {
    const values: Record<string, string> = what === 'temperatures' ? { values: '0, 0.7, 1, 2' } : {};
    const compared = await run('compare', { prompt, what, tokens: 10, seed: 1, ...values });
    expectNoRanges(await saidBy('compare', compared));
  });

  test('/surprise knows how likely each token was', async () => {
    const scored = await run('surprise', { text });
    // Of a text only the likeliest twenty tokens are asked for at each place, so that some ranks have no end.
    expectNoRanges((await saidBy('surprise', scored)).replace(/rank ≥ 21/g, ''));
    const seen = wordsOfAll(await act('surprise', 'look', { runId: runIdOf(scored), choice: '2' }));
    expectNoRanges(seen.replace(/At least 20 tokens were likelier/, ''));
  });
});

test('an endpoint that lists some tokens leaves ranges, which are found', async () => {
  services = { ...open, model: everyToken(model) };
  const { nextToken } = services.model;
  const few = async (...[request]: Parameters<typeof nextToken>) => {
    const distribution = await nextToken(request);
    const candidates = distribution.candidates.slice(0, 20);
    const listed = candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    return {
      ...distribution,
      candidates,
      tail: openTail(1 - listed, Math.exp(candidates.at(-1)?.logprob ?? 0), SIZE - 20),
    };
  };
  services = {
    ...services,
    model: new Proxy(services.model, {
      get: (target, name) => (name === 'nextToken' ? few : Reflect.get(target, name)),
    }),
  };
  for (const name of ['nextword', 'sampling', 'temperature']) {
    const said = await saidBy(name, await run(name, { prompt: ' w200 w300' }));
    expect(() => expectNoRanges(said), name).toThrow();
  }
});
