import { bench, describe } from 'vitest';
import type { Distribution } from '../../src/domain/distribution.js';
import { distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { buildDistribution } from '../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../src/model/answer/parse-logprobs.js';
import { parseAnswerFacts } from '../../src/model/answer/read-completion.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { asked } from '../model/asked.js';
import { type ListedAnswer, shapes, writeListedAnswer } from './listed-answers.js';

// What it costs to read the distributions of an answer, and to work out what /nextword shows of them, as ratios to
// JSON.parse of the same body in the same run: on top of it, for short lists and for long ones.

const SIZES = [
  { listed: 20, places: 64 },
  { listed: 1000, places: 4 },
  { listed: 32_000, places: 1 },
];
const VOCABULARY = 151_936;
const TEMPERATURE = 0.7;
const MAX_MS = 400;
const ROUND_MS = 1;

/** Reads all distributions of an answer, and works out something of each. */
function readAll({ body, listed }: ListedAnswer, workOut: (one: Distribution) => unknown): void {
  const { choice } = parseAnswerFacts(JSON.parse(body), 'the emulator');
  for (const position of parseLogprobs(choice?.logprobs)) {
    workOut(buildDistribution(position, { ...asked, listed, vocabularySize: VOCABULARY }));
  }
}

const chainOf = ({ candidates, tail }: Distribution) =>
  runChain({
    probabilities: candidates.map(({ logprob }) => Math.exp(logprob)),
    tail,
    temperature: TEMPERATURE,
    topP: 0.9,
  });

const WORK: readonly (readonly [string, (one: Distribution) => unknown])[] = [
  ['parse and build', () => {}],
  ['with temperature and cuts', chainOf],
  ['with temperature, cuts and entropy', (one) => chainOf(one).entropy],
  [
    "all that /nextword's first reply shows, with estimates",
    (listed) => distributionRows({ listed, temperature: TEMPERATURE, topP: 0.9, count: 10 }),
  ],
];

/** Milliseconds of one call, the least of many short rounds: another program's turn is in few of them. */
function timeOf(run: () => void): number {
  const calls = Math.max(1, Math.round(ROUND_MS / once(run, 1)));
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + MAX_MS;
  for (let round = 0; round < 5 || performance.now() < end; round += 1) least = Math.min(least, once(run, calls));
  return least;
}

function once(run: () => void, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) run();
  return (performance.now() - start) / calls;
}

for (const shape of shapes) {
  for (const { listed, places } of SIZES) {
    const answer = writeListedAnswer(shape, listed, places);
    const bare = timeOf(() => JSON.parse(answer.body));
    const ratios = WORK.map(([name, workOut]) => {
      const extra = timeOf(() => readAll(answer, workOut)) - bare;
      return `${name} ${(extra / bare).toFixed(1)}`;
    });
    console.info(`${shape}, ${listed} listed, times JSON.parse of the same body on top of it: ${ratios.join(', ')}`);
  }
}

describe('a reference', () => {
  bench('JSON.parse', () => void JSON.parse('{}'));
});
