import { bench, describe } from 'vitest';
import { compareFirstTokens } from '../../commands/compare/first.js';
import { describeParting } from '../../commands/compare/parting.js';
import { parseModels, parseSystems } from '../../commands/compare/settings.js';
import { predictRolls } from '../../commands/dice/prediction.js';
import { packBranch } from '../../commands/fork/run.js';
import { packText } from '../../commands/generate/generated-text.js';
import { compareRecords } from '../../commands/replay/difference.js';
import { packRecord, unpackRecord } from '../../commands/replay/record.js';
import { distributionRows } from '../../commands/shared/distribution-rows.js';
import { parseTemperatures } from '../../commands/shared/parse-temperatures.js';
import { quote } from '../../commands/shared/quote.js';
import { shownText } from '../../commands/shared/shown-text.js';
import { textEnd } from '../../commands/shared/text-end.js';
import { tokenLabel } from '../../commands/shared/token-label.js';
import { mostSurprisingWord } from '../../commands/surprise/facts.js';
import { mostSurprisingLines } from '../../commands/surprise/list.js';
import { codeBlock, inlineCode, modelMarkdown, plain, splitMarkdown } from '../../src/discord/markdown.js';
import { presentReply } from '../../src/discord/present.js';
import { buildDistribution } from '../../src/model/build-distribution.js';
import type { Candidate, SampledToken } from '../../src/model/distribution.js';
import { takeFirstCharacter } from '../../src/model/draw-token.js';
import type { LogprobPosition } from '../../src/model/logprob-position.js';
import { scorePositions } from '../../src/model/score-place.js';
import { fitServerText } from '../../src/model/server-text.js';
import { fitPieces } from '../../src/model/server-token-pieces.js';
import { placeText } from '../../src/model/server-token-place.js';
import { readSpelling } from '../../src/model/token-spelling.js';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import { testGoodnessOfFit as testInTurns } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { findLongestRepeat } from '../../src/sampling/repeated-run.js';
import { planLocalRoll } from '../../src/sampling/roll.js';
import { runningSum } from '../../src/sampling/running-sum.js';
import { shape } from '../../src/sampling/shape.js';
import { divergeTempered } from '../../src/sampling/tempered-divergence.js';
import { atOnce } from '../../src/sampling/turns.js';
import { findPieces } from '../../src/tokens/pieces.js';
import { visibleText } from '../../src/tokens/visible.js';
import { asked } from '../model/asked.js';
import { BOMBS } from './bombs.js';

// How the work on the answering thread grows with what an answer or a stranger sends.

function candidates(count: number): Candidate[] {
  const random = createSeededRandom(count);
  const weights = Array.from({ length: count }, () => random() ** 3).sort((a, b) => b - a);
  const sum = weights.reduce((a, b) => a + b, 0) / 0.9;
  return weights.map((weight, at) => ({
    text: ` w${at}`,
    bytes: undefined,
    id: at,
    logprob: Math.log(weight / sum + 1e-12),
  }));
}
const listed = (count: number) => {
  const all = candidates(count);
  const probabilities = all.map(({ logprob }) => Math.exp(logprob));
  const hiddenMass = 1 - probabilities.reduce((a, b) => a + b, 0);
  return {
    candidates: all,
    probabilities,
    hiddenMass,
    cap: Math.min(hiddenMass, probabilities.at(-1) ?? 1),
    vocabularySize: count * 2 + 1000,
  };
};
const position = (list: readonly Candidate[]): LogprobPosition => ({
  sampled: list[0]!,
  listed: list,
  given: list.length,
  keyedByText: false,
});
const distribution = (count: number, noIds = false) => {
  const all = candidates(count).map((one) => (noIds ? { ...one, id: undefined } : one));
  return buildDistribution(position(all), { ...asked, listed: count });
};
const tokens = (count: number): SampledToken[] =>
  candidates(count).map((one) => ({ ...one, alternatives: candidates5 }));
const testGoodnessOfFit = (...given: Parameters<typeof testInTurns>) => atOnce(testInTurns(...given));
const candidates5 = candidates(5);

