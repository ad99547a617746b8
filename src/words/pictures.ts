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
    beamLattice: beamWords(language),
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
    gapText: {
      contents: 'A text with a gap at its end',
      text: (text: string) => `“${text} …”`,
      note: (note: string) => `(${note})`,
    },
    attended: attendedWords(language),
    contextWindow: contextWindowWords(language),
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
    mergeRow: mergeWords(language),
    heatMap: { nothing: 'Nothing to compare.', contents: 'A grid, row by row' },
    twoQuestions: twoQuestionsWords(language),
    endingStacks: {
      nothing: 'No text to show.',
      times: (count: number) => `${language.count(count)}×`,
      contents: (columns: readonly (readonly [title: string, caption: string])[]) =>
        `Texts in columns, those that are the same counted. ${columns.map((column) => column.join(': ')).join('; ')}`,
      figures: (column: string, count: number, total: number, isCut: boolean) =>
        `${language.count(count)} of ${language.count(total)} (${column}${isCut ? ', cut' : ''})`,
    },
    winRates: {
      nothing: 'Nobody has voted yet.',
      contents: 'How often each wins',
      /** The name of the line where something wins as often as it loses. */
      half: '50%',
      value: (rate: number, range: Interval | undefined) =>
        range === undefined
          ? language.percent(rate)
          : `${language.percent(rate)} (${language.percentRange(range.low, range.high)})`,
      figures: ({ rate, range, note }: { rate: number; range: Interval | undefined; note: string | undefined }) =>
        [
          range === undefined
            ? language.percent(rate)
            : `${language.percent(rate)}, between ${language.percent(range.low)} and ${language.percent(range.high)}`,
          ...(note ? [`(${note})`] : []),
        ].join(' '),
    },
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

/** The parts of a text, two of which are merged. */
function mergeWords({ count, plural }: Language) {
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

/** Figures that change over steps. */
function curveWords(language: Language) {
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

/** What a search keeps. */
function beamWords(language: Language) {
  const fates = { best: 'on the way to the likeliest', kept: undefined, dropped: 'dropped' } as const;
  return {
    nothing: 'Nothing was found.',
    contents: 'What is kept at each step: the last token, and the chance of the whole text',
    /** In the place of a token, where a text has ended before. */
    waiting: 'ended',
    /** Before the first of a step. */
    step: (step: number, name: string) => `step ${language.count(step)}: ${name}`,
    figures: (cell: { probability: number; fate: keyof typeof fates; waits: boolean; after: string | undefined }) => {
      const { probability, fate, waits, after } = cell;
      const place = waits ? 'ended before' : after === undefined ? undefined : `after ${after}`;
      const notes = [place, fates[fate]].filter(Boolean);
      return notes.length === 0
        ? language.percent(probability)
        : `${language.percent(probability)} (${notes.join(', ')})`;
    },
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
    contentsAt: (
      columns: readonly { readonly title: string; readonly caption?: string | undefined }[],
      figures = 'Chances of the next token',
    ) =>
      `${figures}, in the columns ${columns
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
function contextWindowWords({ count, plural, percent }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    entry: (name: string, amount: number) => `${name} ${count(amount)}`,
    free: (amount: number) => `free ${count(amount)}`,
    untold: 'the server does not tell how large its window is',
    contents: (window: number | undefined, parts: readonly { readonly name: string; readonly count: number }[]) => {
      const room =
        window === undefined
          ? 'The server does not tell how large the window is.'
          : `The window has room for ${tokens(window)}.`;
      const used = parts.map((part) => `${part.name} ${count(part.count)}`).join(', ');
      return `${room} In tokens: ${used}. They are`;
    },
    from: (part: string) => `(${part})`,
    rows: 'What the model could see, and what came of it',
    fell: 'fell off',
    atMost: (chance: number) => {
      const shown = percent(chance);
      return shown.startsWith('<') ? shown : `≤ ${shown}`;
    },
    chance: (chance: number) => percent(chance),
    row: (seen: readonly { readonly name: string; readonly count: number }[], value: string) =>
      `${seen.map((part) => `${part.name} ${tokens(part.count)}`).join(', ')}: ${value}`,
    nothing: 'Nothing to show.',
  };
}

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
