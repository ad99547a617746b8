import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainDraw } from '../../commands/draw/explain.js';
import { drawInFull } from '../../commands/draw/in-full.js';
import { type DrawResult, drawResult } from '../../commands/draw/result.js';
import { endingOf, stackEndings } from '../../commands/draw/stack.js';
import { viewDraw } from '../../commands/draw/view.js';
import { altText } from '../../src/charts/alt.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';

type Endings = Readonly<Record<string, number>>;

function resultOf(columns: Readonly<Record<string, Endings>>, more: Partial<DrawResult> = {}): DrawResult {
  return {
    prompt: 'The cat sat on the',
    columns: Object.entries(columns).map(([temperature, endings]) => ({
      temperature: Number(temperature),
      endings: Object.entries(endings).map(([text, count]) => ({ text, isCut: !text.endsWith('.'), count })),
    })),
    draws: 20,
    maxTokens: 4,
    seed: 3,
    model: 'm',
    endpoint: { label: 'here', tiny: true },
    ...more,
  };
}

const usual = resultOf({ 0: { 'mat.': 20 }, 1: { 'mat.': 12, 'sofa and': 8 }, 2: { a: 1, b: 1 } });
const read = ({ blocks }: View) =>
  blocks
    .flatMap((block) => (block.kind === 'text' ? [block.markdown] : []))
    .join('\n')
    .replaceAll('\\', '');
const shown = (result: DrawResult) => read(viewDraw(result, placeAt()));

function pictureOf(result: DrawResult) {
  const block = viewDraw(result, placeAt()).blocks.find(({ kind }) => kind === 'picture');
  if (block?.kind !== 'picture' || block.picture.kind !== 'ending-stacks') throw new Error('expected stacks');
  return block.picture;
}

describe('an ending', () => {
  test.each([
    [' mat. It was', false, 'mat.', false],
    [' mat and looked', false, 'mat and looked', true],
    [' mat and', true, 'mat and', false],
    ['\n\nThe mat\nThen', false, 'The mat', false],
    [' 3.5 cats', false, '3.5 cats', true],
    [' “mat.” He', false, '“mat.”', false],
    ['垫子。它', false, '垫子。', false],
    ['垫子。它在。', false, '垫子。', false],
    ['他说：“垫子。”它', false, '他说：“垫子。”', false],
    ['', true, '', false],
    ['  ', false, '', true],
  ])('“%s” (ended by the model: %s) is “%s”, cut: %s', (text, isWhole, expected, isCut) => {
    expect(endingOf({ text, isWhole })).toEqual({ text: expected, isCut });
  });

  test('that comes again is stacked, the most frequent first', () => {
    const written = [' b.', ' a.', ' c', ' a. And', ' a'].map((text) => ({ text, isWhole: false }));
    expect(stackEndings(written)).toEqual([
      { text: 'a.', isCut: false, count: 2 },
      { text: 'b.', isCut: false, count: 1 },
      { text: 'c', isCut: true, count: 1 },
      { text: 'a', isCut: true, count: 1 },
    ]);
  });
});

describe('the reply', () => {
  test('counts what was drawn, and claims nothing else', () => {
    expect(shown(usual)).toContain(
      '**At 0 all 20 are the same.** At 1 there are 2 different ones, and the most frequent came 12 times. At 2 all 2 differ.',
    );
    expect(shown(usual)).toContain('-# m · 20 draws each · up to 4 tokens · seed 3');
    expect(shown(resultOf({ 0: { a: 19, b: 1 }, 1: { a: 1 }, 2: {} }))).toContain(
      '**At 0 there are 2 different ones, and the most frequent came 19 times.** At 1 only one was drawn. At 2 nothing was drawn.',
    );
  });

  test('the picture has every ending with its count, row by row, and says which were cut', () => {
    const picture = pictureOf(usual);
    expect(picture.columns).toEqual([
      { title: 'temperature 0', caption: '20 times the same', total: 20 },
      { title: 'temperature 1', caption: '2 different ones', total: 20 },
      { title: 'temperature 2', caption: '2, all different', total: 2 },
    ]);
    expect(picture.endings.map(({ label, row, column, count }) => [label, row, column, count])).toEqual([
      ['mat.', 0, 0, 20],
      ['mat.', 0, 1, 12],
      ['a', 0, 2, 1],
      ['sofa and', 1, 1, 8],
      ['b', 1, 2, 1],
    ]);
    expect(altText(picture, { locale: 'en-US' })).toContain(
      'temperature 0: 20 times the same; temperature 1: 2 different ones; temperature 2: 2, all different: “mat.” 20 of 20 (temperature 0)',
    );
    expect(altText(picture, { locale: 'en-US' })).toContain('“sofa and …” 8 of 20 (temperature 1, cut)');
    const ended = resultOf({ 0: {} });
    const endingsOf = (isCut: boolean) => [{ temperature: 0, endings: [{ text: '', isCut, count: 20 }] }];
    expect(pictureOf({ ...ended, columns: endingsOf(false) }).endings[0]?.label).toBe('(end of text)');
    expect(pictureOf({ ...ended, columns: endingsOf(true) }).endings[0]?.label).toBe('(nothing yet)');
  });

  test('what broke off is kept, and it is said why', () => {
    const { tone } = viewDraw({ ...usual, broken: createFact('said', { sentence: 'Stopped by Ann.' }) }, placeAt());
    expect(tone).toBe('error');
    expect(shown({ ...usual, broken: createFact('said', { sentence: 'Stopped by Ann.' }) })).toContain(
      '**It breaks off.** Stopped by Ann.',
    );
  });

  test('it is the same after a restart', () => {
    const stored = JSON.parse(JSON.stringify(z.encode(drawResult, usual)));
    expect(shown(z.decode(drawResult, stored))).toBe(shown(usual));
  });

  test('Explain works out how often one ending came', () => {
    const { example, tryIt } = explainDraw(usual, placeAt());
    expect(example.replaceAll('\\', '')).toContain(
      'At 1 there were 20 draws and 2 different endings. “mat.” came 12 times: 12 ÷ 20 = **60%**.',
    );
    expect(tryIt).toMatchObject({ action: 'again' });
    const cut = explainDraw(resultOf({ 1: { 'sofa and': 12, 'mat.': 8 } }), placeAt());
    expect(cut.example).toContain('“sofa and …” came 12 times');
  });

  test('Details have each ending with its part, and how it was drawn', () => {
    const text = read({ blocks: drawInFull(usual, 'en-US') });
    expect(text).toMatch(/\*\*Temperature 1\*\*: 20 draws, 2 different endings/);
    expect(text).toMatch(/12 +60% +mat\.\n +8 +40% +sofa and …/);
    expect(text).toContain('The seeds are 3 to 22');
    expect(text).not.toContain('do not compute exactly the same');
    expect(read({ blocks: drawInFull(resultOf({ 0: { a: 19, b: 1 } }), 'en-US') })).toContain(
      'do not compute exactly the same',
    );
  });
});
