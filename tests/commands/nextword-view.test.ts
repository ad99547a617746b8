import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainNextword } from '../../commands/nextword/explain.js';
import { nextwordInFull } from '../../commands/nextword/in-full.js';
import { addChosen, addDrawn, canBeAdded } from '../../commands/nextword/path.js';
import { type NextwordResult, nextwordResult } from '../../commands/nextword/result.js';
import { viewNextword } from '../../commands/nextword/view.js';
import { openTail } from '../../src/domain/tail.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { View } from '../../src/lesson/command/view.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const CAT = distributionOf([
  candidateOf(' mat', 0.4),
  candidateOf(' roof', 0.3),
  candidateOf('roof', 0.1),
  candidateOf(' purple', 0.003),
]);

const chart = (more: Partial<NextwordResult> = {}): NextwordResult => ({
  prompt: 'The cat sat on the',
  temperature: 1,
  candidates: 8,
  path: [],
  endpoint: { label: 'here', tiny: false },
  distribution: CAT,
  ...more,
});

const textsOf = (view: View) => view.blocks.flatMap((one) => (one.kind === 'text' ? [one.markdown] : []));
const buttonsOf = (view: View) => view.blocks.flatMap((one) => (one.kind === 'row' ? one.buttons : []));
const entriesOf = (view: View) => view.blocks.flatMap((one) => (one.kind === 'go-on-links' ? one.entries : []));
const sentenceOf = (result: NextwordResult, place: Partial<Place> = {}) =>
  textsOf(viewNextword(result, placeAt(place)))[1] ?? '';

const sampled = (text: string, probability: number) => ({
  ...candidateOf(text, probability),
  alternatives: CAT.candidates,
});

