import { inlineCode, plain } from '../../src/discord/markdown.js';
import { type Interval, middleOf } from '../../src/domain/interval.js';
import { chanceFigures, countFigures } from '../../src/words/chance-figure.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { Fit, Unlisted } from './result.js';

/** More names than these are not read. */
const MAX_NAMED_EN = 3;

/** What `/dice` says. Markdown, save for descriptions, labels and what stands in pictures and tables. */
export const diceWords = defineWords({ en });

/** What a verdict is about. */
export interface Judged {
  readonly fit: Pick<Fit, 'verdict' | 'p' | 'statistic'>;
  readonly rolls: number;
  /** Names of what came up though the prediction rules it out. */
  readonly impossible: readonly string[];
  /** Whether the model rolled, as opposed to Tokenscope. */
  readonly isAsked: boolean;
  /** Whether some predictions are ranges. */
  readonly isLoose: boolean;
  /** Whether each bar of the picture is within its range: what is unusual is seen in all tokens together only. */
  readonly isEachInside: boolean;
}

/** How the test went about it. `pooled`: it counted categories together. */
export type Test =
  | { readonly method: 'simulation' }
  | { readonly method: 'each' }
  | {
      readonly method: 'pooled';
      readonly names: readonly string[];
      /** What has no name: rarer tokens of which the probability was told, or tokens that the server does not list. */
      readonly unnamed: 'rarer' | 'unlisted' | 'none';
      readonly observed: number;
      readonly expected: number;
    };

/** Who rolled. `width`: of the widest range, in probability. */
export type Rolling =
  | { readonly by: 'tokenscope'; readonly width: number }
  | {
      readonly by: 'model';
      readonly requests: number;
      /** Why, where nobody wanted that. */
      readonly since: { readonly width: number; readonly listed: number } | undefined;
    };

/** What the example of **Explain** is worked with. */
export interface DiceExample {
  /** Of the token, as markdown. */
  readonly name: string;
  /** In [0, 1]. */
  readonly probability: Interval;
  readonly rolls: number;
  readonly count: number;
  readonly predicted: Interval;
  /** Between which counts it lies in 95 of 100 tries. */
  readonly range: Interval;
}

/** What is known as well as this is written as one figure. */
const UNSEEN = 0.0002;

