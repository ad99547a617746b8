import type { SelectOption } from '../model/component.js';

/**
 * The options that fit what was typed: each word of it is somewhere in the label or the description. Those whose label
 * begins with it come first.
 */
export function filterOptions(options: readonly SelectOption[], typed: string): readonly SelectOption[] {
  const wanted = plain(typed).trim();
  if (wanted === '') return options;
  const words = wanted.split(/\s+/);
  const fitting = options.filter(({ label, description = '' }) => {
    const text = plain(`${label} ${description}`);
    return words.every((word) => text.includes(word));
  });
  const begins = ({ label }: SelectOption) => plain(label).startsWith(wanted);
  return [...fitting.filter(begins), ...fitting.filter((option) => !begins(option))];
}

/** Small letters without accents, and without the marks that stand around a quoted word. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Mn}“”"·]/gu, '')
    .toLowerCase();
}
