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
    expect(words).toContain('**“dogs and”** has a chance of **24%**, which is 2.4 times as likely as taking');
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
      'a text that is hardly likelier than greedy',
      { greedy: pathOf([candidateOf(' tea', 0.5), candidateOf(' now', 0.47)], 0.235) },
      'which is a little likelier than taking the likeliest token each time',
    ],
    [
      'a text with a line break',
      { columns: [[{ token: candidateOf('A:\n\nB', 0.5), logprob: Math.log(0.5) }]], greedy: undefined },
      '**“A\\:↵↵B”** has a chance of **50%**',
    ],
    [
      'a text in which nothing is to be seen',
      { columns: [[{ token: candidateOf('\n', 0.5), logprob: Math.log(0.5) }]], greedy: undefined },
      '**“↵”** has a chance of **50%**',
    ],
    ['no text at all', { columns: [] }, '**The search found no text**'],
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
    expect(words).toContain('**120 times as likely as the drawn one**');
  });

  test('lies in one line beside a drawn text, whatever line breaks there are, and counts the tokens of a text without its end', () => {
    const ended = pathOf([candidateOf('\n\nyes', 0.5), endToken], 0.25, true);
    const asked = { ...record, asked: { ...record.asked, prompt: 'a\n\n\nb\n' } } as NextTokenRecord;
    const { blocks } = viewBeside(found({ record: asked, greedy: ended }), place);
    const shown = blocks.find(({ kind }) => kind === 'picture');
    if (shown?.kind !== 'picture' || shown.picture.kind !== 'text-rows') throw new Error('expected rows');
    const atOnce = viewBeside(found({ drawn: pathOf([endToken], 0.5, true) }), place).blocks;
    expect(wordsOf(atOnce)).toContain('Drawn at temperature 1 (50% · ended, after “I like”): “ ⟨end of text⟩”');
    expect(shown.picture.rows[1]).toMatchObject({ before: 'a↵↵↵b↵', text: '↵↵yes', note: '25% · 1 token · ended' });
  });

  test('that is drawn again says that it is the same text', () => {
    const same = found({ drawn: pathOf([candidateOf(' dogs', 0.4), candidateOf(' and', 0.6)], 0.24) });
    expect(wordsOf(viewBeside(same, place).blocks)).toContain('drew **the same text** (24%)');
    expect(explainBeam(same, placeAt({ value: 'beside' })).example).toBe(
      'The search: 24%. Drawn: 24%. Both are the same text.',
    );
  });

  test('says how often it repeats itself', () => {
    const no = [' no', ' no', ' yes'].map((text) => candidateOf(text, 0.9));
    const columns = [...no, ...no, ...no].map((token, at) => [
      { token, logprob: (at + 1) * Math.log(0.9), ...(at > 0 && { parent: 0 }) },
    ]);
    expect(wordsOf(viewBeside(found({ columns }), place).blocks)).toContain('“no no yes” comes 3 times.');
  });

  test.each([
    [0.002, 'The search: 24%. Drawn: 0.2%. 24 ÷ 0.2 = about 120.'],
    [0.00004, 'The search: 24%. Drawn: about 1 in 25,000. 0.24 × 25,000 = about 6,000.'],
    [1e-12, 'Drawn: less than 1 in a billion. 0.24 × 1,000,000,000 = about 240,000,000. The search’s text is at least'],
  ])('is explained beside a drawn text with a sum that can be checked: %s', (chance, sum) => {
    const drawn = pathOf([candidateOf(' a', chance)], chance);
    expect(explainBeam(found({ drawn }), placeAt({ value: 'beside' })).example).toContain(sum);
  });

  test('multiplies factors as their percents show them', () => {
    const rare = [candidateOf('x', 0.0149), candidateOf('', 0.12)];
    const columns = rare.map((token, at) => [
      {
        token,
        logprob: Math.log(at === 0 ? 0.0149 : 0.0149 * 0.12),
        ...(at > 0 && { parent: 0, ended: 'now' as const }),
      },
    ]);
    expect(explainBeam(found({ columns }), place).example).toContain('0.015 × 0.12 = about 0.18%');
    const atOnce = [[{ token: endToken, logprob: Math.log(0.5), ended: 'now' as const }]];
    expect(explainBeam(found({ columns: atOnce }), place).example).toMatch(/^The end of the text has 50%/);
  });

  test('that nothing could be drawn beside says so', () => {
    expect(wordsOf(viewBeside(found({ drawn: undefined }), place).blocks)).toContain('No text could be drawn here');
  });

  test('is explained with its own factors, and offers a wider search', () => {
    const { example, tryIt } = explainBeam(found(), place);
    expect(example).toContain('0.4 × 0.6 = about 24%');
    expect(tryIt).toMatchObject({ action: 'widen', value: '3' });
    expect(explainBeam(found({ width: 5 }), place).tryIt).toMatchObject({ action: 'drawNew' });
    const nothing = explainBeam(found({ columns: [], width: 5 }), place);
    expect(nothing.example).toContain('Nothing was found');
    expect(JSON.stringify(nothing.tryIt)).toContain('nextword');
    const rare = [[{ token: candidateOf(' x', 0.004), logprob: Math.log(0.004) }]];
    expect(explainBeam(found({ columns: rare }), place).example).toMatch(/less than 1%.* is 0\.4%\.$/);
  });

  test('has every figure in Details', () => {
    const words = wordsOf(beamInFull(found(), 'en-US'));
    // −log₂ 0.24 ÷ 2 = 1.03 bits for each token.
    expect(words).toMatch(/24%\s+1\.03\s+·dogs and/);
    expect(words).toMatch(/2\s+2\s+60%\s+24%\s+·and/);
    expect(words).toContain('The model was asked 5 times');
    const tiny = found({ columns: [[{ token: endToken, logprob: Math.log(0.00031), ended: 'now' }]] });
    expect(wordsOf(beamInFull(tiny, 'en-US'))).toMatch(/0\.031%\s+11\.66\s+⟨end of text⟩/);
  });

  test('is the same after it was stored', () => {
    const stored = JSON.parse(JSON.stringify(z.encode(beamResult, found())));
    expect(wordsOf(viewBeam(beamResult.parse(stored), place).blocks)).toBe(wordsOf(viewBeam(found(), place).blocks));
  });
});
