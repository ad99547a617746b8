import type { Language } from '../language.js';

/** A course as a path through its units. */
export function courseWords({ count, plural }: Language) {
  const minutes = (amount: number) => plural(amount, { one: 'minute', other: 'minutes' });
  const states = { done: 'done', now: 'you are here', next: 'to come', 'left-out': 'left out' } as const;
  return {
    nothing: 'No units.',
    contents: (done: number, all: number) =>
      `A path through ${plural(all, { one: 'unit', other: 'units' })}, ${count(done)} done`,
    number: count,
    minutes: (amount: number) => `${count(amount)} min`,
    leftOut: states['left-out'],
    name: (number: number, title: string) => `${count(number)}. ${title}`,
    figures: (shown: { part: string; minutes: number; state: keyof typeof states }) =>
      `(${shown.part}, ${minutes(shown.minutes)}, ${states[shown.state]})`,
  };
}
