import { codeBlock, inlineCode } from '../../../src/discord/markdown.js';
import { type Block, text } from '../../../src/discord/reply.js';
import { figureTable } from '../../../src/lesson/rows/figure-table.js';
import { tokenLabel } from '../../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../../src/sampling/surprisal.js';
import type { WordsResult } from '../result.js';
import { followerWords } from './words.js';

/** What **Details** has of words in texts: the counts, the model's chances, and how both were found. */
export function followersInFull(result: WordsResult, locale: string): Block[] {
  const { figures, inFull, times } = followerWords(locale);
  const { occurrences, ends, followers, endings, likeliest, documents, words, model } = result;
  const share = (count: number) => figures.percent(count / occurrences);
  const rest = occurrences - ends - followers.reduce((sum, { count }) => sum + count, 0);
  const plainRow = (label: string, count: number) => ({
    label,
    figures: [figures.count(count), share(count), inFull.unknown],
  });
  const rows = [
    ...followers.map(({ text: follower, count, chance }) => ({
      label: follower.trim(),
      figures: [
        figures.count(count),
        share(count),
        chance === undefined ? inFull.unknown : figures.percentRange(chance.low, chance.high),
      ],
    })),
    ...(rest > 0 ? [plainRow(inFull.rest, rest)] : []),
    ...(ends > 0 ? [plainRow(inFull.ends, ends)] : []),
  ];
  const counted = endings.map(({ text: ending, occurrences: often }) => ({
    label: ending,
    figures: [figures.count(often)],
  }));
  return [
    ...(occurrences > 0 ? [text(codeBlock(inFull.formula)), text(codeBlock(figureTable(inFull.heads, rows)))] : []),
    text(`${inFull.endings}\n${codeBlock(figureTable([times], counted))}`),
    text(
      inFull.likeliest(
        likeliest.map((one) => [inlineCode(tokenLabel(one)), figures.percent(probabilityOf(one.logprob))] as const),
      ),
    ),
    text(inFull.where(documents, words)),
    text(inFull.model(model)),
  ];
}
