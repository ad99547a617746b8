import { describe, expect, test } from 'vitest';
import type { BeamResult } from '../../../commands/beam/result.js';
import type { GenerateResult, KeptText } from '../../../commands/generate/result.js';
import { beamMeasures } from '../../../commands/lesson/runs/beam-run.js';
import { besideMeasures, circlesMeasures } from '../../../commands/lesson/runs/generate-runs.js';
import { candidateOf } from '../../builders/distribution.js';

const textOf = (temperature: number, words: string): KeptText =>
  ({
    prompt: 'Once',
    temperature,
    steps: words
      .split(' ')
      .map((word, id) => ({ token: candidateOf(` ${word}`, 0.5, { id: idOf(word) }), listed: id })),
  }) as unknown as KeptText;

/** The same word has the same id. */
const idOf = (word: string) => [...word].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7);

const pair = (drawn: string, greedy: string): GenerateResult => ({ text: textOf(0, greedy), beside: textOf(1, drawn) });

describe('where two texts part', () => {
  test.each([
    ['a king had a cat', 'a king saw a cat', 2],
    ['two kings', 'a king', 0],
    ['a king', 'a king had', 2],
    ['a king', 'a king', 2],
  ])('“%s” and “%s”', (drawn, greedy, agreeing) => {
    const expected = { kind: 'number', unit: 'tokens', value: { low: agreeing, high: agreeing } };
    expect(besideMeasures.agreeing(pair(drawn, greedy))).toEqual(expected);
    const { text, beside = text } = pair(drawn, greedy);
    expect(besideMeasures.agreeing({ text: beside, beside: text })).toEqual(expected);
  });
});

describe('how much of a text stood there before', () => {
  test.each([
    ['nothing', 'one two three four five six', 0],
    ['the second of two rounds', 'the bus and me the bus and you', 3 / 8],
    ['all but the first of three rounds', 'round it goes round it goes round it goes', 6 / 9],
    ['a word that comes again and again', 'la la la la la', 4 / 5],
    ['two words that come back are too few', 'of the king of the queen', 0],
    ['a text that is too short', 'la la', 0],
  ])('%s', (_, greedy, share) => {
    const { value, unit } = circlesMeasures.repeated(pair('something else', greedy));
    expect(unit).toBe('share');
    expect(value).toEqual({ low: expect.closeTo(share, 12), high: expect.closeTo(share, 12) });
  });
});

describe('which of three texts is the likeliest', () => {
  const path = (words: string, ...shares: number[]) => ({
    tokens: words.split(' ').map((word, at) => candidateOf(` ${word}`, shares[at] ?? 1, { id: idOf(word) })),
    logprob: shares.reduce((sum, share) => sum + Math.log(share), 0),
    ended: false,
  });
  const NAMES = ['Search', 'Likeliest', 'Drawn'];
  /** The search has found `the end`. */
  const found = (more: Partial<BeamResult>) =>
    ({
      columns: [
        [{ token: candidateOf(' the', 0.4, { id: idOf('the') }), logprob: Math.log(0.4) }],
        [{ parent: 0, token: candidateOf(' end', 0.9, { id: idOf('end') }), logprob: Math.log(0.4 * 0.9) }],
      ],
      ...more,
    }) as unknown as BeamResult;

  test('by the product of the chances of its tokens', () => {
    const result = found({ greedy: path('a cat', 0.5, 0.2), drawn: path('no way', 0.01, 0.3) });
    expect(beamMeasures.texts(result, NAMES)).toEqual({
      kind: 'ranking',
      unit: 'share',
      items: [0.36, 0.1, 0.003].map((share, at) => ({
        label: NAMES[at],
        value: { low: expect.closeTo(share, 12), high: expect.closeTo(share, 12) },
      })),
    });
  });

  test('the same text has the same chance, and one that did not come any', () => {
    const { items } = beamMeasures.texts(found({ greedy: path('the end', 0.4, 0.9000000001) }), NAMES);
    expect(items[1]?.value).toEqual(items[0]?.value);
    expect(items[2]?.value).toEqual({ low: 0, high: 1 });
  });
});
