import type { Interval } from '../../src/domain/interval.js';
import { bareWord } from '../../src/lesson/text/bare-word.js';
import { LETTERS } from './letters.js';
import type { Answer } from './result.js';
import type { RankedItem, Truth, TruthUnit } from './runs/truth.js';
import type { IdeaQuestion, Poll, Step } from './units/unit.js';

/** The same word, however it is written: without capitals, signs around it, and compatible forms. */
export function fold(word: string): string {
  return bareWord(word.normalize('NFKC').toLocaleLowerCase('en'));
}

/** The letter of the right option of a question about an idea. */
export function rightOption({ options }: IdeaQuestion): string {
  return LETTERS[options.findIndex(({ isRight }) => isRight)] ?? '';
}

/**
 * Which answers to a prediction are right, by the numbers that were computed. Where an endpoint leaves a number open, more
 * than one can be.
 */
export function judge({ predict, truth: { first } }: Step, truth: Truth): (answer: Answer) => boolean {
  switch (predict.kind) {
    case 'poll': {
      const right = new Set(rightOfPoll(predict, truth, first));
      return (answer) => right.has(String(answer));
    }
    case 'number': {
      const { low, high } = numberOf(truth);
      return (answer) =>
        typeof answer === 'number' && answer >= low - predict.tolerance && answer <= high + predict.tolerance;
    }
    case 'word': {
      const best = new Set(bestOf(itemsOf(truth), first).map(({ label }) => fold(label)));
      return (answer) => best.has(fold(String(answer)));
    }
    case 'order': {
      const places = predict.items.map((item) => itemsOf(truth).find(({ label }) => label === item)?.value);
      return (answer) =>
        isOrder(
          [...String(answer)].map((letter) => places[LETTERS.indexOf(letter)]),
          first,
        );
    }
  }
}

/** The letters of the options of a poll that may be right. */
function rightOfPoll({ options }: Poll, truth: Truth, first: Step['truth']['first']): string[] {
  const items = truth.kind === 'choice' ? [truth.item] : bestOf(itemsOf(truth), first).map(({ label }) => label);
  return options.flatMap(({ is }, at) => {
    const fits = 'item' in is ? items.includes(is.item) : overlaps(numberOf(truth), is);
    return fits ? [LETTERS[at] ?? ''] : [];
  });
}

function overlaps(
  { low, high }: Interval,
  { from = -Infinity, below = Infinity }: { from?: number | undefined; below?: number | undefined },
): boolean {
  return high >= from && low < below;
}

/** The items of which none is surely behind another one. */
export function bestOf(items: readonly RankedItem[], first: Step['truth']['first']): readonly RankedItem[] {
  if (first === 'least') {
    const most = Math.min(...items.map(({ value }) => value.high));
    return items.filter(({ value }) => value.low <= most);
  }
  const least = Math.max(...items.map(({ value }) => value.low));
  return items.filter(({ value }) => value.high >= least);
}

/** Whether values can come one after the other, greatest first. */
function isOrder(values: readonly (Interval | undefined)[], first: Step['truth']['first']): boolean {
  return values.every((value, at) => {
    const next = values[at + 1];
    if (at === values.length - 1) return value !== undefined;
    if (value === undefined || next === undefined) return false;
    return first === 'least' ? value.low <= next.high : value.high >= next.low;
  });
}

/** What is typed and compared as hundredths. */
const IN_HUNDREDTHS: ReadonlySet<TruthUnit> = new Set(['share', 'points', 'ratio']);

/** A number as it is typed and compared: shares are typed as percent. */
export function numberOf(truth: Truth): Interval {
  if (truth.kind !== 'number') return { low: Number.NaN, high: Number.NaN };
  const { low, high } = truth.value;
  return IN_HUNDREDTHS.has(truth.unit) ? { low: 100 * low, high: 100 * high } : { low, high };
}

export function itemsOf(truth: Truth): readonly RankedItem[] {
  return truth.kind === 'ranking' ? truth.items : [];
}
