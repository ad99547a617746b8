import type { Interval } from '../domain/interval.js';
import { defineWords } from './define-words.js';
import { attendedWords } from './pictures/attended.js';
import { beamWords } from './pictures/beam-lattice.js';
import { branchWords } from './pictures/branch-tree.js';
import { candidateWords } from './pictures/candidates.js';
import { contextWindowWords } from './pictures/context-window.js';
import { courseWords } from './pictures/course-map.js';
import { curveWords } from './pictures/curve.js';
import { drawStepWords } from './pictures/draw-step.js';
import { gainWords } from './pictures/gain-rows.js';
import { mergeWords } from './pictures/merge-row.js';
import { probabilityStripWords } from './pictures/probability-strip.js';
import { rollWords } from './pictures/roll-counts.js';
import { roomWords } from './pictures/room.js';
import { signWords } from './pictures/signs.js';
import { twoQuestionsWords } from './pictures/two-questions.js';

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
    room: roomWords(language),
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
    courseMap: courseWords(language),
    gainRows: gainWords(language),
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