type Case = { setUp: (size: number) => unknown; run: (input: any) => unknown; most?: number };
const ofSize: Record<string, Case> = {
  buildDistribution: {
    setUp: (n) => position(candidates(n)),
    run: (p) => buildDistribution(p, { ...asked, listed: 20 }),
  },
  shape: { setUp: listed, run: (l) => shape({ ...l, temperature: 0.7, topP: 0.9 }) },
  'shape, top-k': { setUp: listed, run: (l) => shape({ ...l, temperature: 1.5, topK: l.candidates.length + 10 }) },
  'shape, greedy': { setUp: listed, run: (l) => shape({ ...l, temperature: 0 }) },
  'shape, a huge top-k beyond': {
    setUp: (n) => ({ ...listed(20), cap: listed(20).hiddenMass / (n * 4), vocabularySize: n * 8 + 20, topK: n * 2 }),
    run: (l) => shape({ ...l, temperature: 1.5 }),
  },
  entropyBounds: { setUp: listed, run: (l) => entropyBounds(l, 0.7) },
  runningSum: { setUp: listed, run: (l) => runningSum({ ...l, temperature: 0.7, topP: 0.9 }) },
  planLocalRoll: { setUp: (n) => shape({ ...listed(n), temperature: 1, topP: 0.5 }), run: (s) => planLocalRoll(s, 1) },
  'goodness of fit': {
    setUp: (n) => listed(n),
    run: (l) =>
      testGoodnessOfFit(
        [...l.probabilities.map(() => 1), 0],
        [...l.probabilities, l.hiddenMass].map((p: number) => ({ low: p, high: p })),
        createSeededRandom(1),
      ),
  },
  'goodness of fit by simulation, 40 rolls': {
    setUp: (n) => listed(n),
    run: (l) =>
      testGoodnessOfFit(
        [
          ...l.probabilities.map((_: number, at: number) =>
            at % Math.ceil(l.probabilities.length / 40) === 0 ? 1 : 0,
          ),
          0,
        ],
        [...l.probabilities, l.hiddenMass].map((p: number) => ({ low: p, high: p })),
        createSeededRandom(1),
      ),
    most: 1600,
  },
  'goodness of fit by simulation, 999 rolls of two': {
    setUp: (n) => n,
    run: () =>
      testGoodnessOfFit(
        [990, 9],
        [
          { low: 0.995, high: 0.995 },
          { low: 0.005, high: 0.005 },
        ],
        createSeededRandom(1),
      ),
    most: 200,
  },
  divergeTempered: { setUp: listed, run: (l) => divergeTempered(l, 0.7, 1.5) },
  'compareFirstTokens, 4 temperatures': {
    setUp: (n) => distribution(n),
    run: (d) =>
      compareFirstTokens(
        [0.2, 0.7, 1.3, 1.9].map((temperature) => ({ title: 't', distribution: d, temperature, drawn: undefined })),
        true,
      ),
  },
  'compareFirstTokens, 4 systems': {
    setUp: (n) => [1, 2, 3, 4].map(() => distribution(n, true)),
    run: (ds) =>
      compareFirstTokens(
        ds.map((d: any) => ({ title: 't', distribution: d, temperature: 1, drawn: undefined })),
        true,
      ),
  },
  distributionRows: {
    setUp: (n) => distribution(n),
    run: (d) => distributionRows({ listed: d, temperature: 0.7, topP: 0.9, count: 20 }),
  },
  'predictRolls, no ids': {
    setUp: (n) => distribution(n, true),
    run: (d) => predictRolls({ distribution: d, temperature: 0.7, topP: undefined, topK: undefined }),
  },
  'findLongestRepeat, none': { setUp: (n) => Array.from({ length: n }, (_, i) => i), run: findLongestRepeat },
  'findLongestRepeat, same': { setUp: (n) => Array.from({ length: n }, () => 1), run: findLongestRepeat },
  'findLongestRepeat, two letters': {
    setUp: (n) => {
      const r = createSeededRandom(1);
      return Array.from({ length: n }, () => (r() < 0.5 ? 1 : 0));
    },
    run: findLongestRepeat,
  },
  'findLongestRepeat, aaab': {
    setUp: (n) => Array.from({ length: n }, (_, i) => (i === n >> 1 ? 1 : 0)),
    run: findLongestRepeat,
  },
  readSpelling: {
    setUp: (n) => Array.from({ length: n }, () => position(candidates5.map((c) => ({ ...c, text: 'x' })))),
    run: (p) => readSpelling(p, 'x'.repeat(p.length), { spelling: undefined }),
  },
  scorePositions: {
    setUp: (n) => {
      const list = candidates(20);
      return Array.from({ length: n }, () => position(list));
    },
    run: (p) => scorePositions(p, { ...asked, listed: 20 }),
  },
  'placeText, one id': {
    setUp: (n) => ({
      full: Array.from({ length: 2 * n }, () => ({ id: 1, bytes: undefined })),
      plain: Array.from({ length: n }, () => ({ id: 1, bytes: undefined })),
      bare: [],
      text: 'a'.repeat(n),
    }),
    run: placeText,
  },
  'placeText, one byte': {
    setUp: (n) => ({
      full: Array.from({ length: 2 * n }, () => ({ id: 1, bytes: Uint8Array.of(97) })),
      plain: [{ id: 2, bytes: undefined }],
      bare: [],
      text: 'a'.repeat(n),
    }),
    run: placeText,
  },
  fitPieces: {
    setUp: (n) => ({ t: Array.from({ length: n }, (_, id) => ({ id, piece: 'Ġa' })), text: ' a'.repeat(n) }),
    run: ({ t, text }) => fitPieces(t, text),
  },
  'takeFirstCharacter, parts': {
    setUp: (n) =>
      Array.from({ length: n }, () => position([{ text: '\uFFFD', bytes: Uint8Array.of(0xf0), id: 1, logprob: -1 }])),
    run: (p) => takeFirstCharacter(p, 'x'),
  },
  'takeFirstCharacter, spelling': {
    setUp: (n) => ({
      p: [
        position([{ text: '\uFFFD', bytes: undefined, id: 1, logprob: -1 }]),
        position([{ text: `${'a'.repeat(n / 2)}b`, bytes: undefined, id: 2, logprob: -1 }]),
      ],
      text: 'a'.repeat(n),
    }),
    run: ({ p, text }) => takeFirstCharacter(p, text),
  },
  compareRecords: {
    setUp: (n) => {
      const answer = distribution(n, true);
      return unpackRecord(
        packRecord({ kind: 'next-token', asked: { prompt: '', candidates: 1 }, answer }, { label: '', tiny: false }),
      );
    },
    run: (r) => compareRecords(r, r),
  },
  'packRecord, a reply': {
    setUp: (n) => ({
      kind: 'reply',
      asked: { question: '', temperature: 1 },
      scale: 'raw',
      answer: {
        text: '',
        tokens: tokens(n),
        finishReason: 'stop',
        usage: undefined,
        model: '',
        seconds: 1,
        notices: [],
        request: asked.request,
      },
    }),
    run: (a) => packRecord(a, { label: '', tiny: false }),
  },
  packText: {
    setUp: (n) => {
      const one = distribution(100);
      return {
        prompt: '',
        temperature: 1,
        maxTokens: n,
        endpoint: { label: '', tiny: false },
        isOwn: true,
        steps: one.candidates.flatMap(() =>
          Array.from({ length: Math.ceil(n / 100) }, () => ({ token: one.candidates[0], listed: one })),
        ),
        ended: false,
      };
    },
    run: packText,
  },
  packBranch: {
    setUp: (n) => candidates(n).map((token) => ({ token, listed: undefined })),
    run: (s) => packBranch([], s),
  },
  mostSurprisingWord: {
    setUp: (n) =>
      candidates(n).map((c) => ({ ...c, probability: { low: 0.1, high: 0.1 }, rank: undefined, alternatives: [] })),
    run: (t) => [mostSurprisingWord(t), mostSurprisingLines(t)],
  },
  describeParting: {
    setUp: (n) => [1, 2].map((k) => ({ text: 'ab '.repeat(n / 3) + k, tokens: undefined, end: 'model', name: 'n' })),
    run: (t) => describeParting(t, true),
  },
  parseModels: {
    setUp: (n) => ({
      typed: Array.from({ length: Math.min(n, 2000) }, () => 'm1').join(','),
      known: Array.from({ length: n }, (_, i) => `M${n - i}`),
    }),
    run: ({ typed, known }) => {
      try {
        parseModels(typed, known, '');
      } catch {}
    },
  },
};
const ofText: Record<string, (text: string) => unknown> = {
  plain,
  inlineCode,
  codeBlock,
  modelMarkdown,
  quote,
  shownText,
  visibleText,
  tokenLabel: (text) => tokenLabel({ text, bytes: undefined }),
  textEnd: (text) => textEnd(text, 500),
  splitMarkdown: (text) => splitMarkdown(text, 3700),
  'splitMarkdown of a code block': (text) => splitMarkdown(codeBlock(text), 3700),
  presentReply: (text) =>
    presentReply({ blocks: [{ kind: 'text', markdown: text, overflow: { fileName: 'x', content: text } }] }, 'x'),
  fitServerText: (text) => fitServerText(text, ['secret']),
  readSpelling: (text) =>
    readSpelling([position([{ text, bytes: undefined, id: 1, logprob: -1 }])], text, { spelling: undefined }),
  findPieces: (text) => {
    const w = Buffer.from(text).toString();
    findPieces(w, [Buffer.byteLength(w)]);
  },
  parseTemperatures: (text) => {
    try {
      parseTemperatures(text);
    } catch {}
  },
  parseSystems: (text) => {
    try {
      parseSystems(text);
    } catch {}
  },
};