function en(language: Language) {
  const { aboutCount, count, countRange, isCountRange, percent, plural } = language;
  const rolls = (amount: number) => plural(amount, { one: 'roll', other: 'rolls' });
  const times = (amount: number) => plural(amount, { one: 'time', other: 'times' });
  const names = (list: readonly string[]) => {
    const shown = list.slice(0, MAX_NAMED_EN).map(inlineCode).join(', ');
    return list.length <= MAX_NAMED_EN ? shown : `${shown}, ${list.length - MAX_NAMED_EN} more`;
  };
  const tenth = (value: number) => language.number(Math.round(value * 10) / 10);
  const points = (width: number) =>
    width < 0.001 ? 'less than 0.1 percentage points' : `${language.decimals(width * 100, 1)} percentage points`;
  const between = ({ low, high, about }: Interval) => {
    if (about !== undefined) return countFigures(language.tag).full({ low, high, about });
    if (!isCountRange({ low, high })) return `about ${countRange({ low, high })}`;
    const [from, to] = [low, high].map((end) => countRange({ low: end, high: end }));
    return `between ${from} and ${to}`;
  };
  const chance = ({ low, high, about }: Interval) =>
    about !== undefined
      ? chanceFigures(language.tag).full({ low, high, about })
      : language.isPercentRange({ low, high })
        ? `between ${percent(low)} and ${percent(high)}`
        : language.percentRange(low, high);
  return {
    /** How figures are written beside these words. */
    figures: language,
    /** How often something is expected. */
    expected: countFigures(language.tag).full,
    description: 'Roll the next token many times, and see how often each one comes',
    prompt: 'The text whose next token is rolled',
    rolls: (standard: number) => `How many times to roll (default: ${standard})`,
    askModel: 'Who rolls (default: Tokenscope, with the model’s chances)',
    whoRolls: { no: 'Tokenscope rolls, with the model’s chances', yes: 'The model itself is asked for each roll' },
    seed: 'The same seed gives the same rolls again, if the server can do that',
    link: 'Dice',

    /** Plain text in a picture. */
    title: (amount: number) => `What came up in ${rolls(amount)}?`,
    allOthers: 'all others',

    askingProbabilities: 'Asking the model for its chances…',
    askingModel: (rolled: number, wanted: number) => `Asking the model: rolled ${count(rolled)} of ${count(wanted)}…`,
    notAll: (reason: string) => `**Not all were rolled.** ${plain(reason)}`,

    verdict: ({ fit, rolls: amount, impossible, isAsked, isLoose, isEachInside }: Judged) => {
      const does = isEachInside
        ? 'each bar alone is as expected, but luck gives all of them together in'
        : 'luck alone does this in';
      if (impossible.length > 0) {
        return `**The rolls do not fit:** ${names(impossible)} came up, but had a chance of 0%. Perhaps the server did not use these settings.`;
      }
      if (amount === 0) return '**Nothing was rolled yet.**';
      switch (fit.verdict) {
        case 'too-few':
          return amount < 10
            ? `**Only ${rolls(amount)}: too few to tell.** Roll more and look again.`
            : `**${rolls(amount)}, and nothing to tell:** here no result would be a surprise.`;
        case 'fits':
          return fit.statistic === 0
            ? `**${rolls(amount)}, and each token came up ${isLoose ? 'as often as expected' : 'exactly as often as expected'}.**`
            : `**${rolls(amount)}, and all as expected:** luck alone can explain the differences.`;
        case 'surprising':
          return `**${rolls(amount)}, and an unusual result:** ${does} only ${inTries(fit.p)}. ${
            isAsked
              ? 'Roll more: bad luck becomes smaller, but a wrong chance stays.'
              : 'Here it was luck. Roll more, and it counts for less.'
          }`;
        case 'does-not-fit':
          return isAsked
            ? `**The rolls do not fit the chances:** ${does} ${inTries(fit.p)}. Perhaps the server uses other settings.`
            : `**${rolls(amount)}, and a very rare result:** ${does} ${inTries(fit.p)}. Here it was luck. Roll more, and it counts for less.`;
      }
    },

    rollMore: (amount: number) => `Roll ${count(amount)} more`,
    rollMany: (amount: number) => `Roll ${rolls(amount).replace(/ rolls?$/, ' times')}`,
    rollAt: (temperature: number) => `Roll at temperature ${temperature}`,
    askItself: 'Ask the model for each roll',
    askItselfHint: 'Slower: the model itself draws each time, not Tokenscope',

    idea: 'A chance of 30% does not say what comes next. It says how often something comes up when you roll **many times**. A text is written by rolling once for each token.\n**After few rolls the bars can be far from the chances. After many rolls they are close.** Four times as many rolls bring them about twice as close. The dice remember nothing: a token that came too often does not become less likely.',
    example: ({ name, probability, rolls: amount, count: seen, predicted, range }: DiceExample) => {
      const isRange = language.isPercentRange(probability);
      const middle = middleOf(probability);
      const share = isRange ? chance(probability) : `${tenth(middle * 100)}%`;
      const product = isRange
        ? `${count(amount)} rolls at that chance make it come up ${between(predicted)} times.`
        : `${count(amount)} rolls × ${share} = ${tenth(middle * amount)} times.`;
      return `The chance of ${name} is ${share}. ${product} It came up **${times(seen)}**: ${count(seen)} ÷ ${count(amount)} = ${percent(amount === 0 ? 0 : seen / amount)}.\n${range.low === range.high ? 'Here luck can change nothing.' : `Luck moves it up and down: in at least 95 of 100 tries it comes up ${between(range)} times. The line around the diamond shows that.`}`;
    },
    noExample: 'Nothing was rolled yet, so there is nothing to count.',
    next: (many: number) =>
      `Roll ${count(many)} times on the same text. How much closer do the bars come to the diamonds?`,
    nextTemperature: 'Look at these chances at five temperatures. At which one would other tokens come up more often?',

    /** In **Details**. */
    heads: { drawn: 'rolled', predicted: 'expected', range: '95% range', token: 'token' },
    tableHead: '**Counts and what was expected**',
    legend:
      'In at least 95 of 100 tries the count falls inside the 95% range: the line around the diamond in the picture.',
    /** @param outside the rows, as markdown */
    outside: (outside: readonly string[]) =>
      `Outside its range: ${outside.join(', ')}. By luck alone that happens to about 1 row in 20.`,
    /** What came up that is no token with a name. */
    unnamed: (what: Exclude<Unlisted['what'], 'token'>) =>
      what === 'part' ? '⟨part of a character⟩' : '⟨end of text⟩',
    /**
     * The tokens without a row that came up.
     *
     * @param more how many others have names
     * @param unnamed how often something came up that has none
     * @param isWhole the server told every token, of which only the likeliest are kept by name
     */
    amongOthers: (named: readonly NamedCount[], more: number, unnamed: number, isWhole: boolean) =>
      `Among all others: ${[
        ...named.map((one) => `${inlineCode(one.label)} ${count(one.count)}×`),
        ...(more > 0 ? [`${count(more)} more`] : []),
        ...(unnamed > 0
          ? [`${count(unnamed)}× ${isWhole ? 'rarer tokens' : 'tokens that the server does not list'}`]
          : []),
      ].join(', ')}.`,
    /** Why parts of characters have no rows of their own. */
    untold: 'The server does not tell which part of a character it drew. So all such parts count among the others.',
    testHead: '**The test**',
    pValue: (p: number) =>
      `Luck alone makes differences at least this large in ${inTries(p)}: the p-value is ${pFigure(p, language)}. Under 0.05 a result counts as unusual, under 0.001 as not fitting.`,
    test: (test: Test) => {
      if (test.method === 'simulation') {
        return 'There are too few rolls for the usual test. So Tokenscope compared them with thousands of rolls that it made up from the same probabilities.';
      }
      const pearson = 'It is Pearson’s chi-square test: for each token (rolled − expected)² ÷ expected, all added up.';
      if (test.method === 'each') return pearson;
      const unnamed = { rarer: ['all rarer ones'], unlisted: ['all that are not listed'], none: [] }[test.unnamed];
      const what = [...(test.names.length === 0 ? [] : [names(test.names)]), ...unnamed].join(' and ');
      const expected = countRange({ low: test.expected, high: test.expected });
      return `${pearson}\nIt needs about 5 expected rolls in each group. Rare tokens have fewer, so they form one group: ${what}. That group was rolled ${times(test.observed)}; expected was ${expected}.`;
    },

    rolling: (rolling: Rolling) => {
      if (rolling.by === 'tokenscope') {
        if (rolling.width === 0) return 'Tokenscope rolled, with exactly the probabilities that the model gave.';
        return rolling.width < UNSEEN
          ? 'Tokenscope rolled, with the probabilities that the model gave.'
          : `Tokenscope rolled. It took the middle of each range; no range is wider than ${points(rolling.width)}.`;
      }
      const asked = `The model itself was asked for each roll, in ${plural(rolling.requests, { one: 'request', other: 'requests' })}.`;
      if (rolling.since === undefined) return asked;
      const { width, listed } = rolling.since;
      return `${asked} The server lists only ${plural(listed, { one: 'token', other: 'tokens' })}, so rolls of Tokenscope could be off by up to ${points(width)}.`;
    },
    cut: (tokens: number) =>
      `${plural(tokens, { one: 'listed token', other: 'listed tokens' })} cannot come up with these settings.`,
    cutOfAll: (cut: Interval, all: number) => {
      const about =
        cut.low === cut.high ? count(cut.low) : `About ${aboutCount(cut) ?? count(Math.round(middleOf(cut)))}`;
      return `${about} of all ${count(all)} tokens cannot come up with these settings.`;
    },
    estimates:
      '“About” marks an estimate of what the server does not list. The range in brackets is made so that the truth lies inside in 95 of 100 cases. The test does not use it: it takes whatever the other tokens can have.',
    ranges:
      'Some expected counts are ranges, because the server does not list all tokens. The test takes the point in the ranges that fits the rolls best.',
    /** Plain text. `greedy`: nothing is drawn, so that a seed would do nothing. */
    seedUsed: (seed: number | 'none' | 'greedy') =>
      seed === 'greedy' ? [] : [seed === 'none' ? 'no seed' : `seed ${seed}`],
  };
}

/** Something that came up, and how often. */
export interface NamedCount {
  readonly label: string;
  readonly count: number;
}

/** A p-value as a number of tries; never “0 of 100” for what can happen, nor “100 of 100” for what need not. */
function inTries(p: number): string {
  if (p >= 0.995) return 'more than 99 of 100 tries';
  if (p >= 0.0095) return `${Math.round(p * 100)} of 100 tries`;
  if (p >= 0.001) return `${Math.round(p * 1000)} of 1,000 tries`;
  return 'fewer than 1 of 1,000 tries';
}

function pFigure(p: number, { decimals }: Language): string {
  if (p < 0.001) return `under ${decimals(0.001, 3)}`;
  return decimals(p, 3);
}
