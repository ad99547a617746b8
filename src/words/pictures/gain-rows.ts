import type { Interval } from '../../domain/interval.js';
import type { Language } from '../language.js';

/** What people knew before and after. */
export function gainWords({ count, number, percent, plural }: Language) {
  const inPoints = (share: number) => {
    const points = Math.round(share * 100);
    return `${points > 0 ? '+' : ''}${number(points)}`;
  };
  // Over several units the same people have answered several times.
  const answers = (amount: number) => plural(amount, { one: 'answer', other: 'answers' });
  const inRange = (gain: number, { low, high }: Interval) =>
    `${inPoints(gain)} (${number(Math.round(low * 100))} to ${number(Math.round(high * 100))})`;
  return {
    nothing: 'Nobody has answered before and after.',
    contents: 'Shares of right answers before and after, and the points more with their range',
    /** Over the columns. */
    people: 'answers',
    before: 'before',
    after: 'after',
    gained: 'points more',
    /** At both ends of the axis. */
    none: percent(0),
    all: percent(1),
    count,
    /** Where nobody answered both times. */
    nobody: 'no answers',
    value: inRange,
    figures: (shown: { people: number; before: number; after: number; difference: Interval } | undefined) => {
      if (shown === undefined) return 'nobody answered both times';
      const { before, after, difference } = shown;
      const gain = inRange(after - before, difference);
      return `${percent(before)} to ${percent(after)}: ${gain}, ${answers(shown.people)}`;
    },
  };
}
