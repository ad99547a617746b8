import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BeamColumn, type BeamStep, growBeam, livingPlaces, wayTo } from '../../src/sampling/beam-search.js';

/** A language of few tokens: the chances of each after each, by the tokens' places; the last token ends the text. */
type Chances = readonly (readonly number[])[];

const SIZE = 4;
const END = SIZE - 1;

const row = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: SIZE, maxLength: SIZE }).map((weights) => {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / sum);
});
const language = fc.array(row, { minLength: SIZE, maxLength: SIZE });

const names = ['a', 'b', 'c', '.'];
const placeOf = (text: string) => names.indexOf(text);

function stepsAfter(chances: Chances, last: string | undefined): BeamStep[] {
  const own = chances[last === undefined ? 0 : placeOf(last)] ?? [];
  return own
    .map((chance, at) => ({
      token: { text: names[at] as string, bytes: undefined, id: at, logprob: Math.log(chance) },
      ends: at === END,
    }))
    .toSorted((one, other) => other.token.logprob - one.token.logprob);
}

function search(chances: Chances, width: number, steps: number): BeamColumn[] {
  const columns: BeamColumn[] = [];
  while (columns.length < steps) {
    const last = columns.at(-1);
    const goOn = (last ?? [undefined]).map((entry) => stepsAfter(chances, entry?.token.text));
    columns.push(growBeam(last, goOn, width));
  }
  return columns;
}

const textAt = (columns: readonly BeamColumn[], place: number) =>
  wayTo(columns, columns.length - 1, place)
    .map(({ token }) => token.text)
    .join('');

/** All texts of at most so many tokens, which end by the last token or at the limit, with their chances: by trying each. */
function allTexts(chances: Chances, steps: number): { text: string; chance: number }[] {
  const grow = (text: string, chance: number): { text: string; chance: number }[] => {
    if (text.length === steps || text.endsWith('.')) return [{ text, chance }];
    const after = text === '' ? 0 : placeOf(text.at(-1) as string);
    return names.flatMap((name, at) => grow(text + name, chance * (chances[after]?.[at] ?? 0)));
  };
  return grow('', 1);
}

describe('a beam search', () => {
  test('that drops nothing finds the likeliest of all texts, with its chance', () => {
    fc.assert(
      fc.property(language, fc.integer({ min: 1, max: 4 }), (chances, steps) => {
        const columns = search(chances, SIZE ** 4, steps);
        const best = Math.max(...allTexts(chances, steps).map(({ chance }) => chance));
        expect(Math.exp(columns.at(-1)?.[0]?.logprob ?? 0)).toBeCloseTo(best, 12);
      }),
    );
  });

  test('of one text takes the likeliest token each time', () => {
    fc.assert(
      fc.property(language, fc.integer({ min: 1, max: 6 }), (chances, steps) => {
        let text = '';
        while (text.length < steps && !text.endsWith('.')) {
          const after = chances[text === '' ? 0 : placeOf(text.at(-1) as string)] ?? [];
          text += names[after.indexOf(Math.max(...after))];
        }
        expect(textAt(search(chances, 1, steps), 0)).toBe(text);
      }),
    );
  });

  test('keeps texts with the product of their chances, most likely first, and each only once', () => {
    fc.assert(
      fc.property(language, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (chances, width, steps) => {
        const columns = search(chances, width, steps);
        const known = new Map(allTexts(chances, steps).map(({ text, chance }) => [text, chance]));
        const last = columns.at(-1) ?? [];
        const texts = last.map((_, place) => textAt(columns, place));
        expect(new Set(texts).size).toBe(texts.length);
        for (const [place, { logprob }] of last.entries()) {
          expect(Math.exp(logprob)).toBeCloseTo(known.get(texts[place] ?? '') ?? 0, 12);
          expect(logprob).toBeLessThanOrEqual(last[place - 1]?.logprob ?? 0);
        }
      }),
    );
  });

  test('knows from which places a text leads to the end', () => {
    fc.assert(
      fc.property(language, fc.integer({ min: 1, max: 4 }), (chances, width) => {
        const columns = search(chances, width, 4);
        const living = livingPlaces(columns);
        const reached = columns.map(() => new Set<number>());
        for (const start of (columns.at(-1) ?? []).keys()) {
          let at: number | undefined = start;
          for (let column = columns.length - 1; column >= 0 && at !== undefined; column--) {
            reached[column]?.add(at);
            at = columns[column]?.[at]?.parent;
          }
        }
        expect(living).toEqual(reached);
      }),
    );
  });
});
