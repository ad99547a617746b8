import { type GoOnEntry, picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { ENCODINGS, encodingLabel } from '../../src/tokens/encodings.js';
import { MIN_LEARNED } from './ask.js';
import { viewLearned } from './learned-view.js';
import { mergePicture } from './picture.js';
import type { BpeResult, MergingResult } from './result.js';
import { stageSentence } from './sentence.js';
import { stageCount, stageNumber } from './stages.js';
import { bpeWords } from './words.js';

/** Shows a stage of a text's merges, the first one where no button asks for another; or the merges that were learned. */
export function viewBpe(result: BpeResult, place: Place): View {
  return result.kind === 'learned' ? viewLearned(result, 'pairs', place) : viewStage(result, place);
}

/** How the text got shorter while the list of tokens grew. */
export function viewCurve(result: BpeResult, place: Place): View {
  return result.kind === 'learned' ? viewLearned(result, 'curve', place) : viewStage(result, place);
}

/** The text as it is cut after the last merge that was learned. */
export function viewCut(result: BpeResult, place: Place): View {
  return result.kind === 'learned' ? viewLearned(result, 'cut', place) : viewStage(result, place);
}

function viewStage(result: MergingResult, place: Place): View {
  const { runId, locale, value } = place;
  const words = bpeWords(locale);
  const number = stageNumber(result, value);
  const last = stageCount(result) - 1;
  const step = (to: number, label: string, disabled: boolean) => {
    return { action: 'step', runId, value: String(to), label, disabled };
  };
  return layOut(
    {
      asked: askedWords(result.text),
      picture: picture('merges', mergePicture(result, number, locale)),
      sentence: stageSentence(result, number, locale),
      buttons: [
        step(number - 1, words.back, number === 0),
        { ...step(number + 1, words.forward, number === last), style: 'primary' },
        { action: 'animate', runId, label: words.animate },
        { action: 'learn', runId, label: words.learn },
      ],
      goOn: goOnEntries(result, number, place),
      part: String(number),
      smallPrint: words.smallPrint(encodingLabel(result.encoding), result.isCut),
    },
    place,
  );
}

function goOnEntries(result: MergingResult, number: number, { runId, locale }: Place): GoOnEntry[] {
  const words = bpeWords(locale);
  const last = stageCount(result) - 1;
  const step = (to: number, label: string, description: string): GoOnEntry[] =>
    number === to ? [] : [{ action: 'step', runId, value: String(to), label, description }];
  const { text } = result;
  return [
    ...step(0, words.toStart, words.toStartHint),
    ...step(last, words.toEnd, words.toEndHint),
    ...(text.trim().length < MIN_LEARNED
      ? []
      : [{ action: 'learn-here', runId, label: words.learnHere, description: words.learnHereHint }]),
    ...ENCODINGS.filter(({ name }) => name !== result.encoding).map(({ name, models }) => ({
      action: 'by',
      runId,
      choice: name,
      label: words.by(name),
      description: words.byHint(models),
    })),
  ];
}
