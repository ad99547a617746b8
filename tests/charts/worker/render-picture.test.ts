import { describe, expect, test } from 'vitest';
import type { ProbabilityBar } from '../../../src/charts/bars/probability-bar.js';
import type { Picture } from '../../../src/charts/kinds/registry.js';
import type { TokenStrip } from '../../../src/charts/kinds/token-strip/token-strip.js';
import { MAX_PAGES } from '../../../src/charts/pages.js';
import type { Hex } from '../../../src/charts/paint/colour.js';
import { probabilityColour } from '../../../src/charts/paint/probability-scale.js';
import { darkTheme, lightTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { barLengths, decode, decodeOne, marginIsClean, type Pixels, renderAll } from '../pixels.js';

const strip = (labels: readonly string[], more: Partial<TokenStrip['tokens'][number]> = {}): TokenStrip => ({
  kind: 'token-strip',
  title: 'Tokens',
  tokens: labels.map((label, index) => ({ label, caption: String(index), ...more })),
});
const words = (count: number) => Array.from({ length: count }, (_, index) => `·word${index}`);
const bar = (label: string, low: number, more: Partial<ProbabilityBar> = {}): ProbabilityBar => ({
  label,
  probability: { low, high: low },
  state: 'kept',
  ...more,
});
const bars = (...all: ProbabilityBar[]): Picture => ({ kind: 'probability-bars', title: 'Next token', bars: all });

describe('a token strip', () => {
  test('draws each token on its own colour, in order', async () => {
    const page = await decodeOne(strip(['I', '·love', '·pizza', '!']));
    const fills: Hex[] = darkTheme.tokens.map((token) => token.fill);
    const row = Array.from({ length: page.width }, (_, x) => page.at(x, 108)).filter((at) => fills.includes(at));
    expect(row.filter((colour, index) => colour !== row[index - 1])).toEqual(fills.slice(0, 4));
  });

  test.each([
    ['one token', ['I'], 1],
    ['some tokens', words(30), 1],
    ['many tokens', words(110), 4],
  ])('%s: 1100 pixels wide, at most 570 high, all pages alike', async (_, labels, count) => {
    const pages = renderAll(strip(labels));
    const decoded = await Promise.all(pages.map(({ image }) => decode(image)));
    expect(pages.reduce((sum, page) => sum + page.count, 0)).toBe(labels.length);
    expect(pages).toHaveLength(count);
    for (const page of decoded) {
      expect(page.width).toBe(1100);
      expect(page.height).toBeGreaterThanOrEqual(260);
      expect(page.height).toBeLessThanOrEqual(570);
      expect(page.height).toBe(decoded[0]?.height);
    }
  });

  test('of a text that is very long the last page tells how much is left out', () => {
    const { page, pages, from, count } = renderPicture(strip(words(5000)), { page: 5000 });
    expect({ page, pages }).toEqual({ page: MAX_PAGES - 1, pages: MAX_PAGES });
    expect(count).toBeGreaterThan(15);
    expect(from + count).toBeGreaterThan(800);
    expect(from + count).toBeLessThan(5000);
  });

  test('an empty text is a card that says so', async () => {
    const page = await decodeOne(strip([]));
    for (const { fill } of darkTheme.tokens) expect(page.count(fill)).toBe(0);
    expect(page.count(darkTheme.muted, { top: 120 })).toBeGreaterThan(50);
  });

  test('brackets the tokens of one character, and no others', async () => {
    const tokens = ['⟨F0 9F⟩', '⟨8D⟩', '⟨95⟩', '!'];
    const area = { top: 80 };
    const plain = await decodeOne(strip(tokens));
    const grouped = await decodeOne({
      ...strip([]),
      tokens: tokens.map((label, index) => ({ label, caption: '1', group: index < 3 ? 0 : undefined })),
    });
    expect(plain.count(darkTheme.ink, area)).toBe(0);
    expect(grouped.count(darkTheme.ink, area)).toBeGreaterThan(300);
  });

  test('tokens around the text are outlined and hatched, not filled', async () => {
    const labels = ['<s>', 'one', 'two'];
    const [own, around] = await Promise.all([decodeOne(strip(labels)), decodeOne(strip(labels, { around: true }))]);
    const filled = (page: Pixels) => darkTheme.tokens.reduce((sum, { fill }) => sum + page.count(fill), 0);
    expect(filled(own)).toBeGreaterThan(5000);
    expect(own.count(darkTheme.line)).toBe(0);
    expect(filled(around)).toBe(0);
    expect(around.count(darkTheme.line)).toBeGreaterThan(1000);
  });

  test('the character of a group stands over its bracket, on each line that the group has', async () => {
    const group = (count: number, groups?: readonly string[]): TokenStrip => ({
      ...strip(
        Array.from({ length: count }, () => '⟨F0 9F⟩'),
        { group: 0 },
      ),
      groups,
    });
    /** Pixels of the pizza's crust, a colour that is in no tile, bracket or text. */
    const crust = (page: Pixels, top: number, bottom: number) => {
      const places = Array.from({ length: (bottom - top) * page.width }, (_, at) =>
        page.at(at % page.width, top + Math.floor(at / page.width)),
      );
      return places.filter((colour) => /^#[ef].[789abc].[0-6].$/.test(colour)).length;
    };
    expect(crust(await decodeOne(group(2)), 80, 260)).toBe(0);
    expect(crust(await decodeOne(group(2, ['🍕'])), 80, 260)).toBeGreaterThan(50);
    const wrapped = await decodeOne(group(12, ['🍕']));
    // Left of its label, a tile of each line shows where the line starts.
    const fills: Hex[] = darkTheme.tokens.map(({ fill }) => fill);
    const filled = Array.from({ length: wrapped.height }, (_, y) => fills.includes(wrapped.at(47, y)));
    const tops = [...filled.keys()].filter((y) => filled[y] && !filled[y - 1]);
    expect(tops.length).toBeGreaterThan(1);
    for (const top of tops) expect(crust(wrapped, top - 44, top), `the line at ${top}`).toBeGreaterThan(50);
  });

  test('a line break in the text starts a new line', async () => {
    const [one, three] = await Promise.all([
      decodeOne(strip(['a', 'b', 'c'])),
      decodeOne(strip(['a', 'b', 'c'], { breakAfter: true })),
    ]);
    expect(three.height).toBeGreaterThan(one.height);
  });
});

describe('probability bars', () => {
  test('are as long as their probabilities, on an axis that ends at 100%', async () => {
    const page = await decodeOne(bars(bar('·a', 1), bar('·b', 0.5), bar('·c', 0.25), bar('·d', 0)));
    const [all = 0, half = 0, quarter = 0, ...rest] = barLengths(page, darkTheme.bar);
    expect(half / all).toBeCloseTo(0.5, 2);
    expect(quarter / all).toBeCloseTo(0.25, 2);
    expect(rest).toEqual([]);
  });

  test('keep their axis when the probabilities are small', async () => {
    const small = await decodeOne(bars(bar('·a', 0.02), bar('·b', 0.01)));
    const large = await decodeOne(bars(bar('·a', 0.9), bar('·b', 0.01)));
    const [two = 0] = barLengths(small, darkTheme.bar);
    const [ninety = 0] = barLengths(large, darkTheme.bar);
    expect(two / ninety).toBeCloseTo(2 / 90, 2);
  });

  test('a bar that is not zero is seen, one that is zero is not', async () => {
    const page = await decodeOne(bars(bar('·a', 1e-9), bar('·b', 0)));
    expect(barLengths(page, darkTheme.bar)).toEqual([2]);
  });

  test('a bound is drawn as a bar to its lower end and a whisker to its upper', async () => {
    // Both have the same widest figure, so they have the same axis.
    const narrow = bar('·b', 0.01, { probability: { low: 0.01, high: 0.02 } });
    const sure = await decodeOne(bars(bar('·a', 0.2), narrow));
    const bound = await decodeOne(bars(bar('·a', 0.2, { probability: { low: 0.2, high: 0.6 } }), narrow));
    expect(barLengths(bound, darkTheme.bar)).toEqual(barLengths(sure, darkTheme.bar));
    const whisker = (page: Pixels) =>
      Math.max(...Array.from({ length: page.height }, (_, y) => page.count(darkTheme.ink, { top: y, bottom: y + 1 })));
    expect(whisker(bound) - whisker(sure)).toBeGreaterThan(150);
  });

  test('what is cut or hidden is hatched, not filled', async () => {
    const page = await decodeOne(
      bars(bar('·a', 0.5, { state: 'cut', note: 'cut by top-k' }), bar('all other tokens', 0.5, { state: 'hidden' })),
    );
    expect(page.count(darkTheme.bar)).toBe(0);
    const hatched = page.count(darkTheme.line);
    expect(hatched).toBeGreaterThan(1000);
  });

  test('the chosen one has an arrow', async () => {
    const arrow = (page: Pixels) => page.count(darkTheme.ink, { right: 62, top: 100 });
    const label = '    m';
    const [plain, chosen] = await Promise.all([
      decodeOne(bars(bar(label, 0.5), bar(label, 0.3))),
      decodeOne(bars(bar(label, 0.5, { chosen: true }), bar(label, 0.3))),
    ]);
    expect(arrow(plain)).toBe(0);
    expect(arrow(chosen)).toBeGreaterThan(80);
  });

  test('eight and the hidden mass fit on one page; many more become pages of one shape', async () => {
    const many = (count: number) =>
      bars(
        ...Array.from({ length: count }, (_, index) => bar(`·${index}`, 0.01)),
        bar('rest', 0.1, { state: 'hidden' }),
      );
    expect(barLengths(await decodeOne(many(8)), darkTheme.bar)).toHaveLength(8);
    const pages = renderAll(many(22));
    expect(pages.map(({ count }) => count)).toEqual([8, 8, 7]);
    const heights = await Promise.all(pages.map(async ({ image }) => (await decode(image)).height));
    expect(new Set(heights).size).toBe(1);
  });

  test('are at most 570 pixels high, and lower only where they are few', async () => {
    for (const count of [0, 1, 3, 4, 5, 9, 10]) {
      const page = await decodeOne(bars(...Array.from({ length: count }, (_, index) => bar(`·${index}`, 0.01))));
      expect(page.width).toBe(1100);
      expect(page.height).toBeGreaterThanOrEqual(count < 4 ? 320 : 550);
      expect(page.height).toBeLessThanOrEqual(570);
    }
  });

  test.each([Number.NaN, -0.2, 1.2])('refuse a probability of %d', (value) => {
    expect(() => renderPicture(bars(bar('·a', value)))).toThrow(RangeError);
  });

  test('refuse a bound the wrong way round', () => {
    expect(() => renderPicture(bars(bar('·a', 0, { probability: { low: 0.5, high: 0.2 } })))).toThrow(RangeError);
  });
});

describe('count bars', () => {
  const counts = (...all: number[]): Picture => ({
    kind: 'count-bars',
    title: 'Compared',
    unit: 'tokens',
    bars: all.map((count) => ({ label: 'o200k_base', note: 'GPT-4o', count, emphasis: true })),
  });

  test('start at zero and end at the largest', async () => {
    const [largest = 0, half = 0] = barLengths(await decodeOne(counts(1200, 600)), darkTheme.bar);
    expect(half / largest).toBeCloseTo(0.5, 2);
    expect(barLengths(await decodeOne(counts(0, 0)), darkTheme.bar)).toEqual([]);
  });

  test('leave room for their figures, however large', async () => {
    expect(marginIsClean(await decodeOne(counts(1e15, 1)))).toBe(true);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuse a count of %d', (count) => {
    expect(() => renderPicture(counts(count))).toThrow(RangeError);
  });
});

describe('a probability strip', () => {
  const reply = (...probabilities: number[]): Picture => ({
    kind: 'probability-strip',
    title: 'A reply',
    tokens: probabilities.map((probability) => ({ label: '·word', probability })),
  });

  test('tints each token by its probability', async () => {
    const page = await decodeOne(reply(1, 0.5, 0.2));
    for (const probability of [1, 0.5, 0.2]) {
      expect(page.count(probabilityColour(probability), { bottom: 140 })).toBeGreaterThan(1000);
    }
  });

  test('underlines what is very unlikely, since colour is never the only sign', async () => {
    const below = { top: 164, bottom: 171 };
    expect((await decodeOne(reply(0.06))).count(darkTheme.ink, below)).toBe(0);
    expect((await decodeOne(reply(0.04))).count(darkTheme.ink, below)).toBeGreaterThan(50);
  });

  test('writes captions under the tiles, and gives what is only a bound no tint', async () => {
    const strip = (caption?: string, bound = false): Picture => ({
      kind: 'probability-strip',
      title: 'A reply',
      tokens: [{ label: '·word', probability: 0.9, caption, bound }],
    });
    const under = { top: 172, bottom: 206, right: 300 };
    expect((await decodeOne(strip())).count(darkTheme.muted, under)).toBe(0);
    expect((await decodeOne(strip('12.30'))).count(darkTheme.muted, under)).toBeGreaterThan(50);
    const tint = probabilityColour(0.9);
    expect((await decodeOne(strip('12.30'))).count(tint, { bottom: 140 })).toBeGreaterThan(1000);
    const bound = await decodeOne(strip('≥ 12.30', true));
    expect(bound.count(tint, { bottom: 140 })).toBe(0);
    // A dashed outline, which also stands in the key.
    expect(bound.count(darkTheme.ink, { top: 90, bottom: 98 })).toBeGreaterThan(50);
    expect(bound.count(darkTheme.ink, { top: 210 })).toBeGreaterThan(100);
  });

  test('shows the whole scale as its key', async () => {
    const page = await decodeOne(reply(0.5));
    // The scale is 240 pixels wide, so these are the colours of two of its columns.
    for (const probability of [24 / 239, 215 / 239]) {
      expect(page.count(probabilityColour(probability), { top: 200 })).toBeGreaterThan(10);
    }
  });
});

test('the light theme draws on its own card', async () => {
  const page = await decodeOne(strip(words(3)), { theme: lightTheme });
  expect(page.at(20, 20)).toBe(lightTheme.card);
  expect(page.count(darkTheme.card)).toBe(0);
});

describe('a cut', () => {
  test('shows along the whole row, also where the bar is too short to be seen', async () => {
    const [kept, cut] = await Promise.all([
      decodeOne(bars(bar('·a', 0.001), bar('·b', 0.5))),
      decodeOne(bars(bar('·a', 0.001, { state: 'cut' }), bar('·b', 0.5))),
    ]);
    // Far from the bar too: of a row of plain track, lines take a part.
    const plain = (page: Pixels) => page.count(darkTheme.track, { left: 600 });
    expect(plain(cut)).toBeLessThan(plain(kept) * 0.9);
  });

  test('crosses its token out, and says so in a word', async () => {
    const longestLine = (page: Pixels) =>
      Math.max(
        ...Array.from({ length: page.height - 100 }, (_, y) =>
          page.count(darkTheme.muted, { left: 36, right: 200, top: 100 + y, bottom: 101 + y }),
        ),
      );
    const drawn = async (state: 'hidden' | 'cut') => decodeOne(bars(bar('·mmmmm', 0.5, { state }), bar('·b', 0.5)));
    expect(longestLine(await drawn('cut'))).toBeGreaterThan(longestLine(await drawn('hidden')) + 50);
  });
});

describe('a title', () => {
  const heightOf = async (title: string) => (await decodeOne({ kind: 'token-strip', title, tokens: [] })).height;
  const titled = (title: string) =>
    decodeOne({ kind: 'probability-bars', title, bars: [bar('·a', 0.5), bar('·b', 0.5), bar('·c', 0.5)] });

  test('wraps into a second line where it is long, and no further', async () => {
    const [short, long, endless] = await Promise.all([
      titled('What comes next?'),
      titled('What comes after “Once upon a time, there was an old fisherman who”?'),
      titled(`What comes after “${'once upon a time '.repeat(40)}”?`),
    ]);
    expect(long.height).toBeGreaterThan(short.height + 30);
    expect(endless.height).toBe(long.height);
    expect(marginIsClean(endless)).toBe(true);
    expect(await heightOf('x'.repeat(500))).toBe(await heightOf('x'));
  });
});
