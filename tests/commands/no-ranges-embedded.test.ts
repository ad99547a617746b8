import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LanguageModel } from '../../src/domain/language-model.js';
import { ModelError } from '../../src/model/errors.js';
import type { Services } from '../../src/services.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { press } from './press.js';
import { createReader, expectNoRanges, runIdOf, wordsOfAll } from './read-all.js';

let open: OpenServices;
let services: Services;
beforeAll(async () => {
  open = await openServices();
  services = open;
});
afterAll(() => open.close());

const { run, act, saidBy } = createReader(() => services);

const PROMPTS = ['Once upon a time', 'The capital of France is'];
const CUTS: readonly Record<string, number>[] = [{}, { top_p: 0.9 }, { top_k: 700 }, { min_p: 0.001 }];

describe('the embedded model tells every figure', () => {
  test.each([0, 0.3, 0.7, 1, 1.5, 2])(
    'of /nextword and /sampling at temperature %d, whatever is cut',
    async (temperature) => {
      for (const prompt of PROMPTS) {
        for (const cut of CUTS) {
          for (const name of ['nextword', 'sampling']) {
            expectNoRanges(await saidBy(name, await run(name, { prompt, temperature, ...cut })));
          }
        }
      }
    },
  );

  test('of /nextword after tokens that were drawn, at temperature 2', async () => {
    let reply = await run('nextword', { prompt: 'Once', temperature: 2, seed: 5 });
    for (let roll = 0; roll < 6; roll += 1) {
      reply = await act('nextword', 'roll', { ...press(runIdOf(reply)), value: String(roll) });
      expectNoRanges(await saidBy('nextword', reply));
    }
  });

  test('of /temperature at five temperatures', async () => {
    const temperatures = '0.2, 0.5, 0.9, 1.2, 2';
    for (const prompt of PROMPTS)
      expectNoRanges(await saidBy('temperature', await run('temperature', { prompt, temperatures })));
  });

  test.each([0.3, 1, 2])('of /dice, /generate and /ask at temperature %d', async (temperature) => {
    const prompt = 'Once upon a time';
    expectNoRanges(await saidBy('dice', await run('dice', { prompt, temperature, rolls: 100, seed: 1 })));
    const written = await run('generate', { prompt, temperature, tokens: 12, seed: 1, top_p: 0.95 });
    expectNoRanges(await saidBy('generate', written));
    for (const value of ['1', '5', '9']) {
      expectNoRanges(wordsOfAll(await act('generate', 'first', { runId: runIdOf(written), value })));
    }
    const answered = await run('ask', { question: 'What is a token?', temperature, max_tokens: 12, seed: 1 });
    expectNoRanges(await saidBy('ask', answered));
    expectNoRanges(wordsOfAll(await act('ask', 'look', { runId: runIdOf(answered), choice: '2' })));
  });

  test('of a text that was stopped', async () => {
    // Breaks off behind some tokens, as where somebody stops it.
    const breakOff: LanguageModel['generate'] = async (request) => {
      const whole = await open.model.generate(request);
      expect(whole.steps.length).toBeGreaterThan(8);
      throw new ModelError('protocol', 'ended-in-the-middle', { endpoint: 'here' });
    };
    services = {
      ...open,
      model: new Proxy(open.model, {
        get: (target, name) => (name === 'generate' ? breakOff : Reflect.get(target, name)),
      }),
    };
    try {
      const written = await run('generate', { prompt: 'Once upon a time', temperature: 1.5, tokens: 12, seed: 1 });
      expectNoRanges(await saidBy('generate', written));
    } finally {
      services = open;
    }
  });

  test.each(['temperatures', 'styles'])('of /compare of %s', async (what) => {
    const values: Record<string, string> = what === 'temperatures' ? { values: '0, 0.7, 1, 2' } : {};
    const compared = await run('compare', { prompt: 'Once upon a time', what, tokens: 10, seed: 1, ...values });
    // What the model answers is none of the bot's words.
    expectNoRanges((await saidBy('compare', compared)).replace(/\bI do not know\b/g, ''));
  });

  test('of /surprise', async () => {
    const scored = await run('surprise', { text: 'The cat sat on the zebra’s purple mat, 🫠 was it?' });
    expectNoRanges(await saidBy('surprise', scored));
    expectNoRanges(wordsOfAll(await act('surprise', 'look', { runId: runIdOf(scored), choice: '7' })));
  });
});
