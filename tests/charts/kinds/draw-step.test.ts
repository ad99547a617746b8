import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { lastLines, wrapText } from '../../../src/charts/text/text-lines.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { barLengths, decodeOne } from '../pixels.js';
import { stepOf } from '../samples.js';

const tile = darkTheme.tokens[0].fill;

describe('a step of a reply', () => {
  test('keeps its size and its axis whatever stands on it', async () => {
    const short = await decodeOne(stepOf([0.5, 0.25]));
    const long = await decodeOne(stepOf([0.5, 0.25, 0.1], { text: 'word '.repeat(500), token: 'x'.repeat(99) }));
    expect(long.height).toBe(short.height);
    expect(barLengths(long, darkTheme.bar).slice(0, 2)).toEqual(barLengths(short, darkTheme.bar));
  });

  test('sets the newest token on a tile after the text, and none while none is drawn', async () => {
    const leftEnd = async (text: string) => {
      const page = await decodeOne(stepOf([0.5], { text }));
      return Array.from({ length: page.width }, (_, x) => page.count(tile, { left: x, right: x + 1 })).findIndex(
        Boolean,
      );
    };
    expect(await leftEnd('The capital of France is')).toBeGreaterThan(await leftEnd('The'));
    expect((await decodeOne(stepOf([0.5], { token: undefined }))).count(tile)).toBe(0);
  });

  test('says the step, the end of the text and the token in words', () => {
    expect(altText(stepOf([0.5, 0.25]))).toBe(
      'Writing. Step 3 of 20: after “The capital of” comes “·0”. ' +
        'Chances of the next token: ·0 50% (chosen); ·1 25%',
    );
    const text = altText(stepOf([0.5], { text: `${'word '.repeat(500)}the end` }));
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text).toContain('the end”');
    expect(text).toContain('·0 50% (chosen)');
  });

  test.each([0, 21, 1.5])('refuses step %d of 20', (step) => {
    expect(() => renderPicture(stepOf([0.5], { step }))).toThrow(RangeError);
  });
});

describe('the lines of a text', () => {
  const context = createCanvas(1, 1).getContext('2d');
  const style = { family: 'mono', size: 28 } as const;
  const wrap = (text: string) => wrapText(context, text, style, 1020);
  const words = (lines: ReturnType<typeof wrap>) =>
    lines.map((line) => line.flatMap(({ label }) => label.runs.map((run) => run.text)).join(''));

  test('fit their width, lose nothing, and stay as they are while the text grows', () => {
    const text = 'All happy families are alike; each unhappy family is unhappy in its own way. '.repeat(4);
    const lines = wrap(text);
    expect(words(lines).join('')).toBe(text);
    for (const line of lines) {
      const last = line.at(-1);
      expect((last?.x ?? 0) + (last?.label.width ?? 0)).toBeLessThanOrEqual(1020 + 28);
    }
    expect(words(wrap(text.slice(0, 200))).slice(0, -1)).toEqual(words(lines).slice(0, 3));
  });

  test('wrap words without spaces, and break where the text does', () => {
    expect(wrap('我爱披萨'.repeat(50)).length).toBeGreaterThan(3);
    expect(words(wrap('one\ntwo'))).toEqual(['one', 'two']);
  });

  test('only the last are kept, after an ellipsis', () => {
    const kept = words(lastLines(context, wrap('one two\nthree four\nfive six'), 2, style));
    expect(kept).toEqual(['…four', 'five six']);
  });
});
