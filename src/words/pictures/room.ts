import { type Interval, isExact } from '../../domain/interval.js';
import type { Language } from '../language.js';

/** What a number that people guessed counts or measures. */
type Unit = 'tokens' | 'words' | 'bits' | 'percent' | 'none';

/** What a room said before it saw a picture. */
export function roomWords(language: Language) {
  const { count, plural } = language;
  const people = (amount: number) => plural(amount, { one: 'person', other: 'people' });
  const percent = (share: number) =>
    share >= 0 && share <= 1 ? language.percent(share) : language.ofHundred(Math.round(share * 100));
  const amount = (value: number, unit: Unit) => {
    if (unit === 'percent') return percent(value);
    if (unit === 'bits') return language.bits(value);
    if (unit === 'tokens') return plural(value, { one: 'token', other: 'tokens' });
    if (unit === 'words') return plural(value, { one: 'word', other: 'words' });
    return count(value);
  };
  const short = (value: number, unit: Unit) => (unit === 'percent' ? percent(value) : count(value));
  const range = ({ low, high }: Interval, unit: Unit) => {
    if (unit === 'percent' && low >= 0 && high <= 1) return language.percentRange(low, high);
    return isExact({ low, high }) ? amount(low, unit) : `${short(low, unit)}–${amount(high, unit)}`;
  };
  const right = (what: string) => `right: ${what}`;
  return {
    nobody: 'Nobody has answered.',
    people,
    /** How many, alone where there is no room for the word. */
    count,
    amount,
    /** What is right, at its place or in a line. */
    right: (truth: Interval, unit: Unit) => right(range(truth, unit)),
    rightOption: right,
    /** The mark of the right answer. */
    isRight: 'right',
    /** At the right end of the heading. */
    answered: (all: number) => `${people(all)} answered`,
    /** How many, and what those in the middle said. */
    middle: (all: number, value: number, unit: Unit) => `${people(all)} · middle answer: ${amount(value, unit)}`,
    more: (left: number) => `${count(left)} more not shown`,
    /** Of guesses that lie beyond the ends of the line. */
    below: (beyond: number, lowest: number, unit: Unit) =>
      `← ${people(beyond)}${beyond === 1 ? ':' : ', down to'} ${short(lowest, unit)}`,
    above: (beyond: number, highest: number, unit: Unit) =>
      `${people(beyond)}${beyond === 1 ? ':' : ', up to'} ${short(highest, unit)} →`,
    /** In an alt text and where somebody points at it. */
    alt: {
      start: (heading: string, all: number) =>
        `. What the room said before: ${heading} (${all === 0 ? 'nobody has answered' : `${people(all)} answered`})`,
      options: ': ',
      next: '; ',
      option: (chose: number, all: number, isRight: boolean) =>
        `${people(chose)}${all === 0 ? '' : ` (${language.percent(Math.min(1, chose / all))})`}${isRight ? ', right' : ''}`,
      value: (value: number, unit: Unit, said: number) => `${amount(value, unit)}: ${people(said)}`,
      truth: (truth: Interval, unit: Unit) => `the right answer is ${range(truth, unit)}`,
      more: (left: number) => `… ${count(left)} more`,
    },
  };
}
