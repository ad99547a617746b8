import { altText } from '../../src/charts/alt.js';
import type { Frame } from '../../src/charts/picture.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { animation, text } from '../../src/discord/reply.js';
import { promptBlock, smallPrint } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import {
  describeChange,
  hasRanges,
  type Tempered,
  temperAll,
  temperaturePicture,
  temperatureTable,
} from './columns.js';
import type { TemperatureResult } from './result.js';
import { temperatureWords } from './words.js';

/** From nearly greedy to nearly anything; the animation goes through them and back. */
const SWEEP = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.75, 2];

/** In seconds: long enough to read the first bar, and longer where the sweep turns or is at the model's own. */
const PAUSE = { step: 0.7, own: 1.5, turn: 2 };

/** Half of the room that a picture's description has. */
const MAX_END = 470;

/** The distribution while the temperature rises and falls again, with the figures of the whole way; first as it is at 1. */
export function viewSweep({ record, candidates }: TemperatureResult, { runId, locale }: Place): View {
  const words = temperatureWords(locale);
  const tempered = temperAll(record, SWEEP, candidates, locale);
  const own = tempered.filter(({ temperature }) => temperature === 1);
  const frameOf = (one: Tempered): Frame => {
    return { picture: temperaturePicture(record, [one], locale), seconds: pauseAt(one) };
  };
  const moments = [...tempered, ...tempered.slice(0, -1).reverse()];
  const half = tempered.length / 2;
  return {
    blocks: [
      promptBlock(record, locale),
      animation({
        name: 'temperature',
        frames: () => moments.map(frameOf),
        count: moments.length,
        still: temperaturePicture(record, own, locale),
        alt: () => words.sweepAlt(endsOf(tempered.map(frameOf))),
      }),
      text(words.watch(describeChange(tempered, record, locale))),
      text(codeBlock(temperatureTable(tempered.slice(0, half), locale))),
      text(codeBlock(temperatureTable(tempered.slice(half), locale))),
      text(smallPrint(record, hasRanges(tempered, locale), locale).join('\n')),
      row(explainButton(runId, locale), linkTo('details')),
    ],
  };
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
