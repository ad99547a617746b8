import { altText } from '../../src/charts/alt.js';
import type { Frame } from '../../src/charts/picture.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, buttons, type Reply, text } from '../../src/discord/reply.js';
import { factLines, firstName, promptBlock } from '../../src/lesson/asking/what-follows.js';
import { animateLater } from '../../src/lesson/draw-animation.js';
import { explainButton } from '../../src/lesson/explain.js';
import type { Services } from '../../src/services.js';
import {
  describeChange,
  hasRanges,
  type Tempered,
  temperAll,
  temperaturePicture,
  temperatureTable,
} from './columns.js';
import { replay, type TemperatureRun } from './run.js';

/** From nearly greedy to nearly anything; the animation goes through them and back. */
const SWEEP = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.75, 2];

/** In seconds: long enough to read the first bar, and longer where the sweep turns or is at the model's own. */
const PAUSE = { step: 0.7, own: 1.5, turn: 2 };

/** Half of the room that a picture's description has. */
const LONGEST_END = 470;

/** The distribution while the temperature rises and falls again, with the figures of the whole way; first as it is at 1. */
export async function presentSweep(
  { record, recordId, candidates }: TemperatureRun,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const tempered = temperAll(record, SWEEP, candidates);
  const rising = tempered.map((one): Frame => ({ picture: temperaturePicture(record, [one]), seconds: pauseAt(one) }));
  const frames = [...rising, ...rising.slice(0, -1).reverse()];
  const half = tempered.length / 2;
  const still = temperaturePicture(
    record,
    tempered.filter(({ temperature }) => temperature === 1),
  );
  const animation = { frames, still, name: 'temperature', alt: sweepAlt(rising) };
  const replyWith = (place: readonly Block[]): Reply => ({
    blocks: [
      promptBlock(record),
      ...place,
      text(
        `**Watch the bars:** the temperature goes from 0.1 to 2 and back, in the same distribution. ${describeChange(tempered, firstName(record))}`,
      ),
      text(codeBlock(temperatureTable(tempered.slice(0, half)))),
      text(codeBlock(temperatureTable(tempered.slice(half)))),
      text(factLines(record, hasRanges(tempered)).join('\n')),
      buttons(explainButton, replay.button(recordId)),
    ],
  });
  return animateLater(services, animation, signal, replyWith);
}

function pauseAt({ temperature }: Tempered): number {
  if (temperature === SWEEP[0] || temperature === SWEEP.at(-1)) return PAUSE.turn;
  return temperature === 1 ? PAUSE.own : PAUSE.step;
}

/** Its two ends, since the animation ends as it begins. */
function sweepAlt(rising: readonly Frame[]): string {
  const ends = [rising[0], rising.at(-1)].flatMap((frame) =>
    frame === undefined ? [] : altText(frame.picture, LONGEST_END),
  );
  return `Animation: the temperature rises and falls again. At its lowest: ${ends.join('. At its highest: ')}`;
}
