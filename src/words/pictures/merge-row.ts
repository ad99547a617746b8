import type { Language } from '../language.js';

/** The parts of a text, two of which are merged. */
export function mergeWords({ count, plural }: Language) {
  const rank = (one: number) => `rank ${count(one)}`;
  const inPlaces = (places: number) => (places === 1 ? '' : `, in ${count(places)} places`);
  return {
    nothing: 'No parts: the text is empty.',
    more: (pairs: number) => plural(pairs, { one: 'more pair', other: 'more pairs' }),
    figures: ({ rank: one, places }: { rank: number; places: number }, isLowest: boolean) =>
      isLowest ? `lowest ${rank(one)}` : `${rank(one)}${places === 1 ? '' : ` · ${count(places)}×`}`,
    contents: (progress: string, pairs: number, more: number) => {
      if (pairs === 0) return `${progress}. The parts of the text in order`;
      const others = more === 0 ? '' : `, ${plural(more, { one: 'more is', other: 'more are' })} not listed`;
      return `${progress}. Pairs of neighbours, the lowest rank first${others}; then the parts of the text in order`;
    },
    pair: ({ rank: one, places }: { rank: number; places: number }, isLowest: boolean) =>
      `${rank(one)}${isLowest ? ', the lowest: joined next' : ''}${inPlaces(places)}`,
    first: (name: string) => `the parts: ${name}`,
    part: (caption: string | undefined, isNext: boolean, isNew: boolean) => {
      const remarks = [...(isNext ? ['joined next'] : []), ...(isNew ? ['new'] : [])];
      return [caption, remarks.length === 0 ? '' : `(${remarks.join(', ')})`].filter(Boolean).join(' ');
    },
  };
}
