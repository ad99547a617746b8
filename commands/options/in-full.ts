import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { sentenceOf } from '../../src/facts.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { lessonWords } from '../../src/lesson/words.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { figuresOf, isKnown } from './figures.js';
import type { OptionsResult } from './result.js';
import { markedName, nameOf } from './sentence.js';
import { optionsWords } from './words.js';

const MAX_SCORED = 60;

/** What **Details** has of some answers: all figures, what was scored, and how it was asked. */
export function optionsInFull(result: OptionsResult, locale: string): Block[] {
  const words = optionsWords(locale);
  const { answers, any, sum, within } = figuresOf(result);
  const textOf = (at: number) => markedName(result.answers[at]?.text ?? '');
  const rows = answers.map(({ text: answer, logprob, share, perToken, tokens }) => ({
    figures: [
      words.chance(logprob),
      words.logFigures(logprob),
      share === undefined ? words.noShare : words.figures.percentRange(share.low, share.high),
      words.logFigures(perToken),
      words.figures.count(tokens.length),
    ],
    label: nameOf(answer),
  }));
  const scored = result.answers.map(({ tokens }) => shorten(visibleText(joinTokens(tokens)), MAX_SCORED, 'both'));
  return [
    text(codeBlock(figureTable(words.heads, rows))),
    text(
      [
        words.sum(any, sum),
        words.meanIs,
        ...within.map(({ longer, shorter }) => words.within(textOf(longer), textOf(shorter))),
        words.exactly(scored),
        ...(result.moved === '' ? [] : [words.moved(visibleText(result.moved))]),
        words.anythingBehind,
        ...(answers.every(({ logprob }) => isKnown(logprob)) ? [] : [words.ranges]),
        ...result.notices.map((notice) => plain(sentenceOf(notice, locale))),
        ...(result.scale === 'raw' ? [] : [lessonWords(locale).takesNoTemperature]),
        words.requests(result.requests),
      ].join('\n'),
    ),
  ];
}
