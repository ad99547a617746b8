import {
  type AnimationBlock,
  animation,
  type BesideAnimationBlock,
  type Button,
  besideAnimation,
  type GoOnEntry,
  picture,
  text,
} from '../../src/discord/reply.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { sentenceOf } from '../../src/facts.js';
import { drewAtOwnTemperature } from '../../src/lesson/asking/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../src/lesson/command/view.js';
import { MENU_TEMPERATURES } from '../../src/lesson/options/temperatures.js';
import { askedText, writtenBehind } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { textUpTo, tokensOf } from '../../src/lesson/writing/written-text.js';
import { viewBeside } from './beside.js';
import { type GenerateResult, type KeptText, MAX_TOKENS, stepOf } from './result.js';
import { stepFacts } from './step-facts.js';
import { ANIMATED_STEPS, stepFrames, stepPicture } from './step-picture.js';
import { stepRows } from './step-rows.js';
import { textSentence } from './text-sentence.js';
import { generateWords } from './words.js';

/** A text and how it was written, or two texts side by side. */
export function viewGenerate(result: GenerateResult, place: Place): View {
  const { text: written, beside } = result;
  if (beside !== undefined) return viewBeside({ written, beside }, place);
  return written.broken === undefined ? viewAnimation(result, place) : viewStill(result, place);
}

/** A text with the animation of its first steps. */
export function viewAnimation({ text: written }: GenerateResult, place: Place): View {
  const { locale } = place;
  const { steps } = written;
  if (steps.length === 0) return viewText(written, undefined, place);
  const moving = animation({
    name: 'writing',
    frames: () => stepFrames(written, locale),
    still: stepPicture(written, 1, stepRows(written, 1, locale), locale),
  });
  return viewText(written, moving, place);
}

/** A text with the picture of its first step. */
export function viewStill({ text: written }: GenerateResult, place: Place): View {
  return viewText(written, undefined, place);
}

function viewText(written: KeptText, moving: AnimationBlock | undefined, place: Place): View {
  const { locale, runId } = place;
  const { steps, broken, temperature } = written;
  const words = generateWords(locale);
  const hasSteps = steps.length > 0;
  const still = hasSteps ? picture('step-1', stepPicture(written, 1, stepRows(written, 1, locale), locale)) : undefined;
  return layOut(
    {
      asked: writtenBehind(written.prompt, joinTokens(tokensOf(steps))),
      picture: moving ?? still,
      sentence: sentenceWith(written, moving !== undefined, locale),
      notes: broken === undefined ? [] : [words.breaksOff(steps.length, sentenceOf(broken, locale))],
      buttons: [
        ...(hasSteps
          ? [{ action: 'on', runId, value: '1', label: words.stepByStep, style: 'primary' as const }]
          : [{ action: 'another', runId, label: words.another, style: 'primary' as const }]),
        { action: 'beside', runId, label: words.beside(temperature === 0) },
        linkTo('fork'),
      ],
      goOn: [
        ...(hasSteps ? [moving === undefined ? animationEntry(place) : stillEntry(place)] : []),
        ...writeEntries(written, hasSteps, place),
      ],
      smallPrint: smallPrint(written, locale),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** What is to be seen, and how much of it the animation has where it is there. */
function sentenceWith(written: KeptText, isMoving: boolean, locale: string): string | BesideAnimationBlock {
  const sentence = textSentence(written, locale);
  const { length } = written.steps;
  if (!isMoving || length <= ANIMATED_STEPS) return sentence;
  const animated = `${sentence} ${generateWords(locale).animated(ANIMATED_STEPS, length)}`;
  return besideAnimation({ there: [text(animated)], missing: [text(sentence)] });
}

/** One step of a text, which the pressed button names: what it was drawn from. */
export function viewStep({ text: written }: GenerateResult, place: Place): View {
  const { locale, runId } = place;
  const { steps, broken, temperature } = written;
  const step = stepOf(written, place.value);
  const last = steps.length;
  const words = generateWords(locale);
  const rows = stepRows(written, step, locale);
  /** Presses carry the step that they lead to, so that two people who press at once do not skip one. */
  const to = (action: string, label: string, target: number): Button => {
    const isThere = target >= 1 && target <= last;
    return { action, runId, value: String(isThere ? target : step), label, disabled: !isThere };
  };
  const goTo = (action: string, label: string, target: number): GoOnEntry[] =>
    step === target ? [] : [{ action, runId, value: String(target), label }];
  return layOut(
    {
      asked: askedText(textUpTo(written, step)),
      picture: picture(`step-${step}`, stepPicture(written, step, rows, locale)),
      sentence: words.step(stepFacts(written, step, rows, locale)),
      notes: broken === undefined ? [] : [words.breaksOff(last, sentenceOf(broken, locale))],
      buttons: [
        to('back', words.back, step - 1),
        { ...to('on', words.next, step + 1), style: 'primary' },
        { action: 'animation', runId, label: words.animation },
      ],
      goOn: [
        ...goTo('first', words.first, 1),
        ...goTo('last', words.last, last),
        {
          action: 'beside',
          runId,
          label: words.beside(temperature === 0),
          description: words.besideHint(temperature === 0),
        },
        ...writeEntries(written, true, place),
      ],
      part: String(step),
      smallPrint: smallPrint(written, locale),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** As if it were a press on the animation: its still picture stands there. */
function stillEntry({ runId, locale }: Place): GoOnEntry {
  const words = generateWords(locale);
  return { action: 'still', runId, label: words.still, description: words.stillHint };
}

function animationEntry({ runId, locale }: Place): GoOnEntry {
  return { action: 'animation', runId, label: generateWords(locale).animation };
}

/** The temperatures at which the same text is written anew. */
const OTHER_TEMPERATURES = MENU_TEMPERATURES.filter((one) => one > 0);

/** @param withAnother no button has it */
function writeEntries(written: KeptText, withAnother: boolean, { runId, locale }: Place): GoOnEntry[] {
  const { temperature, ended, maxTokens, broken } = written;
  const words = generateWords(locale);
  const canGrow = !ended && broken === undefined && maxTokens < MAX_TOKENS;
  return [
    ...(withAnother && temperature > 0
      ? [{ action: 'another', runId, label: words.another, description: words.anotherHint }]
      : []),
    ...(canGrow ? [{ action: 'longer', runId, label: words.longer, description: words.longerHint(MAX_TOKENS) }] : []),
    ...OTHER_TEMPERATURES.filter((one) => one !== temperature).map((one) => ({
      action: 'write',
      runId,
      choice: String(one),
      label: words.writeAt(one),
      description: lessonWords(locale).temperature(one),
    })),
  ];
}

/** The model and how a text was drawn. */
export function smallPrint(written: KeptText, locale: string): string {
  const { answer, model, seed, temperature } = written;
  const shared = lessonWords(locale);
  const seeded = seed === undefined || temperature === 0 ? [] : [generateWords(locale).seedUsed(seed)];
  const isOwnTemperature = answer !== undefined && drewAtOwnTemperature({ answer });
  const drawn = shared.sampling({ ...written, isOwnTemperature });
  return shared.smallPrint(answer?.model ?? model, [drawn, ...seeded].join(' · '));
}
