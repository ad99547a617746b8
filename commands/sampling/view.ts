import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import { middleOf } from '../../src/domain/interval.js';
import {
  askedLine,
  distributionNotes,
  distributionRemarks,
  firstName,
  sureTable,
} from '../../src/lesson/asking/next-token.js';
import { countedLines, countedPart, sharpenEntry, widthToSharpen } from '../../src/lesson/asking/sharpen.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../src/lesson/command/view.js';
import { writeSettings } from '../../src/lesson/options/settings-form.js';
import { lessonWords } from '../../src/lesson/words.js';
import {
  hasEstimates,
  hasRanges,
  type SamplingStages,
  samplingPicture,
  samplingStages,
  samplingTable,
} from './columns.js';
import { type SamplingResult, settingsOf } from './result.js';
import { samplingSentence } from './sentence.js';
import { stepLines } from './steps.js';
import { samplingWords } from './words.js';

/** The part of a result that stands for its cut, which is not handed on where it is only an example. */
export const WITH_CUT = 'cut';

/** A distribution before and after temperature and cuts, side by side. */
export function viewSampling(result: SamplingResult, place: Place): View {
  const { locale, runId } = place;
  const { record, isExample } = result;
  const words = samplingWords(locale);
  const stages = samplingStages(result, locale);
  const { seed, ...settings } = settingsOf(result);
  const drawn = lessonWords(locale).sampling(settings);
  return layOut(
    {
      asked: askedLine(record),
      picture: picture('sampling', samplingPicture(result, stages, locale)),
      sentence: samplingSentence(result, stages, locale),
      notes: distributionRemarks(record.answer, locale),
      buttons: [
        { action: 'change', runId, value: writeSettings(settingsOf(result)), label: words.change, style: 'primary' },
      ],
      goOn: [
        ...sharpenEntry(
          widthToSharpen(stages.shaped, record.answer, result.temperature, result.counted),
          result.temperature,
          { runId },
          locale,
        ),
        ...offerEntries(result, place),
      ],
      smallPrint: lessonWords(locale).smallPrint(
        record.answer.model,
        [isExample ? words.isExample(drawn) : drawn, ...countedPart(result.counted, locale)].join(' · '),
      ),
    },
    place,
  );
}

/** Cuts that show what they do on most texts, at the temperature that is shown. */
function offerEntries({ temperature, seed }: SamplingResult, { runId, locale }: Place): GoOnEntry[] {
  return samplingWords(locale).offers.map(({ label, hint, ...cuts }) => ({
    action: 'offer',
    runId,
    label,
    description: hint,
    choice: writeSettings({ ...cuts, temperature, seed }),
  }));
}

/** The figures of the picture as a table, what each step did, and notes. */
export function samplingInFull(result: SamplingResult, locale: string): Block[] {
  const { record, temperature, order } = result;
  const words = samplingWords(locale);
  const stages = samplingStages(result, locale);
  const isEstimate = hasEstimates(result, stages, locale);
  const sure = isEstimate
    ? [text(sureTable(samplingTable(result, samplingStages(result, locale, true), locale), locale))]
    : [];
  return [
    text(codeBlock(samplingTable(result, stages, locale))),
    ...sure,
    text(stepLines(result, stages, locale).join('\n')),
    text(
      [
        ...(temperature === 0 ? [] : [order === undefined ? words.order : `-# ${lessonWords(locale).cutsFirst}`]),
        ...countedLines(result.counted, locale),
        ...distributionNotes(
          record,
          { hasRanges: hasRanges(result, stages, locale), hasEstimates: isEstimate },
          locale,
        ),
      ].join('\n'),
    ),
  ];
}

/** Why the tail is cut, and how what is left is scaled up. */
export function explainSampling(result: SamplingResult, locale: string): Explanation {
  const { idea, example, exampleAlone, ...words } = samplingWords(locale).lesson;
  const stages = samplingStages(result, locale);
  const told = { idea, example: scaledUp(result, stages, locale, example) ?? exampleAlone };
  if (result.temperature === 0) {
    return { ...told, next: words.nextGreedy, tryIt: linkTo('temperature', { label: words.tryGreedy }) };
  }
  const next = stages.shaped.isCut ? words.next : words.nextUncut;
  return { ...told, next, tryIt: linkTo('dice', { label: words.tryIt, value: WITH_CUT }) };
}

/** The likeliest token before and after the cut, where that is known. */
function scaledUp(
  result: SamplingResult,
  stages: SamplingStages,
  locale: string,
  write: ReturnType<typeof samplingWords>['lesson']['example'],
): string | undefined {
  const { shaped } = stages;
  const { lost } = shaped.outcome;
  const [first] = shaped.outcome.candidates;
  const { isPercentRange } = samplingWords(locale).figures;
  const isKnown = first !== undefined && ![first, lost].some(isPercentRange) && result.order === undefined;
  if (!isKnown || !shaped.isCut || result.temperature === 0) return undefined;
  return write(firstName(result.record, locale), middleOf(first), 1 - middleOf(lost), first.afterCut);
}
