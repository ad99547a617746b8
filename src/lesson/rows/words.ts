import { type Interval, middleOf } from '../../domain/interval.js';
import { chanceFigures } from '../../words/chance-figure.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What stands in the rows of a distribution: plain text. */
export const rowWords = defineWords({
  en: (language) => ({
    /** How figures are written beside these words. */
    figures: language,
    /** A figure in a row: `9%–16%`, or of an estimate `about 12% (9–16%)`. */
    chance: chanceFigures(language.tag).full,
    /** All tokens that have no row of their own; undefined where nobody tells how many they are. */
    others: (count: number | undefined) =>
      count === undefined ? 'all other tokens' : language.plural(count, { one: 'other token', other: 'other tokens' }),
    /** Behind their label, where it stands for several. */
    together: ' together',
    cutBy: (causes: readonly string[]) => `cut by ${causes.join(' and ')}`,
    partlyCut: 'partly cut',
    mayBeCut: 'may be cut',
    someMayBeCut: 'some may be cut',
    tied: 'tied',
    mayBeTied: 'may be tied',
    /** What greedy drawing does with tokens that are tied. */
    tiedGreedy: (tokens: number) => `tied: greedy may take ${tokens > 2 ? 'any of them' : 'either'}`,
    /** Points at the token that was drawn, or taken where nothing is drawn. */
    marked: (how: 'drawn' | 'taken', isOneOfThese: boolean) => `◀ ${isOneOfThese ? 'one of these was ' : ''}${how}`,
  }),
});

/** What a distribution looks like, in sentences of markdown; tokens come as `markedTokenName` has them. */
export const spreadWords = defineWords({ en: enSpread });

/** What many tokens have together is told as “about” so much, where its ends are no further apart. */
const NEAR = 0.01;

/** A range whose end is more times its start is told by its start alone. */
const MAX_TIMES = 100;

function enSpread(language: Language) {
  const { percent, percentRange, isPercentRange, plural, count, aboutCount } = language;
  const figures = chanceFigures(language.tag);
  const spelledOut = (figure: string) => figure.replace('< ', 'less than ').replace('> ', 'more than ');
  const inWords = (probability: number) => spelledOut(percent(probability));
  /** `31%`, `less than 0.1%`, `between 9% and 16%`, `at most 16%`; of an estimate `about 12% (9–16%)`. */
  const chance = (range: Interval) => {
    if (range.about !== undefined) return figures.full(range).replace('about < ', 'less than about ');
    const { low, high } = range;
    if (!isPercentRange({ low, high })) return spelledOut(percentRange(low, high));
    const [from, to] = [percent(low), percent(high)];
    if (low === 0 || from.startsWith('<')) return to.startsWith('<') ? inWords(high) : `at most ${to}`;
    if (high === 1 || to.startsWith('>')) return from.startsWith('>') ? inWords(low) : `at least ${from}`;
    return `between ${inWords(low)} and ${inWords(high)}`;
  };
  const list = new Intl.ListFormat(language.tag);
  /** `1,200 tokens (900–1,600)`. */
  const aboutRange = (left: Interval) => {
    const rounded = (amount: number) => (amount < 100 ? Math.round(amount) : Number(amount.toPrecision(2)));
    const tokens = plural(rounded(middleOf(left)), { one: 'token', other: 'tokens' });
    return `${tokens} (${count(rounded(left.low))}–${count(rounded(left.high))})`;
  };
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  const bold = (name: string) => `**${capital(name)}**`;
  return {
    chance,
    only: (name: string) => `Only **${name}** can come.`,
    sure: (name: string, first: Interval) => `The model is almost sure: **${name}** has **${chance(first)}**.`,
    favourite: (name: string, first: Interval, next: string | undefined, second: Interval) =>
      `${bold(name)} is far ahead with **${chance(first)}**.${next === undefined ? '' : ` Second is ${next} with ${chance(second)}.`}`,
    rivals: (name: string, first: Interval, next: string, second: Interval) =>
      `It is close between two: **${name}** has **${chance(first)}** and **${next}** has **${chance(second)}**.`,
    several: (names: readonly string[], together: Interval) => {
      const [name = '', ...others] = names;
      return `${list.format([bold(name), ...others])} are ${others.length === 1 ? 'both' : 'all'} quite likely: ${chance(together)} together.`;
    },
    open: (name: string, first: Interval, isShort: boolean) =>
      `${isShort ? 'Even' : 'Many different tokens can come: even'} the likeliest one, **${name}**, has only **${chance(first)}**.`,
    /** Where it is not known in which of these ways. */
    unsure: (name: string, first: Interval) => `${bold(name)} is the likeliest with **${chance(first)}**.`,
    mayBeBeaten: (name: string, first: Interval) =>
      `Of the tokens with a known chance, **${name}** has the highest: **${chance(first)}**. Another token may be likelier.`,
    greedy: (name: string) => `Temperature 0 always takes the likeliest token: **${name}**.`,
    /** @param names of those that are known to be tied */
    tied: (names: readonly string[]) =>
      `Temperature 0 takes the likeliest token. Here ${list.format(names)} are equally likely, so nobody can say which one is taken.`,

    /** What a cut leaves to draw from; `lost`: what the others had before it. */
    left: (left: Interval) => {
      const tokens = plural(left.low, { one: 'token', other: 'tokens' });
      if (left.about !== undefined && left.low < left.high) return `**About ${aboutRange(left)} can still be drawn.**`;
      // “Between 3 and 199,999” says no more than the first of them.
      if (left.high > MAX_TIMES * left.low) {
        return `**At least ${tokens} can still be drawn.** How many more is not known.`;
      }
      const about = aboutCount(left);
      const range =
        about === undefined ? `between ${count(left.low)} and ${count(left.high)} tokens` : `about ${about} tokens`;
      return `**${capital(left.low === left.high ? tokens : range)} can still be drawn.**`;
    },
    lost: (lost: Interval) => {
      const isNear =
        lost.about === undefined && isPercentRange(lost) && lost.low >= 0.01 && lost.high - lost.low < NEAR;
      const amount = isNear ? `about ${percent(middleOf(lost))}` : chance(lost);
      return `The others had ${amount} together and are cut.`;
    },
    nothingCut: 'Nothing is cut: every token can still be drawn.',
    /** After a draw of something that was not to be expected. */
    unlikelyDraw: (name: string, drawn: Interval) =>
      `An unlikely draw: **${name}** had a chance of **${chance(drawn)}**.`,
    draw: (name: string, drawn: Interval) => `${bold(name)} was drawn. It had a chance of **${chance(drawn)}**.`,
  };
}
