import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { factorsOf } from '../../src/lesson/writing/factors.js';
import { SHORTEST_REPEAT } from '../../src/lesson/writing/repeat.js';
import { addedName, ownProbability, tokensOf } from '../../src/lesson/writing/written-text.js';
import { repeatIn } from './parting.js';
import type { GenerateResult, KeptText } from './result.js';
import { generateWords } from './words.js';

/** So many factors can be multiplied by hand. */
const MAX_FACTORS = 3;

/** Tells how a text comes about, with its own numbers. */
export function explainGenerate({ text: written, beside }: GenerateResult, { runId, locale }: Place): Explanation {
  const words = generateWords(locale);
  const isGreedy = written.temperature === 0;
  const idea = words.explain.idea(isGreedy);
  const example = exampleOf(written, locale);
  if (beside !== undefined) {
    const tryIt = { action: 'watch', runId, label: words.watch(isGreedy) };
    return { idea, example, next: words.explain.nextBeside(isGreedy), tryIt };
  }
  const tryIt = { action: 'beside', runId, label: words.beside(isGreedy) };
  return { idea, example, next: words.explain.next(isGreedy), tryIt };
}

function exampleOf({ steps }: KeptText, locale: string): string {
  const words = generateWords(locale).explain;
  const amount = tokensOf(steps).length;
  if (amount === 0) return words.nothing;
  const repeat = repeatIn(steps);
  const circles = repeat === undefined ? words.noRepeat(SHORTEST_REPEAT) : words.repeats(repeat);
  const first = steps.slice(0, Math.min(MAX_FACTORS, amount)).map((step, at) => {
    return { name: addedName(steps, at, locale), own: ownProbability(step) };
  });
  const told = first.flatMap(({ name, own }) => (own.low === own.high ? [{ name, chance: own.high }] : []));
  if (told.length < first.length) return `${words.untold(amount)}\n${circles}`;
  const known = factorsOf(told);
  if (known.length === 0) return `${words.untold(amount)}\n${circles}`;
  // Of the factors as they are written, so that the product can be checked.
  const product = known.reduce((sum, { chance }) => sum * (Math.round(chance * 100) / 100), 1);
  return `${words.product(known, product)}\n${circles}`;
}
