import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { layOutAttended } from '../../../src/charts/strip/attended-line.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { chartWords } from '../../../src/words/pictures.js';
import { decodeOne } from '../pixels.js';
import { arcsOf, guessesOf, swappedOf } from '../samples.js';

const context = createCanvas(1, 1).getContext('2d');
const words = chartWords('en');
const layOut = (...labels: string[]) =>
  layOutAttended(
    context,
    labels.map((label, at) => ({
      label,
      weight: 1 / labels.length,
      looks: at === labels.length - 1,
      isNamed: at === 0,
    })),
    words,
  );
const textOf = ({ runs }: { readonly runs: readonly { readonly text: string }[] }) =>
  runs.map(({ text }) => text).join('');

describe('a text on one line', () => {
  test('is drawn in larger type the shorter it is, and stays in the card', () => {
    const [short, long] = [layOut('start', '·cat'), layOut('start', ...Array(8).fill('·horses'))];
    expect(short.height).toBeGreaterThan(long.height);
    for (const { tiles } of [short, long]) {
      for (const [at, { left, width }] of tiles.entries()) {
        expect(left).toBeGreaterThanOrEqual(40);
        expect(left + width).toBeLessThanOrEqual(1060);
        expect(left).toBeGreaterThan((tiles[at - 1]?.left ?? 0) + (tiles[at - 1]?.width ?? 0));
      }
    }
  });

  test('that is too long has its longest labels shortened, and no name of what is left out', () => {
    const { tiles } = layOut(
      '12 more',
      '·a',
      '·incomprehensibilities',
      '·uncharacteristically',
      '·the',
      ...Array(2).fill('·cat'),
    );
    const shown = tiles.map(({ label }) => textOf(label));
    expect(shown[0]).toBe('12 more');
    expect(shown).toContain('·the');
    expect(shown[2]).toMatch(/^·in.*….*es$/);
  });

  test('has no room for any number of tokens', () => {
    expect(() => layOut('start', ...Array(40).fill('·horse'))).toThrow('have no room beside each other');
  });

  test('writes no share that is next to none, and the largest one bold', () => {
    const { tiles } = layOutAttended(
      context,
      [
        { label: 'a', weight: 0.001 },
        { label: 'b', weight: 0.7 },
        { label: 'c', weight: 0.299, looks: true },
      ],
      words,
    );
    expect(tiles.map(({ figure }) => figure && [textOf(figure), figure.style.bold])).toEqual([
      undefined,
      ['70%', true],
      ['30%', false],
    ]);
  });
});

describe('arcs', () => {
  test('are thicker the more they stand for, and there is none to what comes later', async () => {
    const bar = async (...weights: (number | undefined)[]) => {
      const picture = await decodeOne(arcsOf(...weights));
      // Above the tiles and their figures.
      return (
        picture.width * (picture.height - 200) -
        picture.count(darkTheme.card, { top: 110, bottom: picture.height - 130 })
      );
    };
    const [little, much] = [await bar(0, 0.1, 0, 0.9), await bar(0, 0.9, 0, 0.1)];
    expect(much).toBeGreaterThan(little);
  });

  test('are told in words by token, with who looks and what cannot be seen', () => {
    expect(altText(arcsOf(0.25, 0.75, undefined))).toBe(
      'Arcs. Tokens in order, with how much of the attention goes to each: ·0 25%; “·1” 75% (this token looks); “·2” not seen, because it comes later',
    );
  });

  test('refuse a share that is none', () => {
    expect(() => renderPicture(arcsOf(0.5, 1.5))).toThrow(RangeError);
  });
});

test('rows of guesses are told row by row, with what is only a bound', () => {
  expect(altText(guessesOf([0.5, 0.2], [0.9]))).toBe(
    'Rows. The likeliest next tokens, row by row: row 0: “·0” 50%, “·1” ≤ 20%; row 1: “·0” 90%',
  );
  expect(() => renderPicture(guessesOf([2]))).toThrow(RangeError);
});

test('two texts are told one after the other, with what comes next in each', () => {
  expect(altText(swappedOf([0.4, 0.6], [0.3]))).toContain(
    'text 1: ·0 40%, “·1” 60% (this token looks); next: “·next 0” 30%; text 2: ·0 40%, “·1” 60% (this token looks); next: “·next 0” 30%',
  );
});
