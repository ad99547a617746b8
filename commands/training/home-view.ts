import { type GoOnEntry, type PictureBlock, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { homeLossPicture, samplesPicture } from './pictures.js';
import type { HomeResult } from './result.js';
import { homeCurveSentence, homeSentence } from './sentence.js';
import { trainingWords } from './words.js';

/** What a model that was trained here wrote on the way. */
export function viewHome(result: HomeResult, place: Place): View {
  const { locale } = place;
  return view(
    result,
    'texts',
    picture('new-model', samplesPicture(result, locale)),
    homeSentence(result, locale),
    place,
  );
}

/** How its loss fell. */
export function viewHomeCurve(result: HomeResult, place: Place): View {
  const { locale } = place;
  return view(
    result,
    'curve',
    picture('loss', homeLossPicture(result, locale)),
    homeCurveSentence(result, locale),
    place,
  );
}

function view(
  { text, isOwn, broken, parameters }: HomeResult,
  sight: 'texts' | 'curve',
  shown: PictureBlock,
  sentence: string,
  place: Place,
): View {
  const { runId, locale } = place;
  const words = trainingWords(locale);
  const entry = (action: string, label: string, description: string): GoOnEntry => ({
    action,
    runId,
    label,
    description,
  });
  return layOut(
    {
      asked: askedWords(text),
      picture: shown,
      sentence,
      notes: broken === undefined ? [] : [words.breaksOff(sentenceOf(broken, locale))],
      buttons: [
        { action: 'paste', runId, label: words.paste, style: 'primary' },
        sight === 'texts'
          ? { action: 'curve', runId, label: words.lossCurve }
          : { action: 'texts', runId, label: words.texts },
      ],
      goOn: [
        entry('again', words.trainAgain, words.trainAgainHint),
        ...(isOwn ? [] : [entry('own', words.trainOwn, words.trainOwnHint)]),
        entry('large', words.big, words.bigHint),
      ],
      part: sight,
      smallPrint: words.homePrint(parameters),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}
