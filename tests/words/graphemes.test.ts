import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphemes } from '../../src/words/graphemes.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

test('graphemes are those of the segmenter, over any stretch', () => {
  const unit = fc.constantFrom(
    'a',
    ' ',
    '\u0301',
    '👩‍🚀',
    '🇫🇷',
    '\r\n',
    '\r',
    '\n',
    'é',
    '\u00ad',
    '©',
    '\ufe0f',
    '한',
    'ก็',
    '\ud83d',
  );
  fc.assert(
    fc.property(fc.string({ unit, minLength: 0, maxLength: 3000 }), fc.nat(2500), (text, marks) => {
      const piled = `${text}${'\u0301'.repeat(marks)}${text}`;
      expect([...graphemes(piled)]).toEqual(Array.from(segmenter.segment(piled), ({ segment }) => segment));
    }),
    { numRuns: 20 },
  );
});

// Each further segment of a long stretch takes time that grows with the stretch: together, this one's take an hour.
test('graphemes take time that grows with the text, also where a pile of marks stands before a long one', () => {
  const length = 500_000;
  let count = 0;
  for (const one of graphemes(`Z${'\u0301'.repeat(length)}${'x'.repeat(length)}`)) count += one.length > 0 ? 1 : 0;
  expect(count).toBe(length + 1);
});
