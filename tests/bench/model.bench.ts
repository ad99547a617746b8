import { bench, describe } from 'vitest';
import { buildDistribution } from '../../src/model/build-distribution.js';
import { parseAnswerFacts } from '../../src/model/parse-choice.js';
import { parseLogprobs } from '../../src/model/parse-completions-logprobs.js';
import { shape } from '../../src/sampling/shape.js';
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

function readAll(body: string): number {
  const { choice } = parseAnswerFacts(JSON.parse(body), 'the emulator');
  const positions = parseLogprobs(choice?.logprobs);
  for (const position of positions) {
    const { candidates, hiddenMass, cap } = buildDistribution(position, { ...asked, listed });
    const probabilities = candidates.map(({ logprob }) => Math.exp(logprob));
    shape({ probabilities, hiddenMass, cap, temperature: 0.7, topP: 0.9 });
  }
  return positions.length;
}

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
  describe(dialect.name, () => {
    bench('JSON.parse', () => void JSON.parse(body));
    bench('JSON.parse, parse, build and rescale', () => void readAll(body));
  });
  const count = readAll(body);
  const bare = timeOf(() => JSON.parse(body));
  const extra = timeOf(() => readAll(body)) - bare;
  console.info(
    `${dialect.name}: parse, build and rescale take ${((extra / count) * 1000).toFixed(1)} µs a token, ${(extra / bare).toFixed(1)} times JSON.parse of the same body`,
  );
}
