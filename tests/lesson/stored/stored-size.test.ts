import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putTextsBack, shareTexts } from '../../../src/lesson/command/shared-texts.js';
import { startOfText, storedBytes } from '../../../src/lesson/stored/stored-size.js';

test('the beginning of a text takes as many bytes of JSON as there are, and cuts no character', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'é', '字', '🙂', '\n', '\u0001', '"', '\\', '\ud800') });
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 60 }), (text, bytes) => {
      const start = startOfText(text, bytes);
      expect(text.startsWith(start)).toBe(true);
      expect(storedBytes(start)).toBeLessThanOrEqual(bytes);
      if (text.isWellFormed()) expect(start.isWellFormed()).toBe(true);
      if (storedBytes(text) <= bytes) expect(start).toBe(text);
    }),
    // Of the longest signs so many have room but for the quotes around them.
    { examples: [['\u0001', 6]] },
  );
});

test('a long text that stands in a result several times is stored once, and comes back', () => {
  const [prompt, other] = ['字'.repeat(6000), 'x'.repeat(5000)];
  const asked = [{ prompt, body: { messages: [{ content: prompt }] } }];
  const result = { prompt, asked, other, short: ['a', 'a', null] };
  const stored = shareTexts(result);
  expect(storedBytes(stored)).toBeLessThan(18_000 + 5000 + 300);
  expect(putTextsBack(JSON.parse(JSON.stringify(stored)))).toEqual(result);
  expect(shareTexts({ other })).toEqual({ result: { other } });
});
