import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainBeam } from '../../commands/beam/explain.js';
import { beamInFull } from '../../commands/beam/in-full.js';
import { type BeamPath, type BeamResult, beamResult } from '../../commands/beam/result.js';
import { viewBeam, viewBeside } from '../../commands/beam/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Block } from '../../src/discord/reply.js';
import { openTail } from '../../src/domain/tail.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import type { View } from '../../src/lesson/command/view.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const place = placeAt();
const endToken = candidateOf('', 0.5);

const record = keepRecord(
  {
    kind: 'next-token',
    asked: { prompt: 'I like', candidates: 100 },
    answer: {
      candidates: [candidateOf(' tea', 0.5), candidateOf(' dogs', 0.4)],
      tail: openTail(0.1, 0.1, undefined),
      model: 'm',
      route: 'completions',
      scale: 'raw',
      request: { path: '/completions', body: { model: 'm' }, requestId: 'r', sentAt: 1, seconds: 0.5 },
    },
  },
  { label: 'here', tiny: false },
) as NextTokenRecord;

/** What is kept after ` tea` and ` dogs`: two ways on from ` dogs`, so that ` tea` is dropped. */
function found(more: Partial<BeamResult> = {}): BeamResult {
  const [tea, dogs, and, too] = [
    candidateOf(' tea', 0.5),
    candidateOf(' dogs', 0.4),
    candidateOf(' and', 0.6),
    candidateOf(' too', 0.3),
  ] as const;
  return {
    record,
    width: 2,
    steps: 2,
    columns: [
      [
        { token: tea, logprob: Math.log(0.5) },
        { token: dogs, logprob: Math.log(0.4) },
      ],
      [
        { parent: 1, token: and, logprob: Math.log(0.24) },
        { parent: 1, token: too, logprob: Math.log(0.12) },
      ],
    ],
    greedy: pathOf([tea, candidateOf(' now', 0.2)], 0.1),
    drawn: pathOf([candidateOf(' a', 0.02), candidateOf(' cat', 0.1)], 0.002),
    seed: 7,
    requests: 5,
    skipped: 0,
    ...more,
  };
}

function pathOf(tokens: BeamPath['tokens'], chance: number, ended = false): BeamPath {
  return { tokens, logprob: Math.log(chance), ended };
}

function wordsOf(blocks: View['blocks'] | readonly Block[]): string {
  return blocks
    .flatMap((one) => {
      if (one.kind === 'text') return one.markdown;
      if (one.kind === 'picture') return altText(one.picture);
      return one.kind === 'row' ? one.buttons.map(({ label = '' }) => `[${label}]`).join(' ') : [];
    })
    .join('\n');
}

describe('a search', () => {
  test('shows what was kept, dropped and likeliest, and how much likelier that is than greedy', () => {
    const words = wordsOf(viewBeam(found(), place).blocks);
    expect(words).toContain('step 1: “·tea” 50% (dropped), “·dogs” 40% (on the way to the likeliest)');
    expect(words).toContain(
      'step 2: “·and” 24% (after “·dogs”, on the way to the likeliest), “·too” 12% (after “·dogs”)',
    );
    expect(words).toContain('**“dogs and”** has **24%**, which is 2.4 times as likely as');
    expect(words).toContain('[Beside a drawn text] [Explain]');
    expect(words).toContain('-# m · 2 texts kept · 2 tokens · seed 7');
  });

  test.each([
    [
      'the same text as greedy',
      { greedy: pathOf([candidateOf(' dogs', 0.4), candidateOf(' and', 0.6)], 0.24) },
      'gives the same text here',
    ],
    [
      'a text that greedy beats',
      { greedy: pathOf([candidateOf(' tea', 0.5), candidateOf(' now', 0.8)], 0.4) },
      'dropped that text too early',
    ],
    ['no greedy text', { greedy: undefined }, 'the likeliest of all that the search looked at'],
    [
      'a text that ends at once',
      { columns: [[{ token: endToken, logprob: Math.log(0.5), ended: 'now' as const }]] },
      '**The likeliest text ends at once** (50%)',
    ],
  ])('says what it found: %s', (_what, more, sentence) => {
    expect(wordsOf(viewBeam(found(more), place).blocks)).toContain(sentence);
  });

  test('lies beside a drawn text, and says how much likelier it is', () => {
    const words = wordsOf(viewBeside(found(), place).blocks);
    expect(words).toContain('dogs and');
    expect(words).toContain('**120 times as likely** as the drawn one');
  });

  test('that nothing could be drawn beside says so', () => {
    expect(wordsOf(viewBeside(found({ drawn: undefined }), place).blocks)).toContain('No text could be drawn here');
  });

  test('is explained with its own factors, and offers a wider search', () => {
    const { example, tryIt } = explainBeam(found(), place);
    expect(example).toContain('0.4 × 0.6 = about 24%');
    expect(tryIt).toMatchObject({ action: 'widen', value: '3' });
    expect(explainBeam(found({ width: 5 }), place).tryIt).toMatchObject({ action: 'drawNew' });
  });

  test('has every figure in Details', () => {
    const words = wordsOf(beamInFull(found(), 'en-US'));
    // −log₂ 0.24 ÷ 2 = 1.03 bits for each token.
    expect(words).toMatch(/24%\s+1\.03\s+·dogs and/);
    expect(words).toMatch(/2\s+2\s+60%\s+24%\s+·and/);
    expect(words).toContain('The model was asked 5 times');
  });

  test('is the same after it was stored', () => {
    const stored = JSON.parse(JSON.stringify(z.encode(beamResult, found())));
    expect(wordsOf(viewBeam(beamResult.parse(stored), place).blocks)).toBe(wordsOf(viewBeam(found(), place).blocks));
  });
});
