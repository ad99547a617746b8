import type { Distribution } from '../../src/domain/distribution.js';
import { clamp, type Interval, NONE, sumBeside, sumOf } from '../../src/domain/interval.js';
import { vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { isTold } from '../../src/domain/same-token.js';
import { isKnown } from '../../src/domain/tail.js';
import type { Candidate, Token } from '../../src/domain/token.js';
import { createTokenIndex } from '../../src/domain/token-index.js';
import { runListed } from '../../src/lesson/rows/run-listed.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import { planLocalRoll } from '../../src/sampling/roll.js';
import type { ChainOutcome } from '../../src/sampling/sampling-chain.js';
import type { DiceResult } from './result.js';

/** Figures that are known as well as this are rolled from: 1,000 rolls miss a probability of one half by three times as much. */
const WELL_KNOWN = 0.005;

/** Tokens that are counted together since a drawn one could not be told from the others; nearly always one. */
export interface Category {
  readonly label: string;
  readonly tokens: readonly Candidate[];
}

/** What is drawn from, as far as it is known. */
export interface Prediction {
  /** The listed tokens, most likely first. */
  readonly categories: readonly Category[];
  /** One probability for each category and, last, for all other tokens together. */
  readonly probabilities: readonly Interval[];
  /** The same as it is estimated, in the same order. */
  readonly estimates: readonly Interval[];
  /** The same from which can be rolled here, in the same order; undefined where it is not known well enough. */
  readonly local: readonly number[] | undefined;
  /** The widest range among the tokens; 0 where all is known exactly. */
  readonly width: number;
  /** How many tokens cannot come up, of all; undefined where not every token of the vocabulary was told. */
  readonly cutOfAll: { readonly cut: Interval; readonly all: number } | undefined;
}

/** What temperature and cuts make of the model's distribution. */
export function predictRolls(
  drawn: Pick<DiceResult, 'temperature' | 'topP' | 'topK' | 'minP' | 'order'> & { readonly distribution: Distribution },
): Prediction {
  const { distribution, temperature, topP, topK, minP, order } = drawn;
  const { candidates } = distribution;
  const { bounds: shaped, outcome } = runListed(distribution, { temperature, topP, topK, minP, order });
  const { probabilities, width } = planLocalRoll(shaped, WELL_KNOWN);
  const groups = groupAlike(candidates);
  const togetherIn = ({ candidates: shares, hidden }: ChainOutcome) => [
    ...groups.map((places) => clamp(sumOf(places.map((place) => shares[place]?.afterCut ?? NONE)))),
    clamp(hidden.afterCut),
  ];
  return {
    categories: groups.map((places) => {
      const tokens = places.flatMap((place) => candidates[place] ?? []);
      return { label: tokens[0] === undefined ? '' : tokenLabel(tokens[0]), tokens };
    }),
    probabilities: togetherIn(shaped),
    estimates: togetherIn(outcome),
    local: probabilities && [
      ...groups.map((places) => places.reduce((sum, place) => sum + (probabilities[place] ?? 0), 0)),
      probabilities.at(-1) ?? 0,
    ],
    width,
    cutOfAll: cutOfAll(distribution, shaped.left),
  };
}

function cutOfAll(distribution: Distribution, left: Interval): Prediction['cutOfAll'] {
  const all = vocabularySizeOf(distribution);
  if (all === undefined || !isKnown(distribution.tail)) return undefined;
  return { cut: { low: all - left.high, high: all - left.low }, all };
}

/** What the rolls of a result are drawn from. */
export function predictionOf({
  record,
  ...drawn
}: Pick<DiceResult, 'record' | 'temperature' | 'topP' | 'topK' | 'minP' | 'order'>): Prediction {
  return predictRolls({ ...drawn, distribution: record.answer });
}

/** Whether a category can come up. */
export function isPossible({ probabilities }: Prediction, place: number): boolean {
  return (probabilities[place]?.high ?? 0) > 0;
}

/** The likeliest token that can come up, by its place; undefined where only others can. */
export function firstPlace(prediction: Prediction): number | undefined {
  const place = prediction.categories.findIndex((_, at) => isPossible(prediction, at));
  return place === -1 ? undefined : place;
}

/** Whether the model has to be asked for each roll. */
export function mustAsk({ asksModel }: Pick<DiceResult, 'asksModel'>, { local }: Prediction): boolean {
  return asksModel || local === undefined;
}

/**
 * Finds the place of a drawn token among the categories; that of all others for one that is not listed, and for a part of
 * a character that is not told, which looks like listed ones and may be one that is not.
 *
 * @returns takes the token, undefined for an end of the text that the server does not name
 */
export function createCategorizer(categories: readonly Category[]): (token: Token | undefined) => number {
  const index = createAlikeIndex();
  for (const [place, { tokens }] of categories.entries()) for (const one of tokens) index.add(one, place);
  return (token) => (token && isUntold(token) ? undefined : index.placeOf(token)) ?? categories.length;
}

/**
 * Rolls and their prediction as far as they can be compared: where the endpoint did not tell which part of a character it
 * drew, all that are parts of one count among the others.
 */
export function comparable<R extends Pick<DiceResult, 'counts' | 'unlisted'>>(
  result: R,
  prediction: Prediction,
): { result: R; prediction: Prediction; hasUntold: boolean } {
  const hasUntold = result.unlisted.some(({ what }) => what === 'part');
  if (!hasUntold) return { result, prediction, hasUntold };
  const { categories, probabilities, estimates } = prediction;
  const isKept = (place: number) => !categories[place]?.tokens.some(({ text }) => text.includes('\uFFFD'));
  const places = categories.map((_, place) => place);
  const kept = places.filter(isKept);
  const others = [...places.filter((place) => !isKept(place)), categories.length];
  const count = (place: number) => result.counts[place] ?? 0;
  const withOthers = (of: readonly Interval[]) => {
    const at = (place: number) => of[place] ?? NONE;
    return [...kept.map(at), sumBeside(others.map(at), kept.map(at))];
  };
  const named = others.flatMap((place) => {
    const label = categories[place]?.label;
    return label === undefined || count(place) === 0 ? [] : [{ what: 'token', label, count: count(place) } as const];
  });
  return {
    result: {
      ...result,
      counts: [...kept.map(count), others.reduce((sum, place) => sum + count(place), 0)],
      unlisted: [...result.unlisted, ...named],
    },
    prediction: {
      ...prediction,
      categories: kept.flatMap((place) => categories[place] ?? []),
      probabilities: withOthers(probabilities),
      estimates: withOthers(estimates),
    },
    hasUntold,
  };
}

/** Whether a drawn token is a part of a character of which the server tells nothing else. */
export function isUntold(token: Token): boolean {
  return !isTold(token) && token.text !== '';
}

/** The least places of tokens that a drawn one could not be told from. */
function createAlikeIndex() {
  const tokens = createTokenIndex();
  const untold = new Map<string, number>();
  // A server that does not name the end of a text leaves open which of its ends it was.
  let end = Number.POSITIVE_INFINITY;
  return {
    add(token: Token, place: number): void {
      tokens.add(token, place);
      if (isUntold(token)) untold.set(token.text, Math.min(place, untold.get(token.text) ?? place));
      if (endsText(token)) end = Math.min(end, place);
    },
    placeOf(token: Token | undefined): number | undefined {
      const own = token && (isUntold(token) ? untold.get(token.text) : tokens.placeOf(token));
      const mayEnd = token === undefined || endsText(token);
      const least = Math.min(own ?? Number.POSITIVE_INFINITY, mayEnd ? end : Number.POSITIVE_INFINITY);
      return least === Number.POSITIVE_INFINITY ? undefined : least;
    },
  };
}

function groupAlike(candidates: readonly Candidate[]): number[][] {
  const groups: number[][] = [];
  const firsts = createAlikeIndex();
  for (const [place, candidate] of candidates.entries()) {
    const group = groups[firsts.placeOf(candidate) ?? -1];
    if (group !== undefined) {
      group.push(place);
      continue;
    }
    firsts.add(candidate, groups.length);
    groups.push([place]);
  }
  return groups;
}
