import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainTraining } from '../../commands/training/explain.js';
import { gaugeOf } from '../../commands/training/gauge.js';
import { growingHome } from '../../commands/training/growing.js';
import { pastedText, textOf } from '../../commands/training/home-text.js';
import { trainingInFull } from '../../commands/training/in-full.js';
import { chooseCheckpoints, thinOut } from '../../commands/training/log-steps.js';
import {
  type CheckpointsResult,
  type HomeResult,
  type TrainingResult,
  trainingResult,
} from '../../commands/training/result.js';
import { pasteForm, viewChances, viewCurve, viewTraining } from '../../commands/training/view.js';
import { altText } from '../../src/charts/alt.js';
import type { TextBlock } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';

const request = { path: '/training/small', body: {}, requestId: undefined, sentAt: 0, seconds: 0.5 };
const endpoint = { label: 'here', tiny: true };
const exactly = (chance: number) => ({ low: chance, high: chance });
const rowOf = (step: number, text: string, chance?: number): CheckpointsResult['rows'][number] => ({
  step,
  model: `small@${step}`,
  text,
  ended: false,
  chance: chance === undefined ? undefined : exactly(chance),
});

const checkpoints: CheckpointsResult = {
  kind: 'checkpoints',
  prompt: 'Once upon a time',
  endpoint,
  temperature: 0.7,
  seed: 4,
  training: {
    model: 'small',
    parameters: 1_000_000,
    trainingTokens: 5000,
    heldOutTokens: 300,
    losses: [
      { step: 1, training: 3.5, heldOut: 3.25 },
      { step: 50, training: 2.125 },
      { step: 700, training: 1, heldOut: 1.25 },
    ],
    request,
  },
  right: { token: { text: ' time', id: 7, bytes: undefined }, before: 'Once upon a' },
  rows: [rowOf(20, ' zq\n x', 0.004), rowOf(700, ', there was a dog.', 0.8)],
};

const home: HomeResult = {
  kind: 'home',
  prompt: 'Once upon a time',
  endpoint,
  text: 'The cat sat on the mat. '.repeat(12),
  isOwn: false,
  seconds: 10,
  parameters: 25_000,
  characters: 16,
  losses: [
    { step: 1, seconds: 0.1, bits: 4 },
    { step: 90, seconds: 10, bits: 0.25 },
  ],
  samples: [
    { step: 0, text: 'qx\nz' },
    { step: 90, text: 'The cat sat on the mat. The mat' },
  ],
  ended: true,
  request,
};

const markdownOf = ({ blocks }: Pick<View, 'blocks'>) =>
  blocks.flatMap((block) => (block.kind === 'text' ? [(block as TextBlock).markdown] : []));
const altOf = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'picture' ? [altText(block.picture)] : []))[0];
const buttonsOf = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'row' ? block.buttons.map(({ label }) => label) : []));
const entriesOf = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : []));
const detailsOf = (result: TrainingResult) => markdownOf({ blocks: trainingInFull(result, 'en-US') }).join('\n');
const sentenceOf = (view: View) => markdownOf(view)[1];
const chances = (from: number | undefined, to: number | undefined): CheckpointsResult => ({
  ...checkpoints,
  rows: [rowOf(20, 'a', from), rowOf(700, 'b', to)],
});

test.each<[string, TrainingResult]>([
  ['checkpoints', checkpoints],
  ['a model that was trained here', { ...home, broken: createFact('cancelled') }],
])('%s are the same after they were stored', (_, result) => {
  const stored: unknown = JSON.parse(JSON.stringify(z.encode(trainingResult, result)));
  const read = z.decode(trainingResult, stored as z.input<typeof trainingResult>);
  const place = placeAt();
  for (const view of [viewTraining, viewChances, viewCurve]) expect(view(read, place)).toEqual(view(result, place));
});

