import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { winChance } from '../../src/sampling/bradley-terry.js';
import { shorten } from '../../src/words/shorten.js';
import { byReward, MANY } from './best.js';
import { type BestResult, lastRound, type PairsResult, type PreferResult, type Source } from './result.js';
import { learnReward, rewardOf } from './reward.js';
import { agreementIn, standingsOf, votedPairs } from './tally.js';
import { readPart } from './view-results.js';
import { preferExplainWords } from './words/explain.js';
import { preferWords } from './words.js';

/** Of a question; characters. */
const MAX_PROMPT_SHOWN = 80;

/** Tells what the part of the reply shows: a pair, the results, the reward, or what it chose. */
export function explainPrefer(result: PreferResult, place: Place): Explanation {
  if (result.kind === 'best') return explainBest(result, place);
  const [sight, source] = readPart(place.value) ?? [];
  if (sight === 'results' && source !== undefined) return explainResults(result, source, place);
  if (sight === 'reward' && source !== undefined) return explainReward(result, source, place);
  const { example, tryIt, ...words } = preferExplainWords(place.locale).pair;
  const { a, b } = lastRound(result);
  const hasTokens = a.tokens !== undefined && b.tokens !== undefined;
  return {
    ...words,
    example: example(a.tokens ?? a.words, b.tokens ?? b.words, hasTokens),
    tryIt: linkTo('tuning', { label: tryIt }),
  };
}

function explainResults(result: PairsResult, source: Source, { runId, locale }: Place): Explanation {
  const { example, noExample, tryIt, ...words } = preferExplainWords(locale).results;
  const pairs = votedPairs(result, source);
  const first = standingsOf(pairs)[0];
  return {
    ...words,
    example: first === undefined ? noExample : example(first, agreementIn(pairs)),
    tryIt: { action: 'fresh', runId, label: tryIt },
  };
}

function explainReward(result: PairsResult, source: Source, { runId, locale }: Place): Explanation {
  const { example, noExample, ...words } = preferExplainWords(locale).reward;
  const reward = learnReward(result, source);
  const last = votedPairs(result, source).at(-1);
  const tryIt = { action: 'best', runId, value: source, label: preferWords(locale).best(MANY) };
  if (reward === undefined || last === undefined) return { ...words, example: noExample, tryIt };
  const [a, b] = [asShown(rewardOf(last.a, reward)), asShown(rewardOf(last.b, reward))];
  const prompt = shorten(last.prompt.replace(/\s+/g, ' '), MAX_PROMPT_SHOWN, 'both');
  const hasSurprise = reward.features.some(({ name }) => name === 'surprise');
  return { ...words, example: example({ a, b, chance: winChance(a - b), prompt, hasSurprise }), tryIt };
}

function explainBest(result: BestResult, { runId, locale }: Place): Explanation {
  const { example, ...words } = preferExplainWords(locale).best;
  const ranked = byReward(result);
  const [best, worst] = [asShown(ranked[0]?.reward), asShown(ranked.at(-1)?.reward)];
  return {
    ...words,
    example: example(best, worst, winChance(best - worst), ranked.length),
    tryIt: { action: 'again', runId, label: preferWords(locale).more(MANY) },
  };
}

/** A reward as it is written, so that whoever works out the example comes to the same figures. */
function asShown(reward = 0): number {
  return Number(reward.toFixed(2));
}
