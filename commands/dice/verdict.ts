import { inlineCode } from '../../src/discord/markdown.js';
import type { ComparedGroup, GoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import { formatCount, formatCountRange } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';

/** More names than these are not read. */
const MOST_NAMED = 3;

/** What a verdict is about. */
export interface Judged {
  readonly fit: GoodnessOfFit;
  readonly rolls: number;
  /** Names of what came up though the prediction rules it out. */
  readonly impossible: readonly string[];
  /** Whether the model rolled, as opposed to Tokenscope. */
  readonly isAsked: boolean;
  /** Whether some predictions are ranges. */
  readonly isLoose: boolean;
}

/** Whether the rolls fit the prediction, in plain words, as markdown. */
export function describeVerdict({ fit, rolls, impossible, isAsked, isLoose }: Judged): string {
  if (impossible.length > 0) {
    return `**The rolls do not fit the prediction:** ${listNames(impossible)} came up, which should never happen. The endpoint may cut or round in another way, or not take these settings.`;
  }
  if (rolls === 0) return '**Nothing was rolled yet.**';
  switch (fit.verdict) {
    case 'too-few':
      return rolls < 10
        ? `**Too few rolls to tell:** there are only ${rolls}. **Roll again** adds more.`
        : `**Too few rolls to tell:** whatever comes up in ${plural(rolls, 'roll')}, it could not be surprising here. **Roll again** adds more.`;
    case 'fits':
      if (fit.statistic === 0) {
        return `**The rolls fit the prediction:** each token came up ${isLoose ? 'as often as its range says' : 'exactly as often as predicted'}.`;
      }
      return `**The rolls fit the prediction:** differences this large come up in ${inTries(fit.p)} by luck alone.`;
    case 'surprising':
      return isAsked
        ? `**These rolls would be surprising** if the prediction is right: differences this large come up in only ${inTries(fit.p)} by luck alone. **Roll again**: luck fades, a wrong prediction shows more and more.`
        : `**These rolls would be surprising:** differences this large come up in only ${inTries(fit.p)}. They were rolled from the prediction itself, so it was luck: 1 series of rolls in 20 looks surprising. **Roll again** and see it fade.`;
    case 'does-not-fit':
      return isAsked
        ? `**The rolls do not fit the prediction:** by luck alone differences this large come up in ${inTries(fit.p)}. The endpoint may not take these settings, or has others of its own.`
        : `**These rolls do not fit the prediction:** differences this large come up in ${inTries(fit.p)}. They were rolled from the prediction itself, so it was luck, and rare luck. **Roll again** and see it fade.`;
  }
}

/** A p-value as a number of tries; never “0 of 100” for what can happen, nor “100 of 100” for what need not. */
function inTries(p: number): string {
  if (p >= 0.995) return 'more than 99 of 100 tries';
  if (p >= 0.0095) return `${Math.round(p * 100)} of 100 tries`;
  if (p >= 0.001) return `${Math.round(p * 1000)} of 1,000 tries`;
  return 'fewer than 1 of 1,000 tries';
}

/**
 * How the test went about it: what it counted together, or that it compared with simulated rolls.
 *
 * @param labels one for each category; undefined for all tokens that are not listed
 */
export function describeTest({ groups, method }: GoodnessOfFit, labels: readonly (string | undefined)[]): string {
  if (method === 'simulation') {
    return 'The test compares these rolls with thousands of simulated ones, so it counts nothing together.';
  }
  const pooled = groups.find(({ categories }) => categories.length > 1);
  if (pooled === undefined) return 'The test is Pearson’s chi-square test, each token by itself.';
  return `The test (Pearson’s chi-square) counts the rarest tokens together, so that at least 5 are expected: ${describePool(pooled, labels)}.`;
}

function describePool(
  { categories, observed, expected }: ComparedGroup,
  labels: readonly (string | undefined)[],
): string {
  const names = categories.flatMap((place) => labels[place] ?? []);
  const unlisted = names.length < categories.length ? ['all that are not listed'] : [];
  const what = [...(names.length === 0 ? [] : [listNames(names)]), ...unlisted].join(' and ');
  return `${what}; rolled ${formatCount(observed)} times, expected ${formatCountRange({ low: expected, high: expected })}`;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(inlineCode).join(', ');
  return names.length <= MOST_NAMED ? shown : `${shown}, ${names.length - MOST_NAMED} more`;
}
