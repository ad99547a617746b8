import type { MergePart, MergeRow } from '../../src/charts/kinds/merge-row/merge-row.js';
import { hexadecimal, visibleText } from '../../src/tokens/visible.js';
import { graphemes } from '../../src/words/graphemes.js';
import type { MergingResult } from './result.js';
import { type Candidate, candidatesIn, type Part, rowAfter, shownBytes } from './rows.js';
import { type Stage, stageAt } from './stages.js';
import { isRoomFor, windowOf } from './window.js';
import { type BpeWords, bpeWords } from './words.js';

/** Pairs that are listed below the parts. */
const MAX_PAIRS = 4;

/** Lines of parts that have room: over the list, with something below each, and alone. */
const LINES = { merge: 3, captions: 4, alone: 7 };

/** Bytes below a character; of an emoji of many, the others are told by a sign. */
const MAX_HEX = 4;

/** Two neighbours that may be merged, as they are shown. */
export interface ShownPair extends Candidate {
  readonly left: string;
  readonly right: string;
  readonly joined: string;
}

/** What is seen at a stage between characters and tokens. */
export interface ShownRow {
  readonly stage: Stage;
  readonly parts: readonly (Part & { readonly label: string })[];
  /** The lowest rank first. */
  readonly pairs: readonly ShownPair[];
}

/** The parts and pairs of a stage. */
export function showRow(result: MergingResult, number: number): ShownRow {
  const stage = stageAt(result, number);
  const bytes = Buffer.from(result.text);
  const done = stage.kind === 'merge' ? stage.done : stage.kind === 'tokens' ? result.order.length : 0;
  const row = rowAfter(result, done);
  const labelOf = (from: number, to: number) => shownBytes(bytes.subarray(from, to));
  const pairs = candidatesIn(result, row).flatMap((one): ShownPair[] => {
    const [left, right] = [row[one.place], row[one.place + 1]];
    if (left === undefined || right === undefined) return [];
    return [
      {
        ...one,
        left: labelOf(left.from, left.to),
        right: labelOf(right.from, right.to),
        joined: labelOf(left.from, right.to),
      },
    ];
  });
  return { stage, parts: row.map((part) => ({ ...part, label: labelOf(part.from, part.to) })), pairs };
}

/** The picture of a stage. */
export function mergePicture(result: MergingResult, number: number, locale: string): MergeRow {
  const words = bpeWords(locale);
  const shown = showRow(result, number);
  const { stage, pairs } = shown;
  const base = { kind: 'merge-row' as const, title: words.titles[stage.kind], morePairs: 0, isDone: true };
  if (stage.kind === 'characters') {
    const parts = characterParts(result);
    return { ...base, progress: words.beginning, parts: inWindow(parts, 0, LINES.captions, words), isDone: false };
  }
  const parts = rowParts(result, shown);
  if (stage.kind === 'tokens') {
    const withIds = parts.map((part, at) => ({ ...part, caption: String(shown.parts[at]?.id) }));
    const fits = isRoomFor(withIds, LINES.captions);
    const row = fits ? withIds : inWindow(parts, 0, LINES.alone, words);
    return { ...base, progress: words.merges(result.order.length), parts: row };
  }
  const listed = pairs.slice(0, MAX_PAIRS);
  return {
    ...base,
    progress: words.progress(stage.done + 1, result.order.length),
    parts: [
      ...listed.map(({ left, right, joined, token, places }) => ({
        what: 'pair' as const,
        label: words.pair(left, right, joined),
        rank: token,
        places,
      })),
      ...inWindow(parts, pairs[0]?.place ?? 0, LINES.merge, words),
    ],
    morePairs: pairs.length - listed.length,
    isDone: false,
  };
}

function rowParts({ order }: MergingResult, { stage, parts, pairs }: ShownRow): MergePart[] {
  const next = stage.kind === 'merge' ? pairs[0]?.place : undefined;
  const madeAt = stage.kind === 'merge' && stage.done > 0 ? order[stage.done - 1] : undefined;
  return parts.map(({ label, from, piece }, at) => ({
    what: 'part',
    label,
    isBorder: at > 0 && parts[at - 1]?.piece !== piece,
    isNext: next !== undefined && (at === next || at === next + 1),
    isNew: from === madeAt,
  }));
}

/** The characters, with the bytes of each. */
function characterParts({ text }: MergingResult): MergePart[] {
  return Array.from(graphemes(text), (character) => {
    const bytes = Buffer.from(character);
    const more = bytes.length > MAX_HEX ? ' …' : '';
    return {
      what: 'part',
      label: visibleText(character),
      caption: `${hexadecimal(bytes.subarray(0, MAX_HEX))}${more}`,
    };
  });
}

function inWindow(parts: readonly MergePart[], looked: number, lines: number, words: BpeWords): MergePart[] {
  const { from, to } = windowOf(parts, looked, lines);
  const note = (count: number): MergePart[] =>
    count === 0 ? [] : [{ what: 'part', label: words.leftOut(count), isNamed: true }];
  return [...note(from), ...parts.slice(from, to), ...note(parts.length - to)];
}
