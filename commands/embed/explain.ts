import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { nextAnalogy } from './analogies.js';
import { lonerOf, pairsOf } from './pairs.js';
import type { EmbedResult } from './result.js';
import { type EmbedWords, embedWords, type MapPlace } from './words.js';

/** How many of the nearest words an example names. */
const NAMED = 3;

/** What **Explain** tells of what is shown, with its own numbers. */
export function explainEmbed(result: EmbedResult, { runId, locale }: Place): Explanation {
  const words = embedWords(locale);
  const tryIt = (value: string, label: string) => ({ action: 'try', runId, value, label });
  switch (result.sight) {
    case 'map':
      return explainMap(result, words, tryIt('likeness', words.explain.map.tryIt));
    case 'likeness':
      return explainLikeness(result, words, tryIt);
    case 'nearest': {
      const { idea, example, next, tryIt: label } = words.explain.nearest;
      const best = (result.nearest?.best ?? []).slice(0, NAMED);
      return {
        idea,
        example: example(result.texts[result.nearest?.to ?? 0] ?? '', best),
        next,
        tryIt: tryIt('analogy', label),
      };
    }
    case 'analogy': {
      const { idea, example, next, tryIt: label } = words.explain.analogy;
      const { terms = ['', '', ''] as const, best = [], expected } = result.analogy ?? {};
      const [first] = best;
      const [a, b, c] = nextAnalogy(terms, locale).terms;
      return {
        idea,
        example: example(terms, first?.text ?? '', first?.likeness ?? 0, expected),
        next,
        tryIt: tryIt('analogy', label(a, b, c)),
      };
    }
  }
}

function explainMap(result: EmbedResult, { explain }: EmbedWords, tryIt: Explanation['tryIt']): Explanation {
  const { idea, example, next } = explain.map;
  const [best] = pairsOf(result);
  const far = lonerOf(result, pairsOf(result))?.at;
  const named = [best?.one, best?.other, far].flatMap((at) => (at === undefined ? [] : [placeOf(result, at)]));
  const [one, other, third] = named.map(({ text }) => text);
  return { idea: idea(result.dimensions), example: example(one ?? '', other ?? '', third, named), next, tryIt };
}

function placeOf({ texts, flat }: EmbedResult, at: number): MapPlace {
  const [across, up] = flat.points[at] ?? [0, 0];
  return { text: texts[at] ?? '', across: rounded(across), up: rounded(up) };
}

/** As the alt text has it, so that the example can be checked by hand. */
function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function explainLikeness(
  result: EmbedResult,
  { explain }: EmbedWords,
  tryIt: (value: string, label: string) => Explanation['tryIt'],
): Explanation {
  const { idea, example, next, tryIt: label } = explain.likeness;
  const pairs = pairsOf(result);
  const [best, last] = [pairs[0], pairs.at(-1)];
  const text = (at: number | undefined) => result.texts[at ?? 0] ?? '';
  const far = [text(last?.one), text(last?.other), last?.likeness ?? 0] as const;
  const loner = lonerOf(result, pairs)?.at ?? 0;
  return {
    idea,
    example: example(text(best?.one), text(best?.other), best?.likeness ?? 0, far),
    next,
    tryIt: tryIt(`nearest.${loner}`, label(text(loner))),
  };
}
