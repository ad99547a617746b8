import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { nameQuestions } from './names.js';
import { countedIn, type RoomResult, showsSample } from './result.js';
import { probabilityWords } from './words.js';

/** What **Details** has of a room: every chance as a count and in percent, and the formulas with their values. */
export function roomInFull(result: RoomResult, locale: string): Block[] {
  const { figures, inFull } = probabilityWords(locale);
  const { first, second } = result;
  const { names } = nameQuestions(first, second);
  const sums = countedIn(result);
  const labels = inFull.rows(names);
  const shares = [
    [labels.yesFirst, sums.yesFirst, sums.all],
    [labels.yesSecond, sums.yesSecond, sums.all],
    [labels.both, sums.both, sums.all],
    [labels.firstGiven, sums.both, sums.yesSecond],
    [labels.secondGiven, sums.both, sums.yesFirst],
  ] as const;
  const rows = shares.map(([label, part, whole]) => ({
    label,
    figures: [inFull.share(part, whole), whole === 0 ? inFull.none : figures.percent(part / whole)],
  }));
  const formulas = [inFull.formula(names, sums), inFull.bayes(names, sums)].filter((one) => one !== undefined);
  return [
    text(inFull.questions(first, second, names)),
    text(showsSample(result) ? inFull.sample(sums.all) : inFull.room(sums.all)),
    text(codeBlock(figureTable(inFull.heads, rows))),
    text(codeBlock(formulas.join('\n\n'))),
    text(inFull.independent(names, sums)),
  ];
}
