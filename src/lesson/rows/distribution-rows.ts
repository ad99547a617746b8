import type { ProbabilityBar } from '../../charts/bars/probability-bar.js';
import type { DrawOrder } from '../../domain/draw-order.js';
import { type Interval, sumBeside } from '../../domain/interval.js';
import { type ListedTokens, vocabularySizeOf } from '../../domain/listed-tokens.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import type { ChainCandidate, ChainOutcome } from '../../sampling/sampling-chain.js';
import { tokenLabel } from '../text/token-label.js';
import type { Counted } from './counted.js';
import { runListed } from './run-listed.js';
import { rowWords } from './words.js';

/** What is known of a distribution, and how a token is drawn from it. */
export interface RowsRequest extends Omit<SamplingSettings, 'seed'> {
  readonly listed: ListedTokens;
  /** How many tokens get a row of their own. */
  readonly count: number;
  /** `temperature-first` by default. */
  readonly order?: DrawOrder | undefined;
  /** The place in the list of the token that was drawn, or that it is not listed; undefined where none is pointed out. */
  readonly drawn?: number | 'hidden' | undefined;
  /** What was done with it; `drawn` by default. */
  readonly verb?: 'drawn' | 'taken' | undefined;
  /** What was drawn of the model to know more of what is not listed. */
  readonly counted?: readonly Counted[] | undefined;
  /** Whatever the tokens have that are not listed, and not what is estimated of them. */
  readonly isSure?: boolean | undefined;
  /** Of who reads it; English by default. */
  readonly locale?: string | undefined;
}

/** A distribution after temperature and cuts as bars, and the same in text. */
export interface DistributionRows {
  readonly outcome: ChainOutcome;
  /** The bar of all tokens that have none of their own comes last. */
  readonly bars: readonly ProbabilityBar[];
  /** One for each bar. */
  readonly lines: readonly string[];
  /** What is drawn from, one for each bar: the same scaled so that all kept tokens sum to 1; 0 for what is cut. */
  readonly afterCut: readonly Interval[];
  /** Something is cut, or may be. */
  readonly isCut: boolean;
}

/**
 * The most likely tokens with their probabilities after temperature, and what is cut. A drawn token that is less likely
 * than these takes the last row.
 */
export function distributionRows(request: RowsRequest): DistributionRows {
  const { listed, temperature, topP, topK, minP, order, count, drawn, verb = 'drawn', locale = 'en' } = request;
  const words = rowWords(locale);
  // The most likely token survives every cut, and at temperature 0 no other one is drawn.
  const cuts = temperature === 0 ? {} : { topP, topK, minP };
  const ran = runListed(listed, { temperature, order, ...cuts }, request.counted);
  const outcome = request.isSure ? ran.bounds : ran.outcome;
  const noteOf = (tokens: readonly ChainCandidate[]) => (temperature === 0 ? tieNote : cutNote)(tokens, words);
  const places = placesShown(Math.min(count, listed.candidates.length), drawn);
  const shown = places.flatMap((place) => outcome.candidates[place] ?? []);
  const isShown = new Set(places);
  const rest = [...outcome.candidates.filter((_, place) => !isShown.has(place)), outcome.hidden];
  const size = vocabularySizeOf(listed);
  const others = words.others(size === undefined ? undefined : size - shown.length);
  const isTied = (note: string | undefined) => note === words.tied || note === words.mayBeTied;
  const bars = [
    ...shown.map((one, at): ProbabilityBar => {
      const candidate = listed.candidates[places[at] ?? -1];
      return {
        label: candidate === undefined ? '' : tokenLabel(candidate),
        probability: { low: one.low, high: one.high, about: one.about },
        state: one.state === 'cut' ? 'cut' : 'kept',
        note: noteOf([one]),
        chosen: drawn !== undefined && places[at] === drawn,
      };
    }),
    {
      label: others,
      probability: sumBeside(rest, shown),
      state: 'hidden' as const,
      note: noteOf(rest),
      chosen: drawn === 'hidden',
    },
  ];
  const isCut =
    temperature > 0 && (outcome.hidden.state !== 'kept' || outcome.candidates.some(({ state }) => state !== 'kept'));
  const width = Math.max(
    words.figures.percentWidth,
    ...bars.map(({ probability }) => words.chance(probability).length),
  );
  const tied = words.tiedGreedy(bars.filter(({ note }) => isTied(note)).length);
  return {
    outcome,
    bars,
    isCut,
    afterCut: [...shown.map(afterCutOf), sumBeside(rest.map(afterCutOf), shown.map(afterCutOf))],
    lines: bars.map((bar, at) => {
      const kept = isCut && bar.note === undefined ? shown[at]?.afterCut : undefined;
      const isRest = at === bars.length - 1;
      const mark = words.marked(verb, isRest);
      return rowLine(
        {
          ...bar,
          note: bar.note === words.tied ? tied : bar.note,
          label: isRest ? bar.label + words.together : bar.label,
        },
        kept,
        mark,
        words,
        width,
      );
    }),
  };
}

/** Whether some of the figures are estimates. */
export function isEstimated({ bars, afterCut, outcome: { left, lost, entropy } }: DistributionRows): boolean {
  const figures = [...bars.map(({ probability }) => probability), ...afterCut, left, lost, entropy];
  return figures.some(({ about }) => about !== undefined);
}

/** The most likely tokens, and the drawn one where it is none of them. */
function placesShown(count: number, drawn: RowsRequest['drawn']): number[] {
  const first = Array.from({ length: count }, (_, place) => place);
  return typeof drawn === 'number' && drawn >= count ? [...first.slice(0, -1), drawn] : first;
}

function rowLine(
  { probability, label, note, chosen }: ProbabilityBar,
  kept: Interval | undefined,
  mark: string,
  { chance }: RowWords,
  width: number,
): string {
  const value = chance(probability).padStart(width);
  const after = kept === undefined ? '' : ` → ${chance(kept)}`;
  return `${value}${after}  ${label}${note === undefined ? '' : `   (${note})`}${chosen ? `   ${mark}` : ''}`;
}

/** What becomes of some tokens together, in a word; undefined when all are kept. */
function cutNote(tokens: readonly ChainCandidate[], words: RowWords): string | undefined {
  if (tokens.every(({ state }) => state === 'kept')) return undefined;
  if (tokens.every(({ state }) => state === 'cut')) {
    return words.cutBy([...new Set(tokens.flatMap(({ cutBy }) => cutBy ?? []))]);
  }
  if (tokens.some(({ state }) => state === 'cut' || state === 'partly')) return words.partlyCut;
  return tokens.some(({ state }) => state === 'kept') ? words.someMayBeCut : words.mayBeCut;
}

/** What temperature 0 leaves open of some tokens together; undefined where it leaves nothing open. */
function tieNote(tokens: readonly ChainCandidate[], words: RowWords): string | undefined {
  if (tokens.every(({ state }) => state !== 'unsure')) return undefined;
  return tokens.length === 1 ? words.tied : words.mayBeTied;
}

type RowWords = ReturnType<typeof rowWords>;

function afterCutOf({ afterCut }: ChainCandidate): Interval {
  return afterCut;
}
