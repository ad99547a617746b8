import type { Press } from '../../src/discord/command.js';
import { type Form, type GoOnEntry, picture } from '../../src/discord/reply.js';
import { askedLine, distributionRemarks } from '../../src/lesson/asking/next-token.js';
import { countedPart, sharpenEntry, widthToSharpen } from '../../src/lesson/asking/sharpen.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../src/lesson/command/view.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { lessonWords } from '../../src/lesson/words.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { type Tempered, temperAll, temperaturePicture } from './columns.js';
import { describeChange } from './describe-change.js';
import type { TemperatureResult } from './result.js';
import { temperatureWords } from './words.js';

/** The longest that anybody types as five temperatures. */
const MAX_TYPED = 100;

/** One distribution at several temperatures, side by side. */
export function viewTemperatures(result: TemperatureResult, place: Place): View {
  const { runId, locale } = place;
  const { record, temperatures, candidates, counted } = result;
  const words = temperatureWords(locale);
  const tempered = temperAll(record, temperatures, { count: candidates, counted, locale });
  return layOut(
    {
      asked: askedLine(record),
      picture: picture('temperatures', temperaturePicture(record, tempered, locale)),
      sentence: describeChange(tempered, record, locale),
      notes: distributionRemarks(record.answer, locale),
      buttons: [{ action: 'animate', runId, label: words.animate, style: 'primary' }],
      goOn: [
        ...widestEntry(result, tempered, place),
        {
          action: 'change',
          runId,
          label: words.otherTemperatures,
          description: words.otherTemperaturesHint,
          choice: temperatures.join(' '),
        },
      ],
      smallPrint: lessonWords(locale).smallPrint(record.answer.model, ...countedPart(counted, locale)),
    },
    place,
  );
}

/** Sharpens the column whose figures are the least known. */
function widestEntry(
  { record, counted }: TemperatureResult,
  tempered: readonly Tempered[],
  { runId, locale }: Place,
): GoOnEntry[] {
  const columns = tempered.map(({ temperature, rows }) => ({
    temperature,
    width: widthToSharpen(rows, record.answer, temperature, counted),
  }));
  const [widest] = columns.toSorted((one, other) => other.width - one.width);
  return widest === undefined ? [] : sharpenEntry(widest.width, widest.temperature, { runId }, locale);
}

/** The form for other temperatures, filled in with those that are shown, which the entry carries. */
export function temperaturesForm({ runId, choice, locale }: Pick<Press, 'runId' | 'choice' | 'locale'>): Form {
  const words = temperatureWords(locale);
  return {
    action: 'change',
    runId,
    title: words.form,
    fields: [{ id: 'temperatures', label: words.field, value: choice, maxLength: MAX_TYPED }],
  };
}

/** What temperature does, with the ratio of the two most likely tokens. */
export function explainTemperature({ record }: TemperatureResult, locale: string): Explanation {
  const { idea, next, tryIt, ...lesson } = temperatureWords(locale).lesson;
  const [one, other] = record.answer.candidates.slice(0, 2).map((token) => ({
    name: markedTokenName(token, locale),
    probability: probabilityOf(token.logprob),
  }));
  const isPair = one !== undefined && other !== undefined && other.probability > 0;
  return {
    idea,
    example: isPair ? lesson.example([one, other]) : lesson.alone,
    next,
    tryIt: linkTo('compare', { label: tryIt }),
  };
}