function timeOf(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0, spent = 0; round < 5 && spent < 300; round += 1) {
    const start = performance.now();
    run();
    const time = performance.now() - start;
    least = Math.min(least, time);
    spent += time;
  }
  return least;
}
const CAP = 400;
function grow(name: string, sizes: readonly number[], at: (size: number) => () => void): string {
  const times: number[] = [];
  for (const size of sizes) {
    let run: () => void;
    let failed = '';
    try {
      run = at(size);
      times.push(timeOf(run));
    } catch (error) {
      failed = String(error).slice(0, 60);
    }
    if (failed) return `${name}: fails at ${size}: ${failed}`;
    if ((times.at(-1) ?? 0) > CAP) break;
  }
  const shown = times.map((time, at) => `${sizes[at]}: ${time.toFixed(1)}`).join(', ');
  const [a = 1, b = 1] = times.slice(-2);
  return `${(Math.log2(b / a) / Math.log2((sizes[times.length - 1] ?? 1) / (sizes[times.length - 2] ?? 1))).toFixed(1).padStart(5)} ${name}  ${shown}`;
}
const only = process.env.ONLY ?? '';
for (const [name, { setUp, run, most = Infinity }] of Object.entries(ofSize)) {
  if (!name.includes(only)) continue;
  console.info(
    grow(
      name,
      [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 102400].filter((n) => n <= most),
      (size) => {
        const input = setUp(size);
        return () => void run(input);
      },
    ),
  );
}
for (const [name, run] of Object.entries(ofText)) {
  if (!name.includes(only)) continue;
  const lines = Object.entries(BOMBS).map(([bomb, make]) =>
    grow(`${name} of ${bomb}`, name === 'findPieces' ? [6400, 25600, 51200] : [6400, 25600, 102400], (size) => {
      const text = make(size);
      return () => void run(text);
    }),
  );
  const bad = lines.filter((line) => !(Number(line.slice(0, 5)) < 1.3) || Number(line.split(' ').at(-1)) > 30);
  console.info(bad.length ? bad.join('\n') : `fine ${name}`);
}
describe('reference', () => {
  bench('nothing', () => {});
});