describe('the view of /nextword', () => {
  test('a token without a value is named with what it can have, and no other is called the likeliest', () => {
    const listed = [candidateOf(' a', 0.00001), candidateOf(' the', 0.000006)];
    const rest = 1 - 0.000016;
    const untold = [{ text: ' Paris', bytes: undefined, id: undefined }];
    const distribution = { ...distributionOf(listed), tail: openTail(rest, rest, undefined), untold };
    const result = chart({ distribution });
    const said = sentenceOf(result);
    expect(said).toContain('Another token may be likelier.');
    expect(said).toContain('The server gave no chance for “Paris”. It can have at most > 99.9%.');
    expect(
      nextwordResult.parse(JSON.parse(JSON.stringify(z.encode(nextwordResult, result)))).distribution.untold,
    ).toEqual(untold);
  });

  test('every bar but the likeliest is an entry with its chance; two of one name are told apart', () => {
    const view = viewNextword(chart(), placeAt({ revision: 7 }));
    expect(buttonsOf(view).map(({ label }) => label)).toEqual(['Add “mat”', 'Roll', 'Undo', 'Explain']);
    expect(entriesOf(view).slice(0, 3)).toMatchObject([
      { action: 'add', value: '7', label: 'Add ·roof', description: '30%', choice: '1' },
      { action: 'add', value: '7', label: 'Add roof', description: '10%', choice: '2' },
      { action: 'add', value: '7', label: 'Add “purple”', description: '0.3%', choice: '3' },
    ]);
    expect(
      entriesOf(view)
        .slice(3)
        .map(({ label }) => label),
    ).toEqual([
      'Draw at temperature 0',
      'Draw at temperature 0.7',
      'Draw at temperature 1.5',
      'Draw at temperature 2',
      'Other settings…',
    ]);
  });

  test('what ends a text is no entry, and where it is the likeliest, Add says so', () => {
    const distribution = distributionOf([
      candidateOf('<|im_end|>', 0.6),
      candidateOf('</s>', 0.2),
      candidateOf('.', 0.1),
    ]);
    const view = viewNextword(chart({ distribution }), placeAt());
    expect(buttonsOf(view)[0]).toMatchObject({ label: 'Add: the text ends', disabled: true });
    expect(entriesOf(view)[0]?.label).toBe('Add “.”');
    expect(textsOf(view)[1]).toBe('**The end of the text** is far ahead with **60%**.');
  });

  test('a chosen token is bold in the path with the chart’s chance, a drawn one is not', () => {
    const [, roof] = CAT.candidates;
    if (roof === undefined) throw new Error('it is listed');
    const hot = chart({ temperature: 2 });
    const chosen = addChosen(hot, roof);
    const [entry] = entriesOf(viewNextword(hot, placeAt()));
    expect(textsOf(viewNextword(chosen, placeAt()))[0]).toBe(
      `\`The cat sat on the\` → **\`·roof\`** ${entry?.description} → ▮`,
    );
    const drawn = addDrawn(chart(), [sampled(' purple', 0.003)], true);
    expect(textsOf(viewNextword(drawn, placeAt()))[0]).toBe('`The cat sat on the` → `·purple` 0.3% → ▮');
  });

  test('a path of tokens from several models has no probability of the whole', () => {
    const other = chart({ distribution: { ...CAT, model: 'other' } });
    const one = addChosen(chart(), CAT.candidates[0] ?? candidateOf(' mat', 0.4));
    const mixed = addChosen({ ...one, distribution: other.distribution }, CAT.candidates[1] ?? candidateOf('x', 0.3));
    const said = (result: NextwordResult) => JSON.stringify(nextwordInFull(result, 'en'));
    expect(said(one)).toContain('the probability of exactly this path');
    expect(said(mixed)).toContain('So the path as a whole has no probability.');
    expect(said(mixed)).not.toContain('exactly this path');
  });

  test('of a long path the last steps are shown', () => {
    const path = Array.from({ length: 9 }, (_, at) => ({ text: ` w${at}`, low: 0.5, high: 0.5, press: at + 1 }));
    expect(textsOf(viewNextword(chart({ path }), placeAt()))[0]).toBe(
      '`The cat sat on the` → … → `·w6` 50% → `·w7` 50% → `·w8` 50% → ▮',
    );
  });

  test('the sentence says what a press came to, and of an unlikely draw that it was one', () => {
    const [, roof] = CAT.candidates;
    if (roof === undefined) throw new Error('it is listed');
    expect(sentenceOf(addChosen(chart(), roof))).toMatch(/^\*\*“roof”\*\* was chosen\. /);
    expect(sentenceOf(addDrawn(chart(), [sampled(' purple', 0.003)], true))).toMatch(
      /^An unlikely draw: \*\*“purple”\*\* had a chance of \*\*0\.3%\*\*\. /,
    );
    expect(sentenceOf(addDrawn(chart(), [sampled(' mat', 0.4)], true))).toMatch(
      /^\*\*“mat”\*\* was drawn\. It had a chance of \*\*40%\*\*\. /,
    );
    expect(sentenceOf(addDrawn(chart({ temperature: 0 }), [sampled(' mat', 0.4)], true))).toContain(
      '**“mat”** was taken. ',
    );
    expect(sentenceOf(addDrawn(chart(), [sampled('</s>', 0.1)], true))).toContain('**The end of the text** was drawn');
    expect(sentenceOf(chart(), { isLate: true })).toContain('Somebody was faster, so this press changed nothing.');
  });

  test('a draw has the chance that it had after temperature and cuts', () => {
    // Top-k 2 leaves 0.4 and 0.3; at temperature 0.5 they weigh 0.16 and 0.09.
    const { last } = addDrawn(chart({ temperature: 0.5, topK: 2 }), [sampled(' roof', 0.3)], true);
    expect(last).toMatchObject({ kind: 'drawn', chance: { low: expect.closeTo(0.36), high: expect.closeTo(0.36) } });
    // Of a token that the server does not tell of, only the most is known.
    const unknown = addDrawn(chart(), [{ ...sampled(' x', 0.1), logprob: -9999 }], true);
    expect(unknown.last).toMatchObject({ chance: { low: 0, high: expect.closeTo(0.003) } });
  });

  test('with a cut it says how many are left', () => {
    expect(sentenceOf(chart({ topK: 2 }))).toBe(
      '**2 tokens can still be drawn.** The likeliest is **“mat”**: before the cut it had 40%.',
    );
  });

  test('parts of characters and ends cannot be added from the menu', () => {
    expect([' a', '\uFFFD', '</s>', ''].map((text) => canBeAdded(candidateOf(text, 0.1)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('a result is the same after it was stored', () => {
    const [, roof] = CAT.candidates;
    if (roof === undefined) throw new Error('it is listed');
    const result = addChosen(chart({ seed: 3, draws: 2, minP: 0.1 }), roof);
    const stored = JSON.parse(JSON.stringify(z.encode(nextwordResult, result)));
    expect(nextwordResult.parse(stored)).toEqual(result);
  });

  test('Explain adds up the chart’s own numbers', () => {
    const { example, tryIt } = explainNextword(chart(), 'en-US');
    expect(example).toBe(
      'At temperature 1, “mat” has 40.0%, “roof” has 30.0%, and “roof” has 10.0%. 40.0% + 30.0% + 10.0% = 80.0%. 100% − 80.0% = 20.0% is left for all other tokens. In 100 rolls, “mat” comes about 40 times.',
    );
    expect(tryIt).toMatchObject({ link: 'temperature' });
  });
});
