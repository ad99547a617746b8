import { bench, describe } from 'vitest';
import { comparePairs, firstColumns } from '../../commands/compare/first.js';
import { findTextParting } from '../../commands/compare/parting.js';
import { predictRolls } from '../../commands/dice/prediction.js';
import { keepSteps } from '../../commands/generate/keep-steps.js';
import { surpriseFacts } from '../../commands/surprise/facts.js';
import { massOf } from '../../src/domain/tail.js';
import type { Candidate } from '../../src/domain/token.js';
import { createBranch } from '../../src/lesson/fork/branches.js';
import { compareRecords } from '../../src/lesson/record/difference.js';
import { packRecord, unpackRecord } from '../../src/lesson/record/record.js';
import { distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { buildDistribution } from '../../src/model/answer/build-distribution.js';
import { takeFirstCharacter } from '../../src/model/answer/draw-token.js';
import type { LogprobPosition } from '../../src/model/answer/parse-logprobs.js';
import { readSpelling } from '../../src/model/answer/token-spelling.js';
import { createModelKnowledge } from '../../src/model/asking/knowledge.js';
import { fitPieces } from '../../src/model/tokenizer/server-token-pieces.js';
import { placeText } from '../../src/model/tokenizer/server-token-place.js';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import { testGoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { findLongestRepeat } from '../../src/sampling/repeated-run.js';
import { planLocalRoll } from '../../src/sampling/roll.js';
import { runningSum } from '../../src/sampling/running-sum.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { divergeTempered } from '../../src/sampling/tempered-divergence.js';
import { atOnce } from '../../src/sampling/turns.js';
import { asked } from '../model/asked.js';
import { grow, print } from './growth.js';

// How the work on the answering thread grows with how many candidates, tokens and names an answer has.

function candidatesOf(count: number, hasIds = true): Candidate[] {
  const random = createSeededRandom(count);
  const weights = Array.from({ length: count }, () => random() ** 3).sort((a, b) => b - a);
  const sum = weights.reduce((a, b) => a + b, 0) / 0.9;
  return weights.map((weight, at) => {
    const id = hasIds ? at : undefined;
    return { text: ` w${at}`, bytes: undefined, id, logprob: Math.log(weight / sum + 1e-12) };
  });
}

function positionOf(listed: readonly Candidate[]): LogprobPosition {
  const [sampled = { text: '', bytes: undefined, id: undefined, logprob: 0 }] = listed;
  return { sampled, listed, given: listed.length, keyedByText: false };
}

const distributionOf = (count: number, hasIds = true) =>
  buildDistribution(positionOf(candidatesOf(count, hasIds)), { ...asked, listed: count, vocabularySize: 2 * count });

function listOf(count: number) {
  const { candidates, ...rest } = distributionOf(count);
  return { ...rest, probabilities: candidates.map(({ logprob }) => Math.exp(logprob)) };
}

const few = candidatesOf(5);
const stepsOf = (count: number) => candidatesOf(count).map((token) => ({ token, listed: undefined }));

print(
  'buildDistribution',
  grow(
    (n) => positionOf(candidatesOf(n)),
    (one) => buildDistribution(one, asked),
  ),
);
print(
  'shape',
  grow(listOf, (list) => runChain({ ...list, temperature: 0.7, topP: 0.9 })),
);
print(
  'shape, greedy',
  grow(listOf, (list) => runChain({ ...list, temperature: 0 })),
);
print(
  'entropyBounds',
  grow(listOf, (list) => entropyBounds(list, 0.7)),
);
print(
  'runningSum',
  grow(listOf, (list) => runningSum({ ...list, temperature: 0.7, topP: 0.9 })),
);
print(
  'planLocalRoll',
  grow(
    (n) => runChain({ ...listOf(n), temperature: 1, topP: 0.5 }),
    (one) => planLocalRoll(one, 1),
  ),
);
print(
  'divergeTempered',
  grow(listOf, (list) => divergeTempered(list, 0.7, 1.5)),
);
print(
  'testGoodnessOfFit of 60 rolls',
  grow(listOf, ({ probabilities, tail }) => {
    const all = [...probabilities, massOf(tail)];
    const counts = all.map((_, at) => (at < 60 ? 1 : 0));
    return atOnce(
      testGoodnessOfFit(
        counts,
        all.map((p) => ({ low: p, high: p })),
        createSeededRandom(1),
      ),
    );
  }),
);
print(
  'findLongestRepeat of different tokens',
  grow((n) => Array.from({ length: n }, (_, at) => at), findLongestRepeat),
);
print(
  'findLongestRepeat of one token',
  grow((n) => Array.from({ length: n }, () => 1), findLongestRepeat),
);
print(
  'first tokens side by side',
  grow(distributionOf, (distribution) => {
    const firsts = [0.7, 1.5].map((temperature) => ({ title: '', distribution, temperature, drawn: undefined }));
    return [firstColumns(firsts, { sameVocabulary: true, rows: 8, locale: 'en' }), atOnce(comparePairs(firsts, true))];
  }),
);
print(
  'distributionRows',
  grow(distributionOf, (listed) => distributionRows({ listed, temperature: 0.7, topP: 0.9, count: 20 })),
);
print(
  'predictRolls',
  grow(
    (n) => distributionOf(n, false),
    (distribution) => predictRolls({ distribution, temperature: 1 }),
  ),
);
print(
  'compareRecords',
  grow(
    (n) =>
      unpackRecord(
        packRecord(
          { kind: 'next-token', asked: { prompt: '', candidates: n }, answer: distributionOf(n, false) },
          { label: '', tiny: false },
        ),
      ),
    (record) => compareRecords(record, record),
  ),
);
print('keepSteps', grow(stepsOf, keepSteps));
print(
  'createBranch',
  grow(stepsOf, (steps) => createBranch([], steps)),
);
print(
  'the most surprising tokens and word',
  grow(
    (n) =>
      candidatesOf(n).map((one) => ({
        ...one,
        probability: { low: 0.1, high: 0.1 },
        rank: undefined,
        alternatives: few,
      })),
    (tokens) => surpriseFacts(tokens),
  ),
);
print(
  'findTextParting',
  grow(
    (n) =>
      ['x', 'y'].map((end) => ({
        text: 'ab '.repeat(n / 3) + end,
        tokens: undefined,
        end: 'model' as const,
        name: '',
      })),
    (texts) => findTextParting(texts, true),
  ),
);
print(
  'readSpelling',
  grow(
    (n) => Array.from({ length: n }, () => positionOf(few)),
    (all) => readSpelling(all, 'x', createModelKnowledge()),
  ),
);
print(
  'placeText of one id',
  grow(
    (n) => ({
      full: Array.from({ length: 2 * n }, () => ({ id: 1, bytes: undefined })),
      plain: Array.from({ length: n }, () => ({ id: 1, bytes: undefined })),
      bare: [],
      text: 'a'.repeat(n),
    }),
    placeText,
  ),
);
print(
  'placeText of one byte',
  grow(
    (n) => ({
      full: Array.from({ length: 2 * n }, () => ({ id: 1, bytes: Uint8Array.of(97) })),
      plain: [{ id: 2, bytes: undefined }],
      bare: [],
      text: 'a'.repeat(n),
    }),
    placeText,
  ),
);
print(
  'fitPieces',
  grow(
    (n) => ({ tokens: Array.from({ length: n }, (_, id) => ({ id, piece: 'Ġa' })), text: ' a'.repeat(n) }),
    ({ tokens, text }) => fitPieces(tokens, text),
  ),
);
const part = positionOf([{ text: '\uFFFD', bytes: undefined, id: 1, logprob: -1 }]);
print(
  'takeFirstCharacter',
  grow(
    (n) => [part, positionOf([{ text: `${'a'.repeat(n / 2)}b`, bytes: undefined, id: 2, logprob: -1 }])],
    (positions) => takeFirstCharacter(positions, 'a'.repeat(positions[1]?.sampled.text.length ?? 0)),
  ),
);

describe('a reference', () => {
  bench('nothing', () => {});
});
