import type { Curve } from '../../src/charts/kinds/curve/curve.js';
import type { ProbabilityBars } from '../../src/charts/kinds/probability-bars/probability-bars.js';
import type { TextRows } from '../../src/charts/kinds/text-rows/text-rows.js';
import { tokenName } from '../../src/lesson/text/token-name.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { chooseCheckpoints, MAX_ROWS } from './log-steps.js';
import type { CheckpointsResult, HomeResult } from './result.js';
import { trainingWords } from './words.js';

/** Of a token beside a text, and of what stands before it in a title; characters. */
const MAX_NAME = 14;
const MAX_BEFORE = 26;

/** Of what a model wrote on the way here, so that the last text has the room; characters. */
const MAX_EARLY = 52;

/** What each checkpoint wrote, with what it gave to the right token. */
export function textsPicture({ rows, right }: CheckpointsResult, locale: string): TextRows {
  const words = trainingWords(locale);
  const name = right && tokenName(right.token, locale, MAX_NAME);
  return {
    kind: 'text-rows',
    title: words.titles.texts,
    rows: rows.map(({ step, text, chance }) => ({
      label: words.after(step),
      note: name === undefined || chance === undefined ? undefined : words.gave(name, chance),
      text: onOneLine(text),
    })),
  };
}

/** What each checkpoint gave to the right token. */
export function chancesPicture({ rows, right }: CheckpointsResult, locale: string): ProbabilityBars | undefined {
  const words = trainingWords(locale);
  if (right === undefined) return undefined;
  const before = shorten(visibleText(right.before.trimStart()), MAX_BEFORE, 'end');
  return {
    kind: 'probability-bars',
    title: words.titles.chances(tokenName(right.token, locale, MAX_NAME), before),
    bars: rows.flatMap(({ step, chance }) =>
      chance === undefined ? [] : [{ label: words.after(step), probability: chance, state: 'kept' }],
    ),
  };
}

/** The loss over the steps, with the checkpoints. */
export function lossPicture({ training: { losses }, kept, rows }: CheckpointsResult, locale: string): Curve {
  const { titles, curve } = trainingWords(locale);
  return {
    kind: 'curve',
    title: titles.curve,
    unit: curve.bitsPerByte,
    axis: curve.axis,
    lines: [curve.own, curve.unseen],
    points: losses.map(({ step, training, heldOut }) => ({
      label: curve.step(step),
      at: step,
      values: [training, heldOut],
    })),
    marks: kept ?? rows.map(({ step }) => step),
    marked: curve.kept,
  };
}

/** What a model that was trained here wrote on the way. */
export function samplesPicture({ samples }: HomeResult, locale: string): TextRows {
  const words = trainingWords(locale);
  return {
    kind: 'text-rows',
    title: words.titles.home,
    rows: chooseCheckpoints(samples, MAX_ROWS).map(({ step, text }, at, { length }) => ({
      label: words.after(step),
      text: at + 1 < length ? shorten(onOneLine(text), MAX_EARLY, 'start') : onOneLine(text),
    })),
  };
}

/** Its loss over the steps. */
export function homeLossPicture({ losses, samples }: HomeResult, locale: string): Curve {
  const { titles, curve } = trainingWords(locale);
  return {
    kind: 'curve',
    title: titles.curve,
    unit: curve.bitsPerCharacter,
    axis: curve.axis,
    lines: [curve.atTheEnd],
    points: losses.map(({ step, bits }) => ({ label: curve.step(step), at: step, values: [bits] })),
    marks: chooseCheckpoints(samples, MAX_ROWS).flatMap(({ step }) => (step === 0 ? [] : [step])),
    marked: curve.wrote,
  };
}

/** A text as it fits into few lines: its own line breaks as signs. */
function onOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ↵ ');
}