describe('checkpoints', () => {
  test('stand one below the other with what each wrote, and what it gave to the token that comes next', () => {
    const view = viewTraining(checkpoints, placeAt());
    expect(altOf(view)).toBe(
      'How does the text go on? Texts, one below the other: ' +
        'after 20 steps (gave “time” 0.4%): “zq ↵ x”; after 700 steps (gave “time” 80%): “, there was a dog.”',
    );
    expect(markdownOf(view)).toEqual([
      '`Once upon a time▮`',
      '**It has learned this:** after 20 steps **“time”** behind “Once upon a” got **0.4%**, after 700 **80%**.',
      '-# small · temperature 0.7 · seed 4',
    ]);
    expect(buttonsOf(view)).toEqual(['Train one here', 'Chances', 'Loss curve', 'Explain']);
    expect(entriesOf(view)).toEqual([
      'Name the right next word…',
      'Train on another text…',
      'Draw once more',
      'Always take the likeliest token',
      'Draw at temperature 1',
    ]);
  });

  test('the chances have bars of their own', () => {
    const view = viewChances(checkpoints, placeAt());
    expect(altOf(view)).toBe(
      'How likely was “time” after “Once upon a”? Chances of the next token: after 20 steps 0.4%; after 700 steps 80%',
    );
    expect(buttonsOf(view)).toEqual(['Train one here', 'Texts', 'Loss curve', 'Explain']);
  });

  test('the curve has every figure of the log that is kept', () => {
    const view = viewCurve(checkpoints, placeAt());
    expect(altOf(view)).toBe(
      'How much is left to learn? Curve of bits per byte over steps, models kept after: 20, 700. ' +
        'its own texts, new texts: step 1 3.50, 3.25; step 50 2.13; step 700 1.00, 1.25',
    );
    expect(sentenceOf(view)).toBe(
      'On texts that it never saw, the loss fell from **3.25** to **1.25**: the lower it is, the better the model guesses.',
    );
  });

  test.each([
    ['rises', 0.004, 0.1, 'After 20 steps **“time”** behind “Once upon a” got **0.4%**, after 700 **10%**.'],
    [
      'falls',
      0.2,
      0.01,
      '**“time”** fell from **20%** to **1.0%**: at first a model only knows which tokens are frequent, later which ones fit.',
    ],
    [
      'stays',
      0.2,
      0.22,
      'More steps change little here: after 20 steps **“time”** behind “Once upon a” got **20%**, after 700 **22%**.',
    ],
    [
      'is not known',
      undefined,
      undefined,
      'Each row is the same model, only trained for longer: **20 steps** at the top, **700 steps** at the bottom.',
    ],
  ])('the sentence says so where the chance %s', (_, from, to, sentence) => {
    expect(sentenceOf(viewTraining(chances(from, to), placeAt()))).toBe(sentence);
  });

  test('without a token that comes next there are no chances to look at', () => {
    const bare = { ...chances(undefined, undefined), right: undefined };
    expect(buttonsOf(viewChances(bare, placeAt()))).toEqual(['Train one here', 'Loss curve', 'Explain']);
  });

  test('a reply that breaks off says why, and a long prompt how much of it was read', () => {
    const long = 'word '.repeat(200).trim();
    const view = viewTraining({ ...checkpoints, prompt: long, broken: createFact('cancelled') }, placeAt());
    expect(view.tone).toBe('error');
    expect(sentenceOf(view)).toMatch(
      /\n\*\*Not everything is there\.\*\* .+\nThe models read only the last 399 characters\./,
    );
  });

  test('Explain works with the numbers of what is shown', () => {
    const { example, tryIt } = explainTraining(checkpoints, placeAt());
    expect(example).toBe(
      '“time” had 0.4% after 20 steps, and 80% after 700 steps. 80 ÷ 0.4 = about 200, so it became 200 times as likely. The 680 steps between did that.',
    );
    expect(tryIt).toMatchObject({ action: 'train', label: 'Train one here' });
    const curve = explainTraining(checkpoints, placeAt({ value: 'curve' }));
    expect(curve.example).toBe(
      'At the start: 3.25 bits per byte, which is a choice of 2^3.25 = about 9.51 equally likely letters. ' +
        'At the end: 1.25 bits, a choice of 2^1.25 = about 2.38. Without any model it would be 8 bits, because a byte has 2^8 = 256 values. ' +
        'Its own texts it guesses better (1.00), because it has seen them many times.',
    );
    expect(explainTraining(chances(1e-9, 0.9999), placeAt()).example).toContain('99.99% after 700 steps');
  });

  test('Details has the texts, the chances and the losses in full', () => {
    const details = detailsOf(checkpoints);
    expect(details).toContain('**small** has 1,000,000 numbers (parameters).');
    expect(details).toContain('after 20 steps: 0.4%\nafter 700 steps: 80%');
    expect(details).toContain('    3.500      3.250  step 1\n    2.125             step 50\n');
    expect(details).toContain(', there was a dog.');
  });
});

