import { describe, expect, test } from 'vitest';
import { fittingAnalogy, nextAnalogy } from '../../commands/embed/analogies.js';
import { readAnalogy } from '../../commands/embed/form.js';
import { look, lookForAnalogy, lookNear } from '../../commands/embed/look.js';
import { MAX_TEXTS, readTexts, wordsOf } from '../../commands/embed/read-texts.js';
import { embedResult } from '../../commands/embed/result.js';
import { commonWords } from '../../commands/embed/words/common-words.js';
import { embedWords } from '../../commands/embed/words.js';
import type { Services } from '../../src/services.js';
import { createVectorModel, DIMENSIONS, vectorOf } from '../builders/vectors.js';

const asking = { signal: new AbortController().signal, locale: 'en-US' };
const many = Array.from({ length: 200 }, (_, at) => `word${at}`);

function start() {
  const model = createVectorModel();
  const services = {
    inside: { embeddings: model.embeddings },
    model: { endpoint: { label: 'somewhere', tiny: false } },
  } as unknown as Services;
  const lookAt = (...texts: string[]) =>
    look({ texts, leftOut: 0, named: undefined, asked: undefined, sampling: undefined }, asking, services);
  return { model, services, lookAt };
}

describe('what is compared', () => {
  test.each([
    ['words with commas', 'cat, dog ,puppy', ['cat', 'dog', 'puppy']],
    ['texts with commas', 'a small cat, a  very   big dog', ['a small cat', 'a very big dog']],
    ['words with spaces', 'cat dog\tpuppy', ['cat', 'dog', 'puppy']],
    ['a line for each', 'a cat\na dog', ['a cat', 'a dog']],
    ['signs of other scripts', '猫、狗，犬', ['猫', '狗', '犬']],
    ['one word', 'cat', ['cat']],
    ['a word twice', 'cat, cat, dog, cat', ['cat', 'dog']],
    ['nothing between two commas', 'cat,, ,dog,', ['cat', 'dog']],
    ['emoji', '🐈, 👩‍👩‍👧‍👦', ['🐈', '👩‍👩‍👧‍👦']],
    ['markdown', '**cat**, `dog`, @everyone', ['**cat**', '`dog`', '@everyone']],
  ])('%s', (_, written, texts) => {
    expect(readTexts(written)).toEqual({ texts, leftOut: 0 });
  });

  test('of many the first twelve, and how many are left out', () => {
    expect(readTexts(many.join(' '))).toEqual({ texts: many.slice(0, MAX_TEXTS), leftOut: 188 });
  });

  test.each([
    ['nothing', '', 'embed-nothing'],
    ['blanks', ' \n ', 'embed-nothing'],
    ['commas', ',, ,', 'embed-nothing'],
    ['a text that is too long', `cat, ${'x'.repeat(301)}`, 'embed-too-long'],
  ])('is refused where there is %s', (_, written, code) => {
    expect(() => readTexts(written)).toThrow(expect.objectContaining({ fact: expect.objectContaining({ code }) }));
  });

  test('of a text that was written for something else its words, without its signs', () => {
    expect(wordsOf('The cat, the “dog” and … the cat!')).toEqual({
      texts: ['The', 'cat', 'the', 'dog', 'and'],
      leftOut: 0,
    });
    expect(wordsOf('🙂 !? …').texts).toEqual([]);
  });
});

