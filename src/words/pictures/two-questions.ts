import type { Language } from '../language.js';

/** People by their answers to two yes-or-no questions. */
export function twoQuestionsWords({ count, percent }: Language) {
  type Sums = Readonly<Record<'both' | 'yesFirst' | 'noFirst' | 'yesSecond' | 'noSecond' | 'all', number>>;
  const share = (part: number, whole: number) => (whole === 0 ? '' : ` (${percent(part / whole)})`);
  const given = (name: string, other: string, part: number, whole: number) =>
    `${name} given ${other}: ${count(part)} of ${count(whole)}${share(part, whole)}`;
  return {
    nothing: 'Nobody has answered.',
    yes: 'yes',
    no: 'no',
    all: 'all',
    neither: 'neither',
    /** @param shown.only the question to which those who count said yes */
    contents: (
      shown: { aside: string | undefined; names: readonly string[]; only: string | undefined },
      { both, yesFirst, noFirst, yesSecond, noSecond, all }: Sums,
    ) => {
      const [first = '', second = ''] = shown.names;
      const said = (name: string, yes: number, no: number) =>
        `${name}: ${count(yes)} yes${share(yes, all)}, ${count(no)} no`;
      const sums = `${said(first, yesFirst, noFirst)}; ${said(second, yesSecond, noSecond)}`;
      const what = 'A group of people, a Venn diagram and a table that say the same';
      const aside = shown.aside ? ` (${shown.aside})` : '';
      const only = shown.only ? `. Only who said yes to ${shown.only} counts` : '';
      const turned = `${given(first, second, both, yesSecond)}; ${given(second, first, both, yesFirst)}`;
      return `${what}${aside}. Of ${count(all)}: ${sums}${only}. ${turned}. Groups`;
    },
    figures: (people: number, all: number) => `${count(people)} of ${count(all)}${share(people, all)}`,
  };
}
