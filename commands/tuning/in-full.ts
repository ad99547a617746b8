import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { endOf, lengthOf, writtenText } from '../../src/lesson/record/text-record.js';
import { replyText, shownText } from '../../src/lesson/text/shown-text.js';
import { withExamples } from './examples.js';
import { isFewShot, type TuningResult, type TuningRow } from './result.js';
import { nameOf } from './view.js';
import { tuningWords } from './words.js';

/** What **Details** has: the whole texts, and what stood before the question where there were examples. */
export function tuningInFull(result: TuningResult, locale: string): Block[] {
  const words = tuningWords(locale);
  const hasExamples = isFewShot(result);
  return [
    ...(hasExamples ? [text(`${words.read}\n${codeBlock(shownText(withExamples(result.prompt)))}`)] : []),
    ...result.rows.flatMap((row) => rowBlocks(row, hasExamples, locale)),
  ];
}

function rowBlocks(row: TuningRow, isOfExamples: boolean, locale: string): Block[] {
  const words = tuningWords(locale);
  const { stage, record, broken, model } = row;
  const written = writtenText(row);
  return [
    text(words.heading(nameOf(row, isOfExamples, locale), record?.answer.model ?? model)),
    stage === 'base' ? text(codeBlock(shownText(written))) : replyText(written, locale),
    text(
      broken !== undefined
        ? words.breaksOff(sentenceOf(broken, locale))
        : record === undefined
          ? words.pending
          : words.ending(lengthOf(record), endOf(record)),
    ),
  ];
}
