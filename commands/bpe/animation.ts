import { altText } from '../../src/charts/alt.js';
import type { Frame } from '../../src/charts/picture.js';
import { animation } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { encodingLabel } from '../../src/tokens/encodings.js';
import { mergePicture } from './picture.js';
import type { BpeResult, MergingResult } from './result.js';
import { stageSentence } from './sentence.js';
import { FIRST_STAGE, stageCount } from './stages.js';
import { viewBpe } from './view.js';
import { bpeWords } from './words.js';

/** As many merges are shown one by one; of more, only some, because much changes from one picture to the next. */
const MAX_FRAMES = 18;
const FRAMES_OF_MANY = 12;

/** In seconds: long enough to find the pair; and for the tokens at the end. */
const PAUSE = { step: 1.2, last: 3.5 };

/** Half of the room that a picture's description has. */
const MAX_END = 470;

/** All merges one after another, from the first to the tokens; of many every second, third, … one. */
export function viewAnimation(result: BpeResult, place: Place): View {
  if (result.kind === 'learned') return viewBpe(result, place);
  const { locale } = place;
  const words = bpeWords(locale);
  const stages = shownStages(result);
  const last = stageCount(result) - 1;
  const still = mergePicture(result, last, locale);
  const frameOf = (number: number): Frame => ({
    picture: mergePicture(result, number, locale),
    seconds: number === last ? PAUSE.last : PAUSE.step,
  });
  return layOut(
    {
      asked: askedWords(result.text),
      picture: animation({
        name: 'merges',
        frames: () => stages.map(frameOf),
        still,
        alt: () =>
          words.animationAlt(
            stages.length,
            altText(mergePicture(result, FIRST_STAGE, locale), { locale, longest: MAX_END }),
            altText(still, { locale, longest: MAX_END }),
          ),
      }),
      sentence: stageSentence(result, last, locale),
      notes: stages.length < last ? [words.someMerges(stages.length - 1, result.order.length)] : [],
      buttons: [],
      part: String(last),
      smallPrint: words.smallPrint(encodingLabel(result.encoding), result.isCut),
    },
    place,
  );
}

/** The numbers of the stages that are shown, the first merge and the end among them. */
export function shownStages(result: MergingResult): number[] {
  const last = stageCount(result) - 1;
  const count = last <= MAX_FRAMES ? last : FRAMES_OF_MANY;
  if (count <= 1) return [last];
  const stages = Array.from({ length: count }, (_, at) =>
    Math.round(FIRST_STAGE + (at * (last - FIRST_STAGE)) / (count - 1)),
  );
  return [...new Set(stages)];
}
