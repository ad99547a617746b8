import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { TextRows } from '../../../src/charts/kinds/text-rows/text-rows.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { firstLines, wrapBehind } from '../../../src/charts/text/text-lines.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decodeOne, marginIsClean } from '../pixels.js';
import { readImageMap } from '../png-chunks.js';

const rowsOf = (...texts: readonly string[]): TextRows => ({
  kind: 'text-rows',
  title: 'What does each model write?',
  rows: texts.map((text, at) => ({ label: `Model ${at}`, note: `${at + 3} tokens`, text })),
});

const style = { family: 'sans', size: 30 } as const;
const pen = () => createCanvas(1, 1).getContext('2d');
const wordsOf = (lines: ReturnType<typeof firstLines>) =>
  lines.map((line) => line.map(({ label }) => label.runs.map(({ text }) => text).join('')).join(''));

describe('texts one below the other', () => {
  test('are as high as they need to be, and no higher than a picture may be', async () => {
    const few = await decodeOne(rowsOf('A cat.', 'A dog.'));
    const many = await decodeOne(rowsOf(...Array.from({ length: 5 }, () => 'word '.repeat(400))));
    expect(few.height).toBe(320);
    expect(many.height).toBeGreaterThan(500);
    expect(many.height).toBeLessThanOrEqual(570);
    expect(marginIsClean(many)).toBe(true);
  });

  test('a long text takes the lines that short ones leave', () => {
    const heightsOf = (picture: TextRows) =>
      readImageMap(renderPicture(picture).image).regions.map(({ height }) => height);
    const [short = 0, long = 0] = heightsOf(rowsOf('A cat.', 'word '.repeat(400)));
    expect(long).toBeGreaterThan(4 * short);
    const equal = heightsOf(rowsOf('word '.repeat(400), 'word '.repeat(400), 'word '.repeat(400)));
    expect(Math.max(...equal) - Math.min(...equal)).toBeLessThanOrEqual(38);
  });

  test('what a text goes on with stands before it, in the quieter ink', async () => {
    const plain = await decodeOne(rowsOf('and a very long tail'));
    const [row = { label: '', text: '' }] = rowsOf('and a very long tail').rows;
    const behind = await decodeOne({ ...rowsOf(), rows: [{ ...row, before: 'A cat has four legs ' }] });
    expect(behind.count(darkTheme.muted)).toBeGreaterThan(plain.count(darkTheme.muted) + 200);
  });

  test('are told in words with their notes, and so where there is none', () => {
    const { rows, ...picture } = rowsOf('A cat.', ' \n');
    const [first = { label: '', text: '' }, second = first] = rows;
    expect(altText({ ...picture, rows: [{ ...first, before: 'So:' }, second] })).toBe(
      'What does each model write? Texts, one below the other: Model 0 (3 tokens, after “So:”): “A cat.”; Model 1 (4 tokens): (no text)',
    );
    expect(altText({ ...picture, rows: [{ label: 'One', text: 'A cat.' }] })).toMatch(/: One “A cat\.”$/);
  });

  test('of a long text so much is told that the next ones have room', () => {
    const told = altText(rowsOf('word '.repeat(400), 'word '.repeat(400), 'The last one.'));
    expect(told).toContain('Model 1 (4 tokens): “word word');
    expect(told).toContain('“The last one.”');
  });
});

describe('wrapping', () => {
  test('a text goes on behind another one, and keeps its line breaks', () => {
    const lines = wrapBehind(pen(), ['Human: Hi\nAssistant: ', 'Hello\nHuman: You'], style, 900);
    expect(wordsOf(lines)).toEqual(['Human: Hi', 'Assistant: Hello', 'Human: You']);
    const before = lines.map((line) => line.filter(({ isBefore }) => isBefore).length);
    expect(before).toEqual([2, 1, 0]);
  });

  test('of too many lines the first are kept, and an ellipsis says that there are more', () => {
    const lines = wrapBehind(pen(), ['', 'word '.repeat(60)], style, 400);
    const kept = firstLines(pen(), lines, 2, style, 400);
    expect(kept).toHaveLength(2);
    expect(wordsOf(kept)[1]).toMatch(/…$/);
    for (const line of kept) for (const { label, x } of line) expect(x + label.width).toBeLessThanOrEqual(400);
    expect(firstLines(pen(), lines, lines.length, style, 400)).toEqual(lines);
  });
});
