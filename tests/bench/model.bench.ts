import { bench, describe } from 'vitest';
import { buildDistribution } from '../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../src/model/answer/parse-logprobs.js';
import { parseAnswerFacts } from '../../src/model/answer/read-completion.js';
import { temper } from '../../src/sampling/bounds.js';
import type { ListedDistribution } from '../../src/sampling/listed.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { asked } from '../model/asked.js';
import { servedModel } from '../model/dialects/dialect.js';
import { llamaCpp } from '../model/dialects/llama-cpp.js';
import { vllm } from '../model/dialects/vllm.js';

// What a distribution at another temperature costs for each token of an answer, against JSON.parse of the same body.
const tokens = 64;
const listed = 20;
const prompt = 'The cat saw the moon';

/** The body that an emulator answers with. */
function bodyOf({ answer }: typeof vllm): string {
  const body = { model: servedModel, prompt, max_tokens: tokens, logprobs: listed, seed: 3 };
  const told = answer({ method: 'POST', path: '/v1/completions', headers: {}, body });
  if (told === undefined || typeof told === 'function') throw new Error('The emulator gave no answer');
  return JSON.stringify(told.json);
}

type Rescale = (listed: ListedDistribution) => unknown;

/** Reads all distributions of an answer, and what `rescale` makes of each. @returns how many there were */
function readAll(body: string, rescale: Rescale): number {
  const { choice } = parseAnswerFacts(JSON.parse(body), 'the emulator');
  const positions = [...parseLogprobs(choice?.logprobs)];
  for (const position of positions) {
    const { candidates, tail } = buildDistribution(position, { ...asked, listed });
    rescale({ probabilities: candidates.map(({ logprob }) => Math.exp(logprob)), tail });
  }
  return positions.length;
}

const temperature = 0.7;
const ways: readonly (readonly [string, Rescale])[] = [
  ['parse and build', () => {}],
  ['parse, build and rescale', (distribution) => temper(distribution, temperature)],
  [
    'all that /nextword shows: cuts and entropy too',
    (distribution) => runChain({ ...distribution, temperature, topP: 0.9 }),
  ],
];

/** Milliseconds for one call, the least of several rounds. */
function timeOf(run: () => void): number {
  const rounds = Array.from({ length: 15 }, () => {
    const start = performance.now();
    for (let call = 0; call < 20; call += 1) run();
    return (performance.now() - start) / 20;
  });
  return Math.min(...rounds);
}

for (const dialect of [llamaCpp, vllm]) {
  const body = bodyOf(dialect);
  const bare = timeOf(() => JSON.parse(body));
  describe(dialect.name, () => {
    bench('JSON.parse', () => void JSON.parse(body));
    for (const [name, rescale] of ways) bench(name, () => void readAll(body, rescale));
  });
  for (const [name, rescale] of ways) {
    const count = readAll(body, rescale);
    const extra = timeOf(() => readAll(body, rescale)) - bare;
    console.info(
      `${dialect.name}, ${name}: ${((extra / count) * 1000).toFixed(1)} µs a token, ${(extra / bare).toFixed(1)} times JSON.parse of the same body`,
    );
  }
}
