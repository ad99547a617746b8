import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { shorten } from '../../src/words/shorten.js';
import { byReward } from './best.js';
import {
  type Answer,
  type BestResult,
  FEATURES,
  isOpen,
  lastRound,
  type PairsResult,
  type PreferResult,
  type Reward,
  type Round,
  type Source,
} from './result.js';
import { learnReward, RIDGE, STEPS } from './reward.js';
import { CLASS_SIZE } from './sample-class.js';
import { agreementIn, standingsOf, votedPairs } from './tally.js';
import { readPart } from './view-results.js';
import { preferDetailsWords } from './words/details.js';
import { preferWords } from './words.js';

/** Of a question, in a table; characters. */
const MAX_PROMPT_SHOWN = 40;

/** What **Details** has of the part that a reply shows. While people vote, nothing tells who wrote what. */
export function preferInFull(result: PreferResult, value: string | undefined, locale: string): Block[] {
  if (result.kind === 'best') return bestInFull(result, locale);
  const [sight, source] = readPart(value) ?? [];
  if (sight === 'results' && source !== undefined) return resultsInFull(result, source, locale);
  if (sight === 'reward' && source !== undefined) {
    const words = preferDetailsWords(locale);
    const reward = learnReward(result, source);
    return [
      ...(reward === undefined ? [text(words.noReward)] : [rewardTable(reward, locale)]),
      ...classNote(result, locale),
    ];
  }
  const words = preferDetailsWords(locale);
  return [
    ...pairTexts(lastRound(result), isOpen(result), locale),
    pairsTable(result, locale),
    text(words.exportFormat),
    ...classNote(result, locale),
  ];
}

function pairTexts({ a, b }: Round, isBlind: boolean, locale: string): Block[] {
  const words = preferDetailsWords(locale);
  const heading = (side: 'A' | 'B', answer: Answer) =>
    isBlind ? words.side(side) : words.written(side, preferWords(locale).who(answer), answer);
  return [
    text(heading('A', a)),
    replyText(a.text, locale),
    ...(isBlind ? [] : [text(words.facts(a))]),
    text(heading('B', b)),
    replyText(b.text, locale),
    ...(isBlind ? [] : [text(words.facts(b))]),
  ];
}

function pairsTable({ rounds }: PairsResult, locale: string): Block {
  const words = preferDetailsWords(locale);
  const { who, figures } = preferWords(locale);
  const hasClass = rounds.some(({ votes, sample }) => votes !== undefined && sample !== undefined);
  const rows = rounds.map(({ prompt, a, b, votes, sample }, at) => {
    if (votes === undefined) return { figures: [], label: words.openPair(at + 1) };
    const counted = [votes, ...(hasClass ? [sample] : [])].flatMap((counts) =>
      counts === undefined ? ['', '', ''] : [counts.a, counts.b, counts.same].map(figures.count),
    );
    const asked = shorten(prompt.replace(/\s+/g, ' '), MAX_PROMPT_SHOWN, 'both');
    return { figures: counted, label: words.pair(at + 1, who(a), who(b), asked) };
  });
  const heads = words.pairsHeads.slice(0, hasClass ? 6 : 3);
  return text(`${words.pairsHead}\n${codeBlock(figureTable(heads, rows))}`);
}

function resultsInFull(result: PairsResult, source: Source, locale: string): Block[] {
  const words = preferDetailsWords(locale);
  const { who, figures } = preferWords(locale);
  const pairs = votedPairs(result, source);
  const agreement = agreementIn(pairs);
  const rows = standingsOf(pairs).map(({ wins, votes, rate, range, ...writer }) => ({
    figures: [
      figures.count(wins),
      figures.count(votes),
      figures.percent(rate),
      figures.percent(range.low),
      figures.percent(range.high),
    ],
    label: who(writer),
  }));
  return [
    ...(rows.length === 0
      ? []
      : [text(`${words.resultsHead}\n${codeBlock(figureTable(words.resultsHeads, rows))}\n${words.wilson}`)]),
    text(agreement === undefined ? words.noAgreement : words.agreement(agreement)),
    pairsTable(result, locale),
    ...classNote(result, locale),
  ];
}

function rewardTable(reward: Reward, locale: string): Block {
  const words = preferDetailsWords(locale);
  const { figures } = preferWords(locale);
  const { features, unit } = reward;
  const rows = features.map(({ name, weight, mean }) => ({
    figures: [figures.decimals(weight, 3), figures.decimals(mean, 3), figures.count(STEPS[name])],
    label: words.feature(name, unit),
  }));
  const leftOut = FEATURES.filter((name) => !features.some((feature) => feature.name === name));
  return text(
    [
      words.rewardHead(reward),
      codeBlock(figureTable(words.rewardHeads, rows)),
      words.rewardFormula(RIDGE),
      ...(leftOut.length === 0 ? [] : [words.leftOut(leftOut.map((name) => words.feature(name, unit)))]),
    ].join('\n'),
  );
}

function bestInFull(result: BestResult, locale: string): Block[] {
  const words = preferDetailsWords(locale);
  const { who } = preferWords(locale);
  return [
    ...byReward(result).flatMap(({ answer, reward }, at) => [
      text(words.written(words.rankedAt(at + 1, reward), who(answer), answer)),
      replyText(answer.text, locale),
      text(words.facts(answer)),
    ]),
    rewardTable(result.reward, locale),
    ...(result.reward.source === 'sample' ? [text(words.sampleClass(CLASS_SIZE))] : []),
  ];
}

function classNote({ hasClass }: PairsResult, locale: string): Block[] {
  return hasClass ? [text(preferDetailsWords(locale).sampleClass(CLASS_SIZE))] : [];
}
