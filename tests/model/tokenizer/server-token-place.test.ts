import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlaceableToken, placeText } from '../../../src/model/tokenizer/server-token-place.js';

/** Tokens of one letter or of several, each text with an id of its own. */
const token = (text: string): PlaceableToken => ({
  id: [...text].reduce((id, letter) => id * 256 + (letter.codePointAt(0) ?? 0), 1),
  bytes: new Uint8Array(Buffer.from(text)),
});
const tokens = (...texts: string[]) => texts.map(token);
const idsOf = (...texts: string[]) => tokens(...texts).map(({ id }) => id);
const shares = (placed: ReturnType<typeof placeText>) =>
  placed?.shares.map((share) => share && Buffer.from(share).toString());

describe('placeText', () => {
  test('a text that occurs in the template too is found where an empty text has nothing', () => {
    const full = tokens('<s>', 'user', ':', 'user', '</s>', 'user', ':');
    const bare = idsOf('<s>', 'user', ':', '</s>', 'user', ':');
    const placed = placeText({ full, plain: tokens('user'), bare, text: 'user' });
    expect(placed).toMatchObject({ start: 3, end: 4, how: 'whole' });
  });

  test('tokens that are joined with a neighbour have their share of the text', () => {
    const full = tokens('<s>', ':\n\n', 'b', '!</s>');
    const placed = placeText({
      full,
      plain: tokens('\n', 'b', '!'),
      bare: idsOf('<s>', ':\n', '</s>'),
      text: '\nb!',
    });
    expect(placed).toMatchObject({ start: 1, end: 4, how: 'whole' });
    expect(shares(placed)).toEqual(['\n', 'b', '!']);
  });

  test('without an empty text to compare with, the last place counts', () => {
    const placed = placeText({ full: tokens('a', 'b', 'a', 'c'), plain: tokens('a'), bare: undefined, text: 'a' });
    expect(placed).toMatchObject({ start: 2, end: 3 });
  });

  test('a text of one token that comes two hundred thousand times, in a template of the same', () => {
    const same = (count: number) => Array.from({ length: count }, () => token('a'));
    const full = same(400_000);
    const text = 'a'.repeat(200_000);
    expect(placeText({ full, plain: same(200_000), bare: [], text })).toMatchObject({ start: 200_000, end: 400_000 });
    const cutOtherwise = [{ id: 1, bytes: undefined }];
    expect(placeText({ full, plain: cutOtherwise, bare: [], text })).toMatchObject({ start: 200_000, end: 400_000 });
  });

  test('spaces that the template leaves out', () => {
    const placed = placeText({
      full: tokens('<s>', 'hi', '</s>'),
      plain: tokens(' ', 'hi', '\n'),
      bare: idsOf('<s>', '</s>'),
      text: ' hi\n',
    });
    expect(placed).toMatchObject({ start: 1, end: 2, how: 'ends-left-out' });
    expect(shares(placed)).toEqual(['hi']);
  });

  test('a text that is changed is told by what an empty text does not have', () => {
    const full = [token('<s>'), { id: 7, bytes: undefined }, token('</s>')];
    const plain = [{ id: 8, bytes: undefined }];
    const found = placeText({ full, plain, bare: idsOf('<s>', '</s>'), text: 'HI' });
    expect(found).toEqual({ start: 1, end: 2, shares: [undefined], how: 'compared' });
    expect(placeText({ full, plain, bare: undefined, text: 'HI' })).toBeUndefined();
  });

  test('an empty text is in no token', () => {
    const full = tokens('<s>', '</s>');
    const placed = placeText({ full, plain: [], bare: idsOf('<s>', '</s>'), text: '' });
    expect(placed).toMatchObject({ start: 2, end: 2, shares: [] });
  });

  test('however texts are cut and whatever stands around, the shares join to the text', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '🍕'), minLength: 1, maxLength: 3 });
    const pieces = fc.array(piece, { maxLength: 6 });
    fc.assert(
      fc.property(
        pieces,
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        pieces,
        fc.nat(3),
        (before, own, after, cuts) => {
          const text = own.join('');
          const bytes = Buffer.from([...before, text, ...after].join(''));
          // Cut anywhere, also inside characters, so that tokens straddle the text's ends.
          const size = cuts + 1;
          const full = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => ({
            id: 10_000 + at,
            bytes: new Uint8Array(bytes.subarray(at * size, (at + 1) * size)),
          }));
          const placed = placeText({ full, plain: tokens(...own), bare: undefined, text });
          expect(shares(placed)).toHaveLength((placed?.end ?? 0) - (placed?.start ?? 0));
          expect(Buffer.concat(placed?.shares.map((share) => share ?? new Uint8Array()) ?? []).toString()).toBe(text);
          expect(placed?.shares.every((share) => share !== undefined && share.length > 0)).toBe(true);
        },
      ),
    );
  });

  test('whole tokens around a text that the template does not hold are all marked', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });
    const name = fc.constantFrom('<1>', '<2>', '<3>');
    const names = fc.array(name, { maxLength: 5 });
    fc.assert(
      fc.property(names, fc.array(word, { minLength: 1, maxLength: 6 }), names, (before, own, after) => {
        const placed = placeText({
          full: tokens(...before, ...own, ...after),
          plain: tokens(...own),
          bare: idsOf(...before, ...after),
          text: own.join(''),
        });
        expect(placed).toMatchObject({ start: before.length, end: before.length + own.length, how: 'whole' });
      }),
    );
  });
});