describe('how alike texts are', () => {
  test('is the cosine of their vectors, as computed by another way', async () => {
    const texts = ['cat', 'dog', 'king', 'banana', 'a text'];
    const result = await start().lookAt(...texts);
    for (const [row, one] of texts.entries()) {
      for (const [column, other] of texts.entries()) {
        // By the law of cosines: |a − b|² = |a|² + |b|² − 2 |a| |b| cos.
        const [a, b] = [[...vectorOf(one)], [...vectorOf(other)]];
        const apart = Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
        const [la, lb] = [Math.hypot(...a), Math.hypot(...b)];
        expect(result.grid[row]?.[column]).toBeCloseTo((la ** 2 + lb ** 2 - apart ** 2) / (2 * la * lb), 6);
      }
      expect(result.lengths[row]).toBeCloseTo(Math.hypot(...vectorOf(one)), 6);
    }
    expect(result).toMatchObject({ sight: 'map', dimensions: DIMENSIONS, model: 'vectors' });
  });

  test('and where they lie on the map: what the map shows of the squared distances is the share that is told', async () => {
    const texts = ['cat', 'dog', 'king', 'queen', 'apple', 'banana', 'car'];
    const { flat } = await start().lookAt(...texts);
    const unit = texts.map((text) => [...vectorOf(text)].map((value) => value / Math.hypot(...vectorOf(text))));
    const spread = (points: readonly (readonly number[])[]) =>
      points.reduce(
        (sum, a) =>
          sum + points.reduce((inner, b) => inner + Math.hypot(...a.map((v, at) => v - (b[at] ?? 0))) ** 2, 0),
        0,
      );
    const share = (flat.shares[0] ?? 0) + (flat.shares[1] ?? 0);
    expect(spread(flat.points) / spread(unit)).toBeCloseTo(share, 6);
  });

  test('is stored and read again as it was', async () => {
    const result = await start().lookAt('cat', '🐈', '**x**');
    expect(embedResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });

  test('is not said where the model has only zeros for a text', async () => {
    await expect(start().lookAt('cat', 'nothing')).rejects.toMatchObject({ fact: { code: 'embed-no-direction' } });
  });
});

describe('what is nearest', () => {
  test('to a text is looked for among the others and the common words, in one request', async () => {
    const { model, services, lookAt } = start();
    const result = await lookAt('cat', 'dog', 'Queen', 'zebra');
    const { nearest, sight } = await lookNear(result, 0, asking, services);
    expect(sight).toBe('nearest');
    expect(nearest?.best[0]).toMatchObject({ text: 'dog', isOwn: true });
    expect(nearest?.best).toHaveLength(8);
    const { best = [] } = nearest ?? {};
    expect(best.map(({ likeness }) => likeness)).toEqual(
      best.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
    );
    const [asked = [], ...more] = model.asked.slice(1);
    expect(more).toEqual([]);
    expect(asked.slice(0, 4)).toEqual(['cat', 'dog', 'Queen', 'zebra']);
    // A word that is in both is asked for once, whichever way it is written.
    expect(asked.filter((text) => text.toLowerCase() === 'queen')).toEqual(['Queen']);
    expect(nearest?.among).toBe(asked.length - 1);
  });

  test('is shown at once where there is one text alone', async () => {
    expect(await start().lookAt('cat')).toMatchObject({ sight: 'nearest', nearest: { to: 0 } });
  });

  test('fits in what a server takes at once, with as many texts as there can be', async () => {
    const { model, services, lookAt } = start();
    const result = await lookAt(...many.slice(0, MAX_TEXTS));
    await lookNear(result, 3, asking, services);
    await lookForAnalogy(result, { terms: ['a', 'b', 'c'], expected: 'd' }, asking, services);
    expect(Math.max(...model.asked.map(({ length }) => length))).toBeLessThanOrEqual(256);
    await expect(lookNear(result, 12, asking, services)).rejects.toMatchObject({ fact: { code: 'not-one-entry' } });
  });
});

describe('an analogy', () => {
  test('leads where the step from the first to the second leads from the third, and not to the three themselves', async () => {
    const { services, lookAt } = start();
    const result = await lookAt('cat', 'king', 'queen');
    const asked = { terms: ['king', 'queen', 'man'] as const, expected: 'woman' };
    const { analogy, sight } = await lookForAnalogy(result, asked, asking, services);
    expect(sight).toBe('analogy');
    expect(analogy).toMatchObject({ terms: asked.terms, expected: { text: 'woman', rank: 1 } });
    expect(analogy?.best.map(({ text }) => text)).not.toContain('man');
    expect(analogy?.best[0]).toMatchObject({ text: 'woman', isOwn: false });
  });

  test('tells the place of what somebody expects, though it is far down, and though it is no common word', async () => {
    const { services, lookAt } = start();
    const result = await lookAt('cat', 'dog');
    const asked = { terms: ['king', 'queen', 'man'] as const, expected: 'Zebra' };
    const { analogy } = await lookForAnalogy(result, asked, asking, services);
    expect(analogy?.expected?.rank).toBeGreaterThan(8);
    const { analogy: itself } = await lookForAnalogy(result, { ...asked, expected: 'Queen' }, asking, services);
    expect(itself?.expected).toBeUndefined();
    const { analogy: open } = await lookForAnalogy(result, { terms: asked.terms }, asking, services);
    expect(open?.expected).toBeUndefined();
  });

  test('is not there where nothing is left of the sum', async () => {
    const { services, lookAt } = start();
    const result = await lookAt('cat', 'dog');
    const asked = { terms: ['nothing', 'cat', 'dog'] as const };
    await expect(lookForAnalogy(result, asked, asking, services)).rejects.toMatchObject({
      fact: { code: 'embed-no-direction' },
    });
  });

  test('begins with the words that are there, where one does, and then goes through the list', () => {
    const { analogies } = embedWords('en');
    expect(fittingAnalogy(['big', 'Small', 'cat'], 'en').terms.slice(0, 2)).toEqual(['big', 'small']);
    expect(fittingAnalogy(['zebra'], 'en').terms).toEqual(analogies[0]?.slice(0, 3));
    let asked = fittingAnalogy([], 'en');
    const seen = analogies.map(() => {
      const { terms } = asked;
      asked = nextAnalogy(terms, 'en');
      return terms.join();
    });
    expect(new Set(seen).size).toBe(analogies.length);
  });

  test('is read from its form, whose last field may be empty', () => {
    expect(readAnalogy({ a: ' king ', b: 'queen', c: 'a  man', expected: '' })).toEqual({
      terms: ['king', 'queen', 'a man'],
      expected: undefined,
    });
    expect(() => readAnalogy({ a: 'king', b: ' ', c: 'man' })).toThrow(/three words/);
  });
});

describe('the common words', () => {
  test('are each there once, as one word in plain letters', () => {
    const words = commonWords('en');
    expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length);
    expect(words.filter((word) => !/^[A-Za-z]+$/.test(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(200);
  });

  test('have every word of the analogies and of the first example', () => {
    const { analogies, standard } = embedWords('en');
    const words = new Set(commonWords('en'));
    expect([...analogies.flat(), ...standard].filter((word) => !words.has(word))).toEqual([]);
  });
});
