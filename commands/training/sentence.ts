import { plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { shorten } from '../../src/words/shorten.js';
import type { CheckpointsResult, HomeResult } from './result.js';
import { type Learned, type LearnedHere, trainingWords } from './words.js';

/** Of what stands before a token; characters. */
const MAX_BEFORE = 24;

/** From here on a token is more likely than all others together. */
const MOSTLY = 0.5;

/** By so much a chance has to change for anybody to see it. */
const CLEARLY = 1.5;

/** The right next character gets so much where a text is known nearly by heart, and where much of it is known. */
const BY_HEART = 0.75;
const MUCH = 0.3;

/** By so many bits per byte a model guesses its own texts better for **Explain** to say so. */
const GAP = 0.1;

/** What became of the right token from the first checkpoint to the last; undefined where that is not known. */
export function learnedOf({ rows, right }: CheckpointsResult, locale: string): Learned | undefined {
  const known = rows.flatMap(({ step, chance }) => (chance === undefined ? [] : [{ step, chance }]));
  const [first, last] = [known[0], known.at(-1)];
  if (right === undefined || first === undefined || last === undefined || first === last) return undefined;
  const name = markedTokenName(right.token, locale);
  const before = plain(shorten(right.before.trim().replace(/\s+/g, ' '), MAX_BEFORE, 'end'));
  return { name, before, steps: [first.step, last.step], chances: [first.chance, last.chance] };
}

/** What is to be seen in the texts and in the chances. */
export function checkpointsSentence(result: CheckpointsResult, locale: string): string {
  const words = trainingWords(locale);
  const learned = learnedOf(result, locale);
  if (learned === undefined) return words.grown(result.rows[0]?.step ?? 0, result.rows.at(-1)?.step ?? 0);
  const [first, last] = learned.chances;
  if (isClearlyLess(first, last)) return last.low >= MOSTLY ? words.learned(learned) : words.rose(learned);
  return isClearlyLess(last, first) ? words.fell(learned) : words.stayed(learned);
}

function isClearlyLess(one: Interval, other: Interval): boolean {
  return one.high * CLEARLY < other.low;
}

/** The loss on texts that were held back, first and last; where the server did not tell it, on the model's own texts. */
export function lossOf({ training: { losses } }: CheckpointsResult): {
  readonly first: number;
  readonly last: number;
  readonly isUnseen: boolean;
  /** The last on the model's own texts, where that is clearly lower. */
  readonly own: number | undefined;
} {
  const unseen = losses.flatMap(({ heldOut }) => (heldOut === undefined ? [] : [heldOut]));
  const isUnseen = unseen.length > 0;
  const figures = isUnseen ? unseen : losses.map(({ training }) => training);
  const [first = 0, last = 0] = [figures[0], figures.at(-1)];
  const own = losses.at(-1)?.training ?? last;
  return { first, last, isUnseen, own: last - own > GAP ? own : undefined };
}

/** What is to be seen in the curve. */
export function curveSentence(result: CheckpointsResult, locale: string): string {
  const words = trainingWords(locale);
  const { first, last, isUnseen } = lossOf(result);
  return isUnseen ? words.lossFell(first, last) : words.lossOnly(first, last);
}

/** What became of the right next character while a model was trained here. */
export function learnedHere({ losses }: HomeResult): LearnedHere {
  return { chances: [2 ** -(losses[0]?.bits ?? 0), 2 ** -(losses.at(-1)?.bits ?? 0)] };
}

/** What came of a training here. */
export function homeSentence(result: HomeResult, locale: string): string {
  const words = trainingWords(locale);
  const learned = learnedHere(result);
  const [, last] = learned.chances;
  if (last >= BY_HEART) return words.byHeart(learned);
  return last >= MUCH ? words.muchLearned(learned) : words.begun(learned);
}

/** What is to be seen in its curve. */
export function homeCurveSentence({ losses }: HomeResult, locale: string): string {
  return trainingWords(locale).homeLossFell(losses[0]?.bits ?? 0, losses.at(-1)?.bits ?? 0);
}
