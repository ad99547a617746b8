import type { BeamLattice } from '../../src/charts/kinds/beam-lattice/beam-lattice.js';
import { animation, type GoOnEntry, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { findRepeat } from '../../src/lesson/writing/repeat.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import { bestPath, foundEntries, isSamePath } from './facts.js';
import { type BeamPath, type BeamResult, MAX_STEPS, textOf, WIDTHS } from './result.js';
import { beamWords, type ToldPath } from './words.js';

/** The part of a reply that compares texts, and the one that moves. */
export const BESIDE_PART = 'beside';

/** Of the prompt, what stands in the picture before each text; characters. */
const MAX_BEFORE = 40;

/** Seconds that a step of the animation stays, and the last one. */
const PAUSE = { step: 1.2, last: 4 };

/** What the search kept, or the texts side by side. */
export function viewBeam(result: BeamResult, place: Place): View {
  return result.isBeside ? viewBeside(result, place) : viewKept(result, place);
}

/** What the search kept, step by step. */
export function viewKept(result: BeamResult, place: Place): View {
  return viewSearch(result, picture('beam', latticeOf(result, result.columns.length, place.locale)), place);
}

/** The same as it grows. */
export function viewGrowing(result: BeamResult, place: Place): View {
  const { locale } = place;
  const steps = result.columns.map((_, at) => at + 1);
  const growsTo = Math.max(...result.columns.map(({ length }) => length));
  const growing = (step: number) => ({ ...latticeOf(result, step, locale), growsTo });
  const moving = animation({
    name: 'beam-grows',
    frames: () =>
      steps.map((step) => ({
        picture: growing(step),
        seconds: step === steps.length ? PAUSE.last : PAUSE.step,
      })),
    still: growing(steps.length),
  });
  return viewSearch(result, moving, place);
}

function viewSearch(
  result: BeamResult,
  shown: ReturnType<typeof picture> | ReturnType<typeof animation>,
  place: Place,
): View {
  const { record, width, columns, steps, greedy, broken } = result;
  const { runId, locale } = place;
  const words = beamWords(locale);
  const best = bestPath(result);
  return layOut(
    {
      asked: askedText(record.asked.prompt),
      picture: shown,
      sentence: words.sentence({
        best: told(best),
        width,
        steps,
        greedy: greedy && told(greedy),
        isGreedy: greedy !== undefined && isSamePath(best, greedy),
      }),
      notes: broken === undefined ? [] : [words.brokeOff(columns.length, sentenceOf(broken, locale))],
      buttons:
        result.drawn === undefined || columns.length === 0
          ? []
          : [{ action: 'beside', runId, label: words.beside, style: 'primary' }],
      goOn: [
        ...(columns.length > 1 && shown.kind === 'picture'
          ? [{ action: 'watch', runId, label: words.watch, description: words.watchHint }]
          : []),
        ...searchEntries(result, place),
      ],
      smallPrint: smallPrintOf(result, locale),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** The text of the search beside two that were found in other ways. */
export function viewBeside(result: BeamResult, place: Place): View {
  const { record, width, greedy, drawn } = result;
  const { runId, locale } = place;
  const words = beamWords(locale);
  const best = bestPath(result);
  const row = (label: string, path: BeamPath) => ({
    label,
    note: words.note(told(path)),
    before: shorten(oneLine(record.asked.prompt), MAX_BEFORE, 'end'),
    text:
      textOf(path).trim() === '' && path.ended
        ? ` ${tokenLabel({ text: '', bytes: undefined })}`
        : oneLine(textOf(path)),
  });
  return layOut(
    {
      asked: askedText(record.asked.prompt),
      picture: picture('beside', {
        kind: 'text-rows',
        title: words.besideTitle,
        rows: [
          row(words.rows.best(width), best),
          ...(greedy === undefined ? [] : [row(words.rows.greedy, greedy)]),
          ...(drawn === undefined ? [] : [row(words.rows.drawn, drawn)]),
        ],
      }),
      sentence: words.besideSentence({
        best: told(best),
        drawn: drawn && told(drawn),
        isSame: drawn !== undefined && isSamePath(best, drawn),
        repeat: findRepeat(best.tokens),
      }),
      buttons: [
        { action: 'redraw', runId, label: words.another, style: 'primary' },
        { action: 'search', runId, label: words.search },
      ],
      goOn: searchEntries(result, place),
      part: BESIDE_PART,
      smallPrint: smallPrintOf(result, locale),
    },
    place,
  );
}

/** A text with signs for its line breaks, so that what was found never stands below what there is room for. */
function oneLine(text: string): string {
  return text.replace(/\r?\n/g, '↵');
}

/** A path as sentences tell it. */
export function told(path: BeamPath): ToldPath {
  const { tokens, logprob, ended } = path;
  return { text: textOf(path), chance: Math.exp(logprob), tokens: tokens.length, ended };
}

function searchEntries({ width, steps, columns, broken }: BeamResult, { runId, locale }: Place): GoOnEntry[] {
  const words = beamWords(locale);
  const mayGrow = broken === undefined && columns.length === steps && steps < MAX_STEPS;
  return [
    ...WIDTHS.filter((one) => one !== width).map((one) => ({
      action: 'widen',
      runId,
      choice: String(one),
      label: words.withWidth(one),
    })),
    ...(mayGrow ? [{ action: 'deepen', runId, label: words.longer(Math.min(MAX_STEPS, 2 * steps)) }] : []),
  ];
}

function smallPrintOf({ record, width, steps, seed }: BeamResult, locale: string): string {
  const settings = [beamWords(locale).smallPrint(width, steps), `seed ${seed}`].join(' · ');
  return lessonWords(locale).smallPrint(record.answer.model, settings);
}

/** The first columns of a search as a picture. */
function latticeOf(result: BeamResult, shown: number, locale: string): BeamLattice {
  const columns = result.columns.slice(0, shown);
  return {
    kind: 'beam-lattice',
    title: beamWords(locale).title,
    cells: foundEntries({ columns }).map(({ entry, column, row, fate }) => ({
      column,
      row,
      parent: entry.parent,
      label: tokenLabel(entry.token),
      probability: probabilityOf(entry.logprob),
      fate,
      ...(entry.ended === 'before' && { waits: true }),
    })),
  };
}
