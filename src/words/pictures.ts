import type { Interval } from '../domain/interval.js';
import { defineWords } from './define-words.js';
import type { Language } from './language.js';

/** What stands on pictures, and what is said of them to whoever can't see them. */
export type ChartWords = ReturnType<typeof chartWords>;

/** The words on pictures and in their alt texts: what all have, and then those of each kind. */
export const chartWords = defineWords({
  en: (language) => ({
    /** How the figures are written. */
    figures: language,
    /** Of a token without text. */
    empty: '(empty)',
    signs: signWords(),
    page: (page: number, pages: number) => `${language.count(page)} / ${language.count(pages)}`,
    more: (count: number) => `${language.count(count)} more`,
    moreTokens: (count: number) => language.plural(count, { one: 'more token', other: 'more tokens' }),
    alt: {
      heading: (title: string, subtitle: string | undefined) => (subtitle ? `${title} (${subtitle})` : title),
      /** After the heading, which may be a sentence by itself. */
      contents: (what: string, heading: string) => `${/[.?!…]$/.test(heading) ? '' : '.'} ${what}`,
      list: (heading: string) => `${heading}: `,
      /** A token, bar, row or branch. */
      part: (name: string, figures: string) => [name, figures].filter(Boolean).join(' '),
      /** A token in a running text. */
      quoted: (label: string) => `“${label}”`,
      betweenParts: '; ',
      withinGroup: ', ',
      nothing: 'nothing to show',
      more: (count: number) => ` … ${language.count(count)} more in Details`,
      animation: (pictures: number) => `Animation of ${language.count(pictures)} pictures. The first: `,
      last: '. The last: ',
    },
    tokenStrip: {
      nothing: 'No tokens: the text is empty.',
      contents: 'Tokens in order',
      around: (caption: string) => `${caption} (around the text)`.trim(),
      together: (caption: string, character: string) => `${caption}: together “${character}”`,
    },
    probabilityStrip: probabilityStripWords(language),
    candidates: candidateWords(language),
    drawStep: drawStepWords(language),
    rollCounts: rollWords(language),
    countBars: {
      nothing: 'Nothing to count.',
      contents: 'Counts',
      amount: (count: number, unit: string) => `${language.count(count)} ${unit}`,
      bar: (label: string, note: string | undefined) => (note ? `${label} (${note})` : label),
    },
    branchTree: branchWords(language),
    curve: curveWords(language),
    textRows: {
      nothing: 'No text to show.',
      contents: 'Texts, one below the other',
      /** In the place of a text that has nothing in it. */
      noText: '(no text)',
      /** @param row.before what the text goes on with */
      figures: ({ note, before, text }: { note: string | undefined; before: string | undefined; text: string }) => {
        const about = [...(note ? [note] : []), ...(before ? [`after ${before}`] : [])];
        return about.length === 0 ? text : `(${about.join(', ')}): ${text}`;
      },
    },
    attended: attendedWords(language),
    likenessBars: {
      contents: 'How alike each is, from −1 to 1',
      figures: (likeness: string, note: string | undefined) => (note ? `${likeness} (${note})` : likeness),
    },
    scatter: {
      nothing: 'No words to show.',
      contents: (aside: string | undefined) =>
        `A map${aside ? ` (${aside})` : ''}. Each word with its place, across and up`,
      figures: (place: readonly string[], note: string | undefined) =>
        [place.join(', '), note].filter(Boolean).join('; '),
    },
    heatMap: { nothing: 'Nothing to compare.', contents: 'A grid, row by row' },
    twoQuestions: twoQuestionsWords(language),
  }),
});

