import { picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { winChance } from '../../src/sampling/bradley-terry.js';
import { sum } from '../../src/sampling/sum.js';
import { MANY } from './best.js';
import { lastRound, type PairsResult, type PreferResult, type Reward, type Source } from './result.js';
import { FEW_PAIRS, learnReward, STEPS } from './reward.js';
import { agreementIn, type Standing, standingsOf, totalOf, type Voted, votedPairs } from './tally.js';
import { entryOf, lateNotes, nextButtons, otherSource, viewPrefer } from './view.js';
import { preferWords } from './words.js';

/** Nearer to a half than this, nothing is said of a feature. */
const NO_RULE = 0.08;

/** The part that a link's value names; undefined for the pair. */
export function readPart(value: string | undefined): readonly ['results' | 'reward', Source] | undefined {
  const [sight, source] = (value ?? '').split('-');
  const isKnown = (sight === 'results' || sight === 'reward') && (source === 'room' || source === 'sample');
  return isKnown ? [sight, source] : undefined;
}

/** Who wins the votes of the closed pairs. */
export function viewResults(result: PreferResult, place: Place): View {
  return result.kind === 'best' ? viewPrefer(result, place) : viewStandings(result, place, false);
}

/** The same for one person, while others vote on the next pair. */
export function viewResultsSoFar(result: PreferResult, place: Place): View {
  return result.kind === 'best' ? viewPrefer(result, place) : viewStandings(result, place, true);
}

function viewStandings(result: PairsResult, place: Place, isAside: boolean): View {
  const { runId, locale, value } = place;
  const words = preferWords(locale);
  const source: Source = value === 'sample' ? 'sample' : 'room';
  const pairs = votedPairs(result, source);
  const standings = standingsOf(pairs);
  const other = otherSource(result, source);
  return layOut(
    {
      asked: askedWords(lastRound(result).prompt),
      picture: picture('results', {
        kind: 'win-rates',
        title: words.resultsTitle(source),
        bars: standings.map(({ wins, votes, rate, range, ...writer }) => ({
          label: words.capital(words.who(writer)),
          note: words.ofVotes(wins, votes),
          rate,
          range,
          strong: isAboveHalf({ range }),
        })),
      }),
      sentence: [
        ...(source === 'sample' ? [words.invented] : []),
        sentenceFor(pairs, locale),
        ...(source === 'sample' ? [] : agreementWords(pairs, locale)),
      ].join(' '),
      notes: lateNotes(result, place),
      buttons: isAside
        ? []
        : [
            ...nextButtons(result, place).slice(0, 1),
            { action: 'reward', runId, value: source, label: words.learn },
            { action: 'pair', runId, label: words.back },
          ],
      goOn: isAside
        ? []
        : [
            ...(other === undefined
              ? []
              : [entryOf('counted', words.entries[other === 'sample' ? 'countClass' : 'countRoom'], place, other)]),
            entryOf('export', words.entries.export, place, source),
          ],
      part: `results-${source}`,
      smallPrint: words.resultsPrint(pairs.length, votesOf(pairs), source),
    },
    place,
  );
}

/** Chosen by what the ranges say. */
function sentenceFor(pairs: readonly Voted[], locale: string): string {
  const words = preferWords(locale);
  if (pairs.length === 0) return words.noVotes;
  const standings = standingsOf(pairs);
  if (standings.length === 0) return words.sameWriter;
  // Whoever has the highest rate may have too few votes, where another has enough.
  const winner = standings.find(isAboveHalf);
  if (winner !== undefined) return words.winner({ writer: winner, ...winner });
  const loser = standings.findLast(({ range }) => range.high < 0.5);
  if (loser !== undefined) return words.loser({ writer: loser, ...loser });
  return words.tooFew(votesOf(pairs));
}

/** Whether votes tell that somebody wins more than half. */
function isAboveHalf({ range }: Pick<Standing, 'range'>): boolean {
  return range.low > 0.5;
}

function agreementWords(pairs: readonly Voted[], locale: string): string[] {
  const agreement = agreementIn(pairs);
  return agreement === undefined ? [] : [preferWords(locale).agree(agreement)];
}

/** Which features of an answer win. */
export function viewReward(result: PreferResult, place: Place): View {
  if (result.kind === 'best') return viewPrefer(result, place);
  const { runId, locale, value } = place;
  const words = preferWords(locale);
  const source: Source = value === 'sample' ? 'sample' : 'room';
  const reward = learnReward(result, source);
  const pairs = votedPairs(result, source);
  return layOut(
    {
      asked: askedWords(lastRound(result).prompt),
      picture: picture('reward', {
        kind: 'win-rates',
        title: words.rewardTitle,
        bars: (reward?.features ?? []).map((feature) => {
          const { name, chance, step } = rewardStep(feature);
          return { label: words.step({ name, step }, reward?.unit ?? 'tokens'), rate: chance, strong: true };
        }),
      }),
      sentence: [
        ...(source === 'sample' ? [words.invented] : []),
        reward !== undefined ? rewardSentence(reward, locale) : pairs.length === 0 ? words.noVotes : words.noDifference,
      ].join(' '),
      notes: [
        ...(reward !== undefined && pairs.some(({ a, b }) => a.bits === undefined || b.bits === undefined)
          ? [words.noSurprise]
          : []),
        ...lateNotes(result, place),
      ],
      buttons: [
        ...(reward === undefined
          ? []
          : [{ action: 'best', runId, value: source, label: words.best(MANY), style: 'primary' as const }]),
        { action: 'results', runId, value: source, label: words.results },
        { action: 'pair', runId, label: words.back },
      ],
      goOn: [entryOf('export', words.entries.export, place, source)],
      part: `reward-${source}`,
      smallPrint: words.resultsPrint(pairs.length, votesOf(pairs), source),
    },
    place,
  );
}

function rewardSentence(reward: Reward, locale: string): string {
  const words = preferWords(locale);
  const steps = reward.features.map(rewardStep);
  const strongest = steps.toSorted((one, other) => Math.abs(other.chance - 0.5) - Math.abs(one.chance - 0.5))[0];
  const hasRule = strongest !== undefined && Math.abs(strongest.chance - 0.5) >= NO_RULE;
  return [
    hasRule ? words.reward(strongest, reward.unit) : words.noRule,
    reward.pairs < FEW_PAIRS ? words.fewPairs(reward.pairs) : words.risk,
  ].join(' ');
}

/** What a step more of a feature does to the chance to win, all else equal. */
function rewardStep({ name, weight }: Reward['features'][number]) {
  return { name, step: STEPS[name], chance: winChance(weight) };
}

function votesOf(pairs: readonly Voted[]): number {
  return sum(pairs.map(({ votes }) => totalOf(votes)));
}
