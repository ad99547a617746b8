import { describe, expect, test } from 'vitest';
import {
  contrast,
  dimmedInk,
  fromLinear,
  type Hex,
  type LinearRgb,
  luminance,
  readableInk,
  toLinear,
} from '../../../src/charts/paint/colour.js';
import { probabilityColour } from '../../../src/charts/paint/probability-scale.js';
import { darkTheme, lightTheme } from '../../../src/charts/paint/theme.js';

/**
 * Complete dichromacy, applied in linear light: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
 */
const visions: Record<string, readonly (readonly [number, number, number])[]> = {
  trichromacy: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(colour: Hex, vision: string): Hex {
  const [red, green, blue] = toLinear(colour);
  return fromLinear(
    (visions[vision] ?? []).map((row) => row[0] * red + row[1] * green + row[2] * blue) as unknown as LinearRgb,
  );
}

/** CIELAB (CIE 15:2004) of an sRGB colour under D65. */
function lab(colour: Hex): [lightness: number, a: number, b: number] {
  const [red, green, blue] = toLinear(colour);
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76 colour difference; about 2.3 can just be noticed. */
function difference(one: Hex, other: Hex): number {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

test('the contrast formula agrees with the values WCAG states', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(luminance('#ffffff')).toBeCloseTo(1, 6);
});

describe.each([
  ['dark', darkTheme],
  ['light', lightTheme],
])('the %s theme', (_, theme) => {
  test('all text reads at 4.5 : 1, on the card and on the track', () => {
    for (const ground of [theme.card, theme.track]) {
      expect(contrast(theme.ink, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(theme.muted, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('bars, hatching and outlines stand out at 3 : 1, bars from their track too', () => {
    for (const colour of [theme.bar, theme.quietBar, theme.line]) {
      expect(contrast(colour, theme.card)).toBeGreaterThanOrEqual(3);
      expect(contrast(colour, theme.track)).toBeGreaterThanOrEqual(3);
    }
  });

  test('the lines across what is cut show on the track', () => {
    expect(contrast(theme.cutTrack, theme.track)).toBeGreaterThanOrEqual(1.45);
  });

  test('text on every tile reads at 4.5 : 1, its dimmer signs too', () => {
    for (const { fill } of theme.tokens) {
      const ink = readableInk(fill, theme.inks);
      expect(contrast(ink, fill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dimmedInk(ink, fill), fill)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('every tile has an edge that shows against the card', () => {
    for (const { edge } of theme.tokens) expect(contrast(edge, theme.card)).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.keys(visions))('neighbouring tiles differ for %s', (vision) => {
    for (const [index, tile] of theme.tokens.entries()) {
      const next = theme.tokens[(index + 1) % theme.tokens.length];
      if (!next) throw new Error('a cycle has a next one');
      expect(difference(seen(tile.fill, vision), seen(next.fill, vision))).toBeGreaterThan(10);
    }
  });

  test('neighbouring tiles alternate in lightness', () => {
    const lightness = theme.tokens.map(({ fill }) => lab(fill)[0]);
    for (const [index, value] of lightness.entries()) {
      const next = lightness[(index + 1) % lightness.length] ?? 0;
      expect(value > next).toBe(index % 2 === 0);
      expect(Math.abs(value - next)).toBeGreaterThan(8);
    }
  });

  test('text on every probability reads at 4.5 : 1', () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      const fill = probabilityColour(percent / 100);
      const ink = readableInk(fill, theme.inks);
      expect(contrast(ink, fill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dimmedInk(ink, fill), fill)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test.each(Object.keys(visions))('the probability scale grows evenly in lightness for %s', (vision) => {
  const lightness = Array.from({ length: 11 }, (_, tenth) => lab(seen(probabilityColour(tenth / 10), vision))[0]);
  const steps = lightness.slice(1).map((value, index) => value - (lightness[index] ?? 0));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  for (const step of steps) {
    expect(step).toBeGreaterThan(mean * 0.5);
    expect(step).toBeLessThan(mean * 1.5);
  }
});

test('the scale ends where cividis does', () => {
  expect(probabilityColour(0)).toBe('#00224e');
  expect(probabilityColour(1)).toBe('#fee838');
});
