import type { Interval } from '../../src/domain/interval.js';
import type { DistributionRows } from '../../src/lesson/rows/distribution-rows.js';
import {
  addedLabel,
  addedName,
  isEnd,
  ownProbability,
  type WrittenStep,
} from '../../src/lesson/writing/written-text.js';
import { perplexity } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import type { KeptText } from './result.js';
import { drawnPlace } from './step-rows.js';

/** Sixty tokens stand in one line with their probabilities. */
const MAX_PATH_LABEL = 16;

/** A drawn token; `label` is undefined for one that ends the text. */
export interface PathToken {
  readonly label: string | undefined;
  /** The model's own probability. */
  readonly own: Interval;
}

/** What is known of one step, with the drawn token's probability before and after temperature and cuts. */
export interface StepFacts {
  /** From 1 on. */
  readonly step: number;
  readonly steps: number;
  readonly isGreedy: boolean;
  /** As a sentence names it; markdown. */
  readonly name: string;
  /** Undefined where the endpoint told no probabilities. */
  readonly own: Interval | undefined;
  /** Greedy took the most likely token, as far as it can be told which one it took. */
  readonly isMostLikely: boolean;
  /** After temperature; undefined where that changes nothing or is not known. */
  readonly tempered: (Interval & { readonly temperature: number }) | undefined;
  /** After a cut that keeps the token. */
  readonly afterCut: Interval | undefined;
}

/** Perplexity of a text: a bound where one of its tokens' probabilities is one. */
export interface Perplexity {
  readonly value: number;
  readonly isBound: boolean;
}

/** Every token of a text, with the model's own probability. */
export function pathOf({ steps }: Pick<KeptText, 'steps'>): PathToken[] {
  return steps.map((step, at) => ({ label: shortLabel(steps, at, MAX_PATH_LABEL), own: ownProbability(step) }));
}

/**
 * @param step from 1 on
 * @param rows of the step, as `stepRows` gives them
 */
export function stepFacts(text: KeptText, step: number, rows: DistributionRows | undefined, locale: string): StepFacts {
  const { steps, temperature } = text;
  const drawn = steps[step - 1];
  const place = drawn?.listed && drawnPlace(drawn.token, drawn.listed);
  const shaped = typeof place === 'number' ? rows?.outcome.candidates[place] : undefined;
  const isGreedy = temperature === 0;
  return {
    step,
    steps: steps.length,
    isGreedy,
    name: addedName(steps, step - 1, locale),
    own: drawn?.listed && ownProbability(drawn),
    isMostLikely: isGreedy && shaped !== undefined && place === 0,
    tempered:
      isGreedy || temperature === 1 || !shaped
        ? undefined
        : { low: shaped.low, high: shaped.high, about: shaped.about, temperature },
    afterCut: !isGreedy && rows?.isCut && shaped?.state === 'kept' ? shaped.afterCut : undefined,
  };
}

/** Of the tokens that were added, by the model's own probabilities; undefined where none of these is known. */
export function perplexityOf(steps: readonly WrittenStep[]): Perplexity | undefined {
  const own = steps.filter((_, at) => !isEnd(steps, at)).map(ownProbability);
  if (own.length === 0 || own.every(({ low, high }) => low === 0 && high === 1)) return undefined;
  return {
    value: perplexity(own.map(({ high }) => Math.log(high))),
    isBound: own.some(({ low, high }) => low < high),
  };
}

function shortLabel(steps: readonly WrittenStep[], at: number, longest: number): string | undefined {
  const label = addedLabel(steps, at);
  return label === undefined ? undefined : shorten(label, longest, 'both');
}
