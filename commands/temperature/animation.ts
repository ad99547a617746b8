import { altText } from '../../src/charts/alt.js';
import type { Frame } from '../../src/charts/picture.js';
import { animation } from '../../src/discord/reply.js';
import { askedLine } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { type Tempered, temperAll, temperaturePicture } from './columns.js';
import { describeChange } from './describe-change.js';
import type { TemperatureResult } from './result.js';
import { temperatureWords } from './words.js';

/** The part of a reply that is the animation. */
export const SWEEP_PART = 'sweep';

/** From nearly greedy to nearly anything; the animation goes through them and back. */
export const SWEEP = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.75, 2];

/** In seconds: long enough to read the first bar, and longer where the sweep turns or is at the model's own. */
const PAUSE = { step: 0.7, own: 1.5, turn: 2 };

/** Half of the room that a picture's description has. */
const MAX_END = 470;

/** The distribution while the temperature rises and falls again, with the figures of the whole way; first as it is at 1. */
export function viewSweep({ record, candidates, counted }: TemperatureResult, place: Place): View {
  const { locale } = place;
  const words = temperatureWords(locale);
  const tempered = temperAll(record, SWEEP, { count: candidates, counted, locale });
  const own = tempered.filter(({ temperature }) => temperature === 1);
  const frameOf = (one: Tempered): Frame => {
    return { picture: temperaturePicture(record, [one], locale), seconds: pauseAt(one) };
  };
  const moments = [...tempered, ...tempered.slice(0, -1).reverse()];
  return layOut(
    {
      asked: askedLine(record),
      picture: animation({
        name: 'temperature',
        frames: () => moments.map(frameOf),
        still: temperaturePicture(record, own, locale),
        alt: () => words.sweepAlt(endsOf(tempered.map(frameOf))),
      }),
      sentence: describeChange(tempered, record, locale),
      buttons: [],
      part: SWEEP_PART,
      smallPrint: lessonWords(locale).smallPrint(record.answer.model),
    },
    place,
  );
}

function pauseAt({ temperature }: Tempered): number {
  if (temperature === SWEEP[0] || temperature === SWEEP.at(-1)) return PAUSE.turn;
  return temperature === 1 ? PAUSE.own : PAUSE.step;
}

/** The two ends in words, since the animation ends as it begins. */
function endsOf(rising: readonly Frame[]): string[] {
  return [rising[0], rising.at(-1)].flatMap((frame) =>
    frame === undefined ? [] : altText(frame.picture, { longest: MAX_END }),
  );
}
