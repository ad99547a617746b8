import { describe, expect, test } from 'vitest';
import { bestOf, fold, judge, rightOption } from '../../../commands/lesson/judge.js';
import type { Truth, TruthUnit } from '../../../commands/lesson/runs/truth.js';
import type { Step } from '../../../commands/lesson/units/unit.js';

const step = (predict: Step['predict'], truth: Partial<Step['truth']> = {}): Step => ({
  title: 'A step',
  predict,
  run: { run: 'tokenize', options: {} },
  truth: { measure: 'tokens', ...truth },
  why: 'Because.',
});

const poll = (...ranges: { from?: number; below?: number }[]): Step['predict'] => ({
  kind: 'poll',
  ask: 'How many?',
  options: ranges.map((is) => ({ label: JSON.stringify(is), is })),
});

const number = (low: number, high = low, unit: TruthUnit = 'tokens'): Truth => ({
  kind: 'number',
  value: { low, high },
  unit,
});

const ranking = (values: Record<string, number | [number, number]>): Truth => ({
  kind: 'ranking',
  unit: 'share',
  items: Object.entries(values).map(([label, value]) => ({
    label,
    value: typeof value === 'number' ? { low: value, high: value } : { low: value[0], high: value[1] },
  })),
});

const rightOf = (asked: Step, truth: Truth, answers: readonly (string | number)[]) =>
  answers.filter(judge(asked, truth));

describe('a poll over a number', () => {
  const asked = step(poll({ below: 6 }, { from: 6, below: 9 }, { from: 9 }));

  test.each([
    [5, ['a']],
    [6, ['b']],
    [8, ['b']],
    [9, ['c']],
  ])('%d is in the range that begins with it, and not in the one that ends before it', (value, letters) => {
    expect(rightOf(asked, number(value), ['a', 'b', 'c'])).toEqual(letters);
  });

  test('a number that is only known between two ends makes each option right that it can be', () => {
    expect(rightOf(asked, number(5, 7), ['a', 'b', 'c'])).toEqual(['a', 'b']);
  });

  test('a share is compared as percent, as people read it', () => {
    const shares = step(poll({ below: 50 }, { from: 50 }));
    expect(rightOf(shares, number(0.4, 0.4, 'share'), ['a', 'b'])).toEqual(['a']);
    expect(rightOf(shares, number(0.5, 0.5, 'share'), ['a', 'b'])).toEqual(['b']);
    expect(rightOf(shares, number(1.2, 1.2, 'ratio'), ['a', 'b'])).toEqual(['b']);
  });
});

describe('a poll over several things', () => {
  const asked = (first?: 'least') =>
    step(
      {
        kind: 'poll',
        ask: 'Which?',
        options: ['mat', 'roof', 'moon'].map((item) => ({ label: item, is: { item } })),
      },
      { first },
    );

  test('the one with most is right, or the one with least where that is asked for', () => {
    const truth = ranking({ mat: 0.3, roof: 0.2, moon: 0.001 });
    expect(rightOf(asked(), truth, ['a', 'b', 'c'])).toEqual(['a']);
    expect(rightOf(asked('least'), truth, ['a', 'b', 'c'])).toEqual(['c']);
  });

  test('of two whose ranges meet each can be right', () => {
    const truth = ranking({ mat: [0.2, 0.3], roof: [0.25, 0.4], moon: [0, 0.1] });
    expect(rightOf(asked(), truth, ['a', 'b', 'c'])).toEqual(['a', 'b']);
    expect(bestOf([], undefined)).toEqual([]);
  });
});

test('of a poll over what came the option is right that stands for it', () => {
  const asked = step({
    kind: 'poll',
    ask: 'What came?',
    options: ['answer', 'question'].map((item) => ({ label: item, is: { item } })),
  });
  expect(rightOf(asked, { kind: 'choice', item: 'question' }, ['a', 'b'])).toEqual(['b']);
  expect(rightOf(asked, { kind: 'choice', item: 'nothing' }, ['a', 'b'])).toEqual([]);
});

describe('a typed answer', () => {
  test('a number is right as far off as the unit says, and no farther', () => {
    const asked = step({ kind: 'number', ask: 'How many?', from: 0, to: 20, tolerance: 1 });
    expect(rightOf(asked, number(10), [8.9, 9, 10, 11, 11.1, 'a'])).toEqual([9, 10, 11]);
  });

  test('a word is right whatever its capitals and the signs around it', () => {
    const asked = step({ kind: 'word', ask: 'Which word?' });
    const said = ['girl', 'Girl!', ' “girl”', 'girls', 'boy', 'ｇｉｒｌ'];
    expect(rightOf(asked, ranking({ girl: 0.4, boy: 0.3 }), said)).toEqual(['girl', 'Girl!', ' “girl”', 'ｇｉｒｌ']);
    expect(fold('·Straße…')).toBe('straße');
  });

  test('an order is right where each is at least as likely as the next', () => {
    const asked = step({ kind: 'order', ask: 'Order them', items: ['mat', 'chair', 'moon'] });
    const truth = ranking({ moon: 0.001, chair: 0.2, mat: 0.3, roof: 0.9 });
    expect(rightOf(asked, truth, ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])).toEqual(['abc']);
    const least = step({ kind: 'order', ask: 'Order them', items: ['mat', 'chair', 'moon'] }, { first: 'least' });
    expect(rightOf(least, truth, ['abc', 'cba'])).toEqual(['cba']);
    expect(rightOf(asked, ranking({ mat: 0.3, chair: 0.2 }), ['abc'])).toEqual([]);
  });
});

test('the right option of a question about an idea is the one that its file marks', () => {
  const options = [
    { label: 'One', because: 'No.' },
    { label: 'Two', because: 'because.', isRight: true as const },
  ];
  expect(rightOption({ ask: 'Which?', options })).toBe('b');
});
