import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import type { MergedText } from '../../src/tokens/merged-text.js';
import type { EncodingName } from '../../src/tokens/token.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { randomTexts } from '../byte-pair/random-texts.js';

const tokenizer = openTokenizer();
afterAll(() => tokenizer.close());

const NAMES: readonly EncodingName[] = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'];

const idsOf = async (text: string, encoding: EncodingName) =>
  (await tokenizer.tokenize(text, encoding)).tokens.map(({ id }) => id);

/** A token's rank by its bytes, as hexadecimal digits; read from the package's file by this test alone. */
function plainRanks(encoding: EncodingName): Map<string, number> {
  const file = createRequire(import.meta.url).resolve(`@dqbd/tiktoken/encoders/${encoding}.json`);
  const ranks = new Map<string, number>();
  for (const line of (JSON.parse(readFileSync(file, 'utf8')).bpe_ranks as string).split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    for (const [at, token] of tokens.entries()) {
      ranks.set(Buffer.from(token, 'base64').toString('hex'), Number(first) + at);
    }
  }
  return ranks;
}

/** Merges a whole text by looking at all neighbours again for each merge. */
function plainly(text: string, pieces: readonly number[], ranks: ReadonlyMap<string, number>) {
  const borders = new Set(pieces.map((_, at) => pieces.slice(0, at).reduce((sum, length) => sum + length, 0)));
  const row = Array.from(Buffer.from(text), (byte, from) => ({ from, hex: Buffer.of(byte).toString('hex') }));
  const order: number[] = [];
  for (;;) {
    const made = row.slice(1).map((right, at) => {
      const left = row[at];
      if (left === undefined || borders.has(right.from)) return Number.POSITIVE_INFINITY;
      return ranks.get(left.hex + right.hex) ?? Number.POSITIVE_INFINITY;
    });
    const least = made.reduce((low, rank) => Math.min(low, rank), Number.POSITIVE_INFINITY);
    if (least === Number.POSITIVE_INFINITY) return { order, ids: row.map(({ hex }) => ranks.get(hex)) };
    const at = made.indexOf(least);
    const [left, right] = [row[at], row[at + 1]];
    if (left === undefined || right === undefined) throw new Error('a pair has two');
    order.push(left.from);
    row.splice(at, 2, { from: left.from, hex: left.hex + right.hex });
  }
}

describe('every merge of a text', () => {
  test('of “the cat” in o200k_base', async () => {
    const { pieces, starts, order, pairs, ids } = await tokenizer.mergeText('the cat', 'o200k_base');
    expect(pieces).toEqual([3, 4]);
    expect(starts).toHaveLength(7);
    expect(ids).toEqual(await idsOf('the cat', 'o200k_base'));
    expect(order).toHaveLength(7 - ids.length);
    const tokens = pairs.map(([, , token]) => token);
    for (const id of ids) expect(tokens).toContain(id);
  });

  test.each(NAMES)('ends with the ids that tiktoken gives random texts in %s', async (encoding) => {
    const different: string[] = [];
    for (const text of randomTexts(300)) {
      if (text.length > 1000) continue;
      const wellFormed = Buffer.from(text).toString();
      const [{ ids, order, starts }, expected] = await Promise.all([
        tokenizer.mergeText(text, encoding),
        idsOf(wellFormed, encoding),
      ]);
      if (ids.join() !== expected.join() || starts.length - order.length !== ids.length) different.push(text);
    }
    expect(different).toEqual([]);
  });

  test.each(NAMES)('ends with them for what people write, too, in %s', async (encoding) => {
    const word = fc.oneof(
      fc.constantFrom('the', ' cat', 'naïve', "don't", 'x = f(y);', '  return\n', '2026', '…', '\t', ' \n'),
      fc.constantFrom('🦦', '👩‍👩‍👧', '🇩🇪', '我爱披萨', '猫', 'مرحبا', 'שלום', 'ประเทศ', 'ǅ', 'İ', '\u0085', '\ufeff'),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 12 }), async (words) => {
        const text = Buffer.from(words.join('')).toString();
        expect((await tokenizer.mergeText(text, encoding)).ids).toEqual(await idsOf(text, encoding));
      }),
      { numRuns: 60 },
    );
  });

  test.each(['o200k_base', 'p50k_base'] as const)(
    'takes the lowest rank of all neighbours each time, in %s',
    async (name) => {
      const ranks = plainRanks(name);
      const texts = [
        'Tokenization is unbelievably fun, naïve café 🦦!',
        'the the other mother',
        'aaaaaaa aaa',
        '我爱披萨 🍕',
      ];
      for (const text of [...texts, ...[...randomTexts(40)].map((one) => Buffer.from(one.slice(0, 200)).toString())]) {
        const merged: MergedText = await tokenizer.mergeText(text, name);
        expect({ order: merged.order, ids: merged.ids }).toEqual(plainly(text, merged.pieces, ranks));
      }
    },
  );

  test('of no text is none, and of a long one it is refused', async () => {
    expect(await tokenizer.mergeText('', 'o200k_base')).toEqual({
      pieces: [],
      starts: [],
      order: [],
      pairs: [],
      ids: [],
    });
    await expect(tokenizer.mergeText('a'.repeat(1001), 'o200k_base')).rejects.toThrow(UserError);
  });

  test('stops waiting when nobody waits any more', async () => {
    await expect(tokenizer.mergeText('a', 'o200k_base', AbortSignal.abort())).rejects.toThrow();
  });
});

describe('merges that are learned from a text', () => {
  const joined = ({ left, right }: { left: Uint8Array; right: Uint8Array }) =>
    `${Buffer.from(left)}+${Buffer.from(right)}`;

  test('are counted as by hand', async () => {
    // Pieces: “low”, “ low”, “ lower”. l+o three times, then lo+w three times.
    const { merges, bytes, cut } = await tokenizer.learnMerges('low low lower', 2);
    expect(bytes).toBe(13);
    expect(merges.map((one) => [joined(one), one.count, one.tokens])).toEqual([
      ['l+o', 3, 10],
      ['lo+w', 3, 7],
    ]);
    expect(cut).toEqual([3, 1, 3, 1, 3, 1, 1]);
  });

  test('leave as many tokens as the text is cut into, merge by merge', async () => {
    const text = 'the cat that sat on the mat thought that the hat 🎩🎩 was aaaaaaa aaaa';
    const { merges, cut } = await tokenizer.learnMerges(text, 60);
    expect(merges.length).toBeGreaterThan(10);
    expect(cut).toHaveLength(merges.at(-1)?.tokens ?? 0);
    expect(cut.reduce((sum, length) => sum + length, 0)).toBe(Buffer.byteLength(text));
    for (const [at, { tokens }] of merges.entries()) {
      const upTo = await tokenizer.learnMerges(text, at + 1);
      expect(upTo.cut).toHaveLength(tokens);
    }
  });

  test('are none where no two stand beside each other twice', async () => {
    expect(await tokenizer.learnMerges('abc', 10)).toEqual({ merges: [], bytes: 3, cut: [1, 1, 1] });
  });
});