/** People by their answers to two yes-or-no questions. */
function twoQuestionsWords({ count, percent }: Language) {
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

/** Figures that change over steps. */
function curveWords(language: Language) {
  const figure = (value: number) => language.decimals(value, 2);
  return {
    nothing: 'No figures to show.',
    /** At the end of a line: what it is, and its last figure. */
    name: (name: string, last: number) => `${figure(last)} ${name}`,
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
    figures: (values: readonly (number | undefined)[]) =>
      values.flatMap((value) => (value === undefined ? [] : [figure(value)])).join(', '),
  };
}

/** Signs by name, because whoever listens to a text is not told of them. */
function signWords() {
  return {
    names: new Map([
      ['·', 'space'],
      ['↵', 'line break'],
      ['⇥', 'tab'],
      ['.', 'full stop'],
      [',', 'comma'],
      [';', 'semicolon'],
      [':', 'colon'],
      ['!', 'exclamation mark'],
      ['?', 'question mark'],
      ['…', 'three dots'],
      ["'", 'apostrophe'],
      ['’', 'apostrophe'],
      ['‘', 'opening quotation mark'],
      ['"', 'quotation mark'],
      ['“', 'opening quotation mark'],
      ['”', 'closing quotation mark'],
      ['(', 'opening bracket'],
      [')', 'closing bracket'],
      ['[', 'opening square bracket'],
      [']', 'closing square bracket'],
      ['{', 'opening brace'],
      ['}', 'closing brace'],
      ['-', 'hyphen'],
      ['–', 'dash'],
      ['—', 'long dash'],
      ['/', 'slash'],
      ['*', 'asterisk'],
      ['#', 'number sign'],
      ['`', 'backtick'],
      ['_', 'underscore'],
      ['~', 'tilde'],
      ['|', 'vertical bar'],
      ['\\', 'backslash'],
    ]),
    /** Some of the same after each other. */
    times: (count: number, name: string) => `${count} × ${name}`,
    together: (names: readonly string[]) => names.join(' and '),
  };
}

/** A reply whose tokens are coloured by their probability. */
function probabilityStripWords(language: Language) {
  return {
    nothing: 'No tokens: the reply is empty.',
    /** Beside the scale of colours. */
    scale: (captions: string | undefined) => (captions ? `chance · below: ${captions}` : 'chance of each token'),
    under: (percent: number) => `under ${percent}%`,
    atMostSoLikely: 'at most this likely',
    notTold: 'not told',
    contents: (captions: string | undefined) =>
      `Tokens in order with their chances${captions ? ` and ${captions}` : ''}`,
    figures: (probability: string, caption: string) => `${probability}${caption && `, ${caption}`}`,
    atMost: (probability: number) => {
      const value = language.percent(probability);
      // `< 0.1%` says by itself that it is the most.
      return value.startsWith('<') ? value : `at most ${value}`;
    },
  };
}

/** Tokens that may come next, with their probabilities. */
function candidateWords(language: Language) {
  return {
    nothing: 'No token to show.',
    contents: 'Chances of the next token',
    contentsAt: (columns: readonly { readonly title: string; readonly caption?: string | undefined }[]) =>
      `Chances of the next token, in the columns ${columns
        .map(({ title, caption }) => (caption ? `${title} (${caption})` : title))
        .join(', ')}`,
    figures: (figures: readonly string[]) => figures.join(', '),
    figure: (probability: Interval, remarks: readonly string[]) => {
      const value = language.percentRange(probability.low, probability.high);
      return remarks.length === 0 ? value : `${value} (${remarks.join(', ')})`;
    },
    chosen: 'chosen',
    /** Of a token that is not drawn from, where nothing says by what it is cut. */
    cut: 'cut',
    /** Of a token that a column says nothing of. */
    notTold: 'no figure',
  };
}

/** One step of writing a reply. */
function drawStepWords(language: Language) {
  return {
    progress: (step: number, steps: number) => `step ${language.count(step)} of ${language.count(steps)}`,
    contents: (at: { step: number; steps: number; after: string; drawn: string | undefined }) => {
      const drawn = at.drawn === undefined ? '' : ` comes ${at.drawn}`;
      const step = `Step ${language.count(at.step)} of ${language.count(at.steps)}`;
      return `${step}: after “${at.after}”${drawn}. Chances of the next token`;
    },
  };
}

/** How often tokens were drawn. */
function rollWords(language: Language) {
  return {
    nothing: 'Nothing was rolled.',
    drawn: 'rolled',
    predicted: 'expected',
    /** Of the counts that come in 95 of 100 tries. */
    range: 'in 95 of 100 tries',
    contents: 'How often each token was rolled, and how often it was expected',
    figures: ({ count, predicted, range }: { count: number; predicted: Interval; range: Interval }) => {
      const expected = `expected ${language.countRange(predicted)}, in 95 of 100 tries ${language.countRange(range)}`;
      return `rolled ${language.count(count)} (${expected})`;
    },
  };
}

/** Replies that share their beginnings. */
function branchWords(language: Language) {
  return {
    nothing: 'No branch to show.',
    contents: 'Branches of the text',
    /** @param branch.after the name of the one before */
    figures: (branch: { probability: number | undefined; after: string | undefined; isCurrent: boolean }) => {
      const { probability, after, isCurrent } = branch;
      const value = probability === undefined ? undefined : language.percent(probability);
      return [value, after && `after ${after}`, isCurrent && '(current)'].filter(Boolean).join(' ');
    },
  };
}

/** Where tokens of a text look, and what comes next. */
function attendedWords(language: Language) {
  return {
    nothing: 'No token to look at.',
    contents: 'Tokens in order, with how much of the attention goes to each',
    guesses: 'The likeliest next tokens, row by row',
    swapped: 'Two texts, with how much of the attention goes to each token, and the chances of the next token',
    /** @param weight undefined where the token comes later */
    figures: (weight: number | undefined, looks: boolean, isMarked = false) => {
      const share = weight === undefined ? 'not seen, because it comes later' : language.percent(weight);
      const remarks = [...(isMarked ? ['changes places'] : []), ...(looks ? ['this token looks'] : [])];
      return remarks.length === 0 ? share : `${share} (${remarks.join(', ')})`;
    },
    chance: (probability: number, isBound: boolean) => {
      const value = language.percent(probability);
      // `< 0.1%` says by itself that it is the most.
      return isBound && !value.startsWith('<') ? `≤ ${value}` : value;
    },
    /** Before the first token of a row or a text. */
    inRow: (row: string, token: string) => `${row}: ${token}`,
    ofText: (number: number, token: string) => `text ${language.count(number)}: ${token}`,
    next: (token: string) => `next: ${token}`,
    /** Before what may come next. */
    lead: 'next:',
  };
}
