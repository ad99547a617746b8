import type { Press } from '../../src/discord/command.js';
import { type Button, type Form, type GoOnEntry, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { readPart } from './ask.js';
import { MIN_TEXT } from './home-text.js';
import { viewHome, viewHomeCurve } from './home-view.js';
import { chancesPicture, lossPicture, textsPicture } from './pictures.js';
import type { CheckpointsResult, TrainingResult } from './result.js';
import { checkpointsSentence, curveSentence } from './sentence.js';
import { trainingWords } from './words.js';

/** What is to be seen of a result. */
export type Sight = 'texts' | 'chances' | 'curve';

/** At 0 a model that knows little writes one token again and again; drawn, its noise is seen. */
export const DEFAULT_TEMPERATURE = 0.7;

/** What the menu offers. */
const TEMPERATURES = [0, 0.7, 1];

/** Longer than any word that somebody expects. */
const MAX_NAMED = 60;

/** As much as Discord's forms take. */
const MAX_PASTED = 4000;

/** What each checkpoint wrote; of a model that was trained here what that wrote. */
export function viewTraining(result: TrainingResult, place: Place): View {
  return result.kind === 'home' ? viewHome(result, place) : viewCheckpoints(result, 'texts', place);
}

/** What each checkpoint gave to the right token. */
export function viewChances(result: TrainingResult, place: Place): View {
  return result.kind === 'home' ? viewHome(result, place) : viewCheckpoints(result, 'chances', place);
}

/** The loss over the steps. */
export function viewCurve(result: TrainingResult, place: Place): View {
  return result.kind === 'home' ? viewHomeCurve(result, place) : viewCheckpoints(result, 'curve', place);
}

function viewCheckpoints(result: CheckpointsResult, wanted: Sight, place: Place): View {
  const { runId, locale } = place;
  const { prompt, training, temperature, seed, broken } = result;
  const words = trainingWords(locale);
  const chances = chancesPicture(result, locale);
  const sight = wanted === 'chances' && chances === undefined ? 'texts' : wanted;
  const pictures = {
    texts: () => picture('checkpoints', textsPicture(result, locale)),
    chances: () => chances && picture('chances', chances),
    curve: () => picture('loss', lossPicture(result, locale)),
  };
  const sights: Button[] = [
    { action: 'texts', runId, label: words.texts },
    ...(chances === undefined ? [] : [{ action: 'chances', runId, label: words.chances }]),
    { action: 'curve', runId, label: words.lossCurve },
  ];
  const read = readPart(prompt);
  return layOut(
    {
      asked: askedText(prompt),
      picture: pictures[sight](),
      sentence: sight === 'curve' ? curveSentence(result, locale) : checkpointsSentence(result, locale),
      notes: [
        ...(broken === undefined ? [] : [words.breaksOff(sentenceOf(broken, locale))]),
        ...(read.length < prompt.length ? [words.readPart(read.length)] : []),
      ],
      buttons: [
        { action: 'train', runId, label: words.train, style: 'primary' },
        ...sights.filter(({ action }) => action !== sight),
      ],
      goOn: [
        { action: 'name', runId, label: words.name, description: words.nameHint },
        pasteEntry(runId, locale),
        ...drawEntries(result, place),
      ],
      part: sight,
      smallPrint: lessonWords(locale).smallPrint(
        training.model,
        lessonWords(locale).sampling({ ...result.sampling, temperature }, temperature === 0 ? undefined : seed),
      ),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** The entry that opens the form for a text to learn from. */
export function pasteEntry(runId: string, locale: string): GoOnEntry {
  const words = trainingWords(locale);
  return { action: 'paste', runId, label: words.paste, description: words.pasteHint(MIN_TEXT) };
}

function drawEntries({ temperature }: CheckpointsResult, { runId, locale }: Place): GoOnEntry[] {
  const words = trainingWords(locale);
  const again = { action: 'draw', runId, choice: String(temperature) };
  return [
    ...(temperature === 0 ? [] : [{ ...again, label: words.drawAgain, description: words.drawAgainHint }]),
    ...TEMPERATURES.filter((one) => one !== temperature).map((one) => ({
      action: 'draw',
      runId,
      choice: String(one),
      label: words.drawAt(one),
      description: lessonWords(locale).temperature(one),
    })),
  ];
}

type Pressed = Pick<Press, 'runId' | 'locale'>;

/** The form for a text to learn from. */
export function pasteForm({ runId, locale }: Pressed): Form {
  const { title, field, placeholder } = trainingWords(locale).pasteForm;
  return {
    action: 'paste',
    runId,
    title,
    fields: [{ id: 'text', label: field, placeholder, maxLength: MAX_PASTED, isLong: true }],
  };
}

/** The form for the word that should come next. */
export function nameForm({ runId, locale }: Pressed): Form {
  const { title, field } = trainingWords(locale).nameForm;
  return { action: 'name', runId, title, fields: [{ id: 'word', label: field, maxLength: MAX_NAMED }] };
}