describe('a model that was trained here', () => {
  test('shows what it wrote on the way, and that it knows nothing else', () => {
    const view = viewTraining(home, placeAt());
    expect(altOf(view)).toBe(
      'What does the new model write? Texts, one below the other: ' +
        'after 0 steps “qx ↵ z”; after 90 steps “The cat sat on the mat. The mat”',
    );
    expect(sentenceOf(view)).toBe(
      '**It knows the text nearly by heart**: the right next character now gets about **84%**, and it got **6.3%** at the start.',
    );
    expect(markdownOf(view).at(-1)).toBe('-# written by a model that knows only this text · 25,000 numbers in it');
    expect(buttonsOf(view)).toEqual(['Train on another text…', 'Loss curve', 'Explain']);
    expect(entriesOf(view)).toEqual(['Train once more', 'Train on a rhyme', 'A model of many texts']);
    expect(entriesOf(viewTraining({ ...home, isOwn: true }, placeAt()))).not.toContain('Train on a rhyme');
  });

  test.each([
    [1, '**It has learned much of the text**: the right next character now gets about **50%**'],
    [3, '**It has only begun to learn**: the right next character now gets about **13%**'],
  ])('says how far it came at %d bits', (bits, beginning) => {
    const losses = [
      { step: 1, seconds: 0.1, bits: 4 },
      { step: 9, seconds: 10, bits },
    ];
    expect(sentenceOf(viewTraining({ ...home, losses }, placeAt()))).toContain(beginning);
  });

  test('its curve has its own figures', () => {
    const view = viewCurve(home, placeAt());
    expect(altOf(view)).toBe(
      'How much is left to learn? Curve of bits per character over steps, it wrote after: 90. at the end: step 1 4.00; step 90 0.25',
    );
    expect(buttonsOf(view)).toEqual(['Train on another text…', 'Texts', 'Explain']);
  });

  test('Explain works with its numbers', () => {
    expect(explainTraining(home, placeAt()).example).toBe(
      'The text has 16 different characters. Who guesses blindly gives each 1 ÷ 16 = 6.25%. ' +
        'At the end the loss was 0.25 bits per character: 2^−0.25 = 84.1%. So much the right next character got (as a geometric mean).',
    );
  });

  test('Details has the text that it learned from, and all that it wrote', () => {
    const details = detailsOf({ ...home, text: '```\n@everyone' });
    expect(details).toContain('The cat sat on the mat. The mat');
    expect(details).toContain('   0.10  4.000  step 1');
    // What somebody pasted cannot end the block that it stands in.
    expect(details).toContain('`\u200b`\u200b`\n@everyone');
  });

  test('while it learns, the loss is a row of bars, and the newest text stands below', () => {
    const soFar = { ...home, ended: false, request };
    const growing = markdownOf(growingHome({ text: home.text, soFar, seconds: 10 }, 'en-US')).join('\n');
    expect(growing).toContain('`█▁` 0.25 bits per character after 90 steps');
    expect(growing).toContain('**after 90 steps**\nThe cat sat');
    expect(growing).toContain('It learns: 10 of 10 seconds…');
    const waiting = { ...soFar, losses: [], samples: [], waiting: 2 };
    expect(markdownOf(growingHome({ text: 'x', soFar: waiting, seconds: 10 }, 'en-US')).at(-1)).toBe(
      '-# 2 other trainings come first. Please wait…',
    );
  });

  test('the gauge has a bar for each figure', () => {
    const losses = [4, 3, 2, 1, 0].map((bits, at) => ({ step: at + 1, seconds: at, bits }));
    expect(gaugeOf(losses)).toBe('█▇▅▃▁');
  });
});

test('a text that is long enough is learned, else a rhyme; a pasted one that is too short is refused', () => {
  const long = 'a word '.repeat(40);
  expect(textOf(long, 'en-US')).toEqual({ text: long, isOwn: false });
  const own = textOf('short', 'en-US');
  expect(own.isOwn).toBe(true);
  expect(own.text).toMatch(
    /^This is the house that Jack built\.\nThis is the malt that lay in the house that Jack built\.\n/,
  );
  expect(pastedText(long)).toEqual({ text: long, isOwn: false });
  expect(() => pastedText('  too short  ')).toThrow(
    'This text has 9 characters. A model needs at least 200 characters to learn something.',
  );
  expect(pasteForm({ runId: 'run', locale: 'en-US' }).fields).toMatchObject([{ id: 'text', isLong: true }]);
});

test('of a long log entries are kept at steps that grow, the first, the last and complete ones among them', () => {
  const log = Array.from({ length: 141 }, (_, at) => ({ step: Math.max(1, 50 * at), isWhole: at % 4 === 0 }));
  const kept = thinOut(log, ({ isWhole }) => isWhole);
  expect(kept.length).toBeLessThan(30);
  expect(kept.map(({ step }) => step).slice(0, 5)).toEqual([1, 50, 100, 150, 200]);
  expect(kept.at(-1)?.step).toBe(7000);
  expect(kept.filter(({ isWhole }) => isWhole).length).toBeGreaterThan(8);
});

test('of many checkpoints five are shown, spread as on a scale of logarithms', () => {
  const all = [1, 2, 4, 8, 20, 60, 100, 400, 1000, 5000].map((step) => ({ step }));
  const chosen = chooseCheckpoints(all, 5).map(({ step }) => step);
  expect(chosen).toHaveLength(5);
  expect(chosen).toEqual([1, 8, 60, 400, 5000]);
  expect(chooseCheckpoints(all.slice(0, 3), 5)).toHaveLength(3);
});
