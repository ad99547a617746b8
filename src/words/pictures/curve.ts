import type { Language } from '../language.js';

/** Figures that change over steps. */
export function curveWords(language: Language) {
  const figure = (value: number, isCount: boolean) => (isCount ? language.count(value) : language.decimals(value, 2));
  return {
    nothing: 'No figures to show.',
    /** At the end of a line: what it is, and its last figure. */
    name: (name: string, last: number, isCount: boolean) => `${figure(last, isCount)} ${name}`,
    contents: (shown: {
      unit: string;
      axis: string;
      lines: readonly string[];
      marks: readonly number[];
      marked: string;
    }) => {
      const { unit, axis, lines, marks, marked } = shown;
      const places = marks.length === 0 ? '' : `, ${marked}: ${marks.map(language.count).join(', ')}`;
      return `Curve of ${unit} over ${axis}${places}. ${lines.join(', ')}`;
    },
    figures: (values: readonly (number | undefined)[], areCounts: boolean) =>
      values.flatMap((value) => (value === undefined ? [] : [figure(value, areCounts)])).join(', '),
  };
}
