import { inlineCode, plain } from '../../src/discord/markdown.js';
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
}

/** How the test went about it. `pooled`: it counted categories together. */
export type Test =
  | { readonly method: 'simulation' }
  | { readonly method: 'each' }
  | {
      readonly method: 'pooled';
      readonly names: readonly string[];
      readonly hasUnlisted: boolean;
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

function en(language: Language) {
  const { count, countRange, plural } = language;
  const rolls = (amount: number) => plural(amount, { one: 'roll', other: 'rolls' });
  const names = (list: readonly string[]) => {
    const shown = list.slice(0, MAX_NAMED_EN).map(inlineCode).join(', ');
    return list.length <= MAX_NAMED_EN ? shown : `${shown}, ${list.length - MAX_NAMED_EN} more`;
  };
  const points = (width: number) =>
    width < 0.001 ? 'less than 0.1 percentage points' : `${language.decimals(width * 100, 1)} percentage points`;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Roll the next token many times, and see whether the probabilities hold',
    prompt: 'The text whose next token is rolled',
    rolls: (standard: number) => `How many times to roll (default: ${standard})`,
    askModel: 'Who rolls (default: roll here, from the probabilities that the model gave)',
    whoRolls: { no: 'Roll here, from its probabilities', yes: 'Really ask the model each time' },
    seed: 'The same seed, prompt and settings roll the same, as far as the server can',
    link: 'Roll dice',
    lesson: {
      idea: 'A probability of 30% does not say what comes next. It says how often something comes when you try **many times**. A model gives every token such a probability, and a reply is made by rolling these dice once for each token.\n**Few rolls jump about, many settle down** (the law of large numbers): with four times as many rolls the shares are about twice as close to the probabilities. Luck never “makes up for” what came before; its part only becomes smaller and smaller.',
      example:
        'A token has 50%. In 4 rolls it is expected 2 times, and anything from 0 to 4 is no surprise. In 100 rolls it is expected 50 times, and in at least 95 of 100 tries it comes 40 to 60 times: a share of 40% to 60%. In 10,000 rolls it is 4,902 to 5,098 times: 49.0% to 51.0%.',
      next: '**Roll again** a few times and watch the bars come closer to the diamonds. `/dice prompt:Once upon a time rolls:1000 temperature:0.5` rolls loaded dice; `/temperature` shows what loads them.',
    },

    askingProbabilities: 'Asking for the probabilities…',
    askingModel: (rolled: number, wanted: number) => `Asking the model: rolled ${count(rolled)} of ${count(wanted)}…`,
    rollAgain: (amount: number) => `Roll again (${count(amount)} more)`,
    notAll: (reason: string) => `**Not all were rolled.** ${plain(reason)}`,

    verdict: ({ fit, rolls: amount, impossible, isAsked, isLoose }: Judged) => {
      if (impossible.length > 0) {
        return `**The rolls do not fit the prediction:** ${names(impossible)} came up, which should never happen. The endpoint may cut or round in another way, or not take these settings.`;
      }
      if (amount === 0) return '**Nothing was rolled yet.**';
      const tries = inTries(fit.p);
      switch (fit.verdict) {
        case 'too-few':
          return amount < 10
            ? `**Too few rolls to tell:** there are only ${amount}. **Roll again** adds more.`
            : `**Too few rolls to tell:** whatever comes up in ${rolls(amount)}, it could not be surprising here. **Roll again** adds more.`;
        case 'fits':
          return fit.statistic === 0
            ? `**The rolls fit the prediction:** each token came up ${isLoose ? 'as often as its range says' : 'exactly as often as predicted'}.`
            : `**The rolls fit the prediction:** differences this large come up in ${tries} by luck alone.`;
        case 'surprising':
          return isAsked
            ? `**These rolls would be surprising** if the prediction is right: differences this large come up in only ${tries} by luck alone. **Roll again**: luck fades, a wrong prediction shows more and more.`
            : `**These rolls would be surprising:** differences this large come up in only ${tries}. They were rolled from the prediction itself, so it was luck: 1 series of rolls in 20 looks surprising. **Roll again** and see it fade.`;
        case 'does-not-fit':
          return isAsked
            ? `**The rolls do not fit the prediction:** by luck alone differences this large come up in ${tries}. The endpoint may not take these settings, or has others of its own.`
            : `**These rolls do not fit the prediction:** differences this large come up in ${tries}. They were rolled from the prediction itself, so it was luck, and rare luck. **Roll again** and see it fade.`;
      }
    },
    test: (test: Test) => {
      if (test.method === 'simulation') {
        return '-# The test compares these rolls with thousands of simulated ones, so it counts nothing together.';
      }
      if (test.method === 'each') return '-# The test is Pearson’s chi-square test, each token by itself.';
      const unlisted = test.hasUnlisted ? ['all that are not listed'] : [];
      const what = [...(test.names.length === 0 ? [] : [names(test.names)]), ...unlisted].join(' and ');
      const expected = countRange({ low: test.expected, high: test.expected });
      return `-# The test (Pearson’s chi-square) counts the rarest tokens together, so that at least 5 are expected: ${what}; rolled ${count(test.observed)} times, expected ${expected}.`;
    },

    title: (amount: number) => `${rolls(amount)} of the next token`,
    subtitle: (model: string, sampling: string) => `${model} · ${sampling}`,
    allOthers: 'all others',
    heads: { drawn: 'drawn', predicted: 'predicted', range: '95% range', token: 'token' },
    legend:
      'A bar is how often a token came up. The diamond is what its probability predicts; in at least 95 of 100 tries the count falls inside the line around it.',
    /** @param outside the rows, as markdown */
    outside: (outside: readonly string[]) =>
      `Outside its range: ${outside.join(', ')}. About 1 row in 20 is, by luck alone.`,
    /** What came up that is no token with a name. */
    unnamed: (what: Exclude<Unlisted['what'], 'token'>) => (what === 'part' ? '⟨part of a character⟩' : '⟨end⟩'),
    /**
     * The tokens without a row that came up.
     *
     * @param more how many others have names
     * @param unnamed how often something came up that has none
     */
    amongOthers: (named: readonly NamedCount[], more: number, unnamed: number) =>
      `-# Among all others: ${[
        ...named.map((one) => `${inlineCode(one.label)} ${count(one.count)}×`),
        ...(more > 0 ? [`${count(more)} more`] : []),
        ...(unnamed > 0 ? [`${count(unnamed)}× tokens that the endpoint does not list`] : []),
      ].join(', ')}.`,
    /** Why parts of characters have no rows of their own. */
    untold:
      '-# The endpoint does not tell which part of a character it drew, so all tokens that are such parts count among the others.',

    rolling: (rolling: Rolling) => {
      if (rolling.by === 'tokenscope') {
        return rolling.width === 0
          ? '-# Rolled here, from exactly these probabilities.'
          : `-# Rolled here, from the middle of ranges that are ${points(rolling.width)} wide at most.`;
      }
      const asked = `-# The model was really asked each time, in ${plural(rolling.requests, { one: 'request', other: 'requests' })}.`;
      if (rolling.since === undefined) return asked;
      const { width, listed } = rolling.since;
      return `${asked} At these settings a roll here could be off by up to ${points(width)}, because the endpoint lists only ${plural(listed, { one: 'token', other: 'tokens' })}.`;
    },
    cut: (tokens: number) =>
      `-# ${plural(tokens, { one: 'listed token', other: 'listed tokens' })} cannot come up at these settings.`,
    ranges:
      '-# Where a range is predicted, the tokens that the endpoint does not list leave it open. The test takes the point in the ranges that the rolls fit best.',
    /** @param seed `greedy`: nothing is drawn, so that it would do nothing */
    source: (model: string, sampling: string, seed: number | 'none' | 'greedy') =>
      `-# ${model} · ${sampling}${seed === 'greedy' ? '' : ` · ${seed === 'none' ? 'no seed' : `seed ${seed}`}`}`,
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
