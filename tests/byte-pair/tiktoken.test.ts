import { get_encoding } from '@dqbd/tiktoken';
import { afterAll, describe, expect, test } from 'vitest';
import { createEncoder, encodePiece } from '../../src/byte-pair/encode.js';
import { mergeBytes } from '../../src/byte-pair/merge.js';
import { mergeSteps } from '../../src/byte-pair/merge-steps.js';
import { NO_TOKEN } from '../../src/byte-pair/ranks.js';
import { O200K_SPLIT, piecesOf } from '../../src/byte-pair/split.js';
import { o200kRanks } from './o200k.js';
import { randomTexts } from './random-texts.js';

const tiktoken = get_encoding('o200k_base');
const ranks = o200kRanks();

afterAll(() => tiktoken.free());

describe('with the ranks of o200k_base', () => {
  test('10,000 random texts have the tokens that tiktoken gives them', () => {
    const encode = createEncoder(ranks, O200K_SPLIT);
    const different: string[] = [];
    for (const text of randomTexts(10_000)) {
      if (encode(text).join() !== tiktoken.encode_ordinary(text).join()) different.push(text);
    }
    expect(different).toEqual([]);
  });

  test.each([
    ['one letter', 'a'.repeat(3000)],
    ['Chinese characters', Array.from({ length: 1000 }, (_, at) => String.fromCodePoint(0x4e00 + at * 19)).join('')],
    ['spaces', `a${' '.repeat(3000)}b`],
    ['signs', '=-'.repeat(1500)],
    ['emoji', '👍🏽'.repeat(500)],
  ])('a long run of %s has them too', (_, text) => {
    expect(createEncoder(ranks, O200K_SPLIT)(text)).toEqual(Array.from(tiktoken.encode_ordinary(text)));
  });

  test('a token is found by its bytes, and by two that are merged', () => {
    const id = tiktoken.encode_ordinary(' pizza')[0] ?? NO_TOKEN;
    expect(Buffer.from(ranks.bytes(id)).toString()).toBe(' pizza');
    expect(ranks.find(Buffer.from(' pizza'))).toBe(id);
    const last = mergeSteps(Buffer.from(' pizza'), ranks).at(-1);
    expect(ranks.merged(last?.left ?? NO_TOKEN, last?.right ?? NO_TOKEN)).toBe(id);
    expect(ranks.find(Buffer.from('zzqqzz'))).toBe(NO_TOKEN);
    expect(() => ranks.bytes(ranks.size)).toThrow(RangeError);
  });

  test('the steps of a piece lead from its bytes to its tokens', () => {
    for (const text of randomTexts(200)) {
      for (const piece of piecesOf(text, O200K_SPLIT)) {
        const bytes = Buffer.from(piece);
        const row = Array.from(bytes, ranks.ofByte);
        for (const { place, at, left, right, token } of mergeSteps(bytes, ranks)) {
          expect([row[place], row[place + 1]]).toEqual([left, right]);
          expect(row.slice(0, place).reduce((sum, id) => sum + ranks.bytes(id).length, 0)).toBe(at);
          row.splice(place, 2, token);
        }
        expect(row).toEqual(mergeBytes(bytes, ranks));
        expect(row).toEqual(encodePiece(bytes, ranks));
      }
    }
  });
});
