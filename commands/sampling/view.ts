import { codeBlock } from '../../src/discord/markdown.js';
import { picture, text } from '../../src/discord/reply.js';
import { promptBlock, smallPrint } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { hasRanges, samplingPicture, samplingStages, samplingTable, showsCut } from './columns.js';
import { changeButton } from './form.js';
import { describeLeft } from './left.js';
import type { SamplingResult } from './result.js';
import { stepLines } from './steps.js';
import { samplingWords } from './words.js';

/** A distribution before and after temperature and cuts, side by side, with what each step did. */
export function viewSampling(result: SamplingResult, place: Place): View {
  const { locale } = place;
  const { record, isExample, temperature, order } = result;
  const words = samplingWords(locale);
  const stages = samplingStages(result, locale);
  return {
    blocks: [
      promptBlock(record, locale),
      picture('sampling', samplingPicture(result, stages, locale)),
      text(words.compare(showsCut(stages), describeLeft(result, stages, locale))),
      text(codeBlock(samplingTable(result, stages, locale))),
      text(stepLines(result, stages, locale).join('\n')),
      text(
        [
          ...(isExample ? [words.isExample] : []),
          ...(temperature === 0 ? [] : [order === undefined ? words.order : `-# ${lessonWords(locale).cutsFirst}`]),
          ...smallPrint(record, hasRanges(result, stages, locale), locale),
        ].join('\n'),
      ),
      row(changeButton(result, place), explainButton(place.runId, locale), linkTo('details')),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}
