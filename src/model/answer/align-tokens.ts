import { looksLikeMarker } from '../../domain/control-token.js';
import type { Token } from '../../domain/token.js';
import { createReplyText, type WrittenStretch } from './reply-text.js';
import { startOfSpelled, type TokenUnit, toUnits } from './token-units.js';

/** Which of a reply's tokens belong to what. */
export interface AlignedTokens<T> {
  /** Of the answer and what ends it; undefined where they cannot be told from the others. */
  readonly answer: readonly T[] | undefined;
  /** Of the thoughts without the marks around them; undefined where none are told, or not which ones. */
  readonly thoughts: readonly T[] | undefined;
  /** Thoughts that stand among the tokens alone; undefined where there are none, or the text has them. */
  readonly found: string | undefined;
}

/** So many tokens may stand between two stretches and at either end, as marks. */
const MAX_MARKS = 24;
/** A token that is the end of the thoughts and the beginning of a mark has no more of the mark. */
const MAX_SHARED = 24;

/**
 * Tells the tokens of the answer from those of the thoughts and of the marks: the answer's are those that spell it, looked
 * for from the end on; before them those that spell the thoughts. So it does not matter whether a server tells tokens for
 * both or for the answer alone, and how it calls its marks.
 *
 * @param stretches what the model wrote, in order
 */
export function alignTokens<T extends Pick<Token, 'text' | 'bytes'>>(
  tokens: readonly T[],
  stretches: readonly WrittenStretch[],
): AlignedTokens<T> {
  const all = { answer: tokens, thoughts: undefined, found: undefined };
  if (tokens.length === 0) return all;
  const units = toUnits(tokens);
  const wanted = stretches.filter(({ text }) => text.trim() !== '');
  const hasThoughts = stretches.some(({ kind }) => kind === 'thoughts');
  const placed = place(units, wanted);
  if (placed === undefined) {
    if (!hasThoughts) return all;
    const thoughtsAlone = place(units, wanted.slice(0, -1));
    const isAlone = units.slice(thoughtsAlone?.at(-1)?.to ?? 0).every(isSpecial);
    if (wanted.at(-1)?.kind !== 'answer' || !thoughtsAlone?.length || !isAlone) return { ...all, answer: undefined };
    return { answer: [], thoughts: pick(tokens, units, thoughtsAlone, 'thoughts'), found: undefined };
  }
  if (hasThoughts) {
    const thoughts = pick(tokens, units, placed, 'thoughts');
    return { answer: pick(tokens, units, placed, 'answer') ?? [], thoughts, found: undefined };
  }
  const first = placed[0]?.from ?? units.length;
  const start = units[first]?.from ?? tokens.length;
  const before = readBefore(units.slice(0, first), placed.length === 0);
  if (before === undefined) return all;
  return {
    answer: tokens.slice(start),
    thoughts: before.placed && pick(tokens, units, before.placed, 'thoughts'),
    found: before.text === '' ? undefined : before.text,
  };
}

interface Placed {
  readonly kind: WrittenStretch['kind'];
  /** Units: from `from` on, before `to`. */
  readonly from: number;
  readonly to: number;
}

/**
 * Places stretches from the last to the first.
 *
 * @returns undefined where a part of the answer has no place; thoughts that have none end it, where no answer stands before
 */
function place(units: readonly TokenUnit[], stretches: readonly WrittenStretch[]): readonly Placed[] | undefined {
  const placed: Placed[] = [];
  let end = units.length;
  for (let at = stretches.length - 1; at >= 0; at -= 1) {
    const stretch = stretches[at];
    if (stretch === undefined) break;
    const isLast = at === stretches.length - 1;
    const found = placeOne(units, stretch, end, isLast && stretch.kind === 'answer');
    if (found === undefined) {
      return stretches.slice(0, at + 1).some(({ kind }) => kind === 'answer') ? undefined : placed;
    }
    placed.unshift(found);
    end = found.from;
  }
  return placed;
}

function placeOne(
  units: readonly TokenUnit[],
  { kind, text }: WrittenStretch,
  end: number,
  isEnd: boolean,
): Placed | undefined {
  const spelled = text.trim();
  for (let marks = 0; marks <= MAX_MARKS && marks < end; marks += 1) {
    const last = units[end - marks - 1];
    if (last === undefined) return undefined;
    const most = kind === 'thoughts' ? Math.min(MAX_SHARED, last.text.length - 1) : 0;
    for (let cut = 0; cut <= Math.max(0, most); cut += 1) {
      const from = startOfSpelled(units, spelled, end - marks, cut);
      // What ends the text stands behind it, and belongs to it.
      if (from !== undefined) return { kind, from, to: isEnd ? end : end - marks };
    }
    if (isEnd && !isSpecial(last)) return undefined;
  }
  return undefined;
}

/** Whether it stands for no text of a reply. */
function isSpecial({ text }: TokenUnit): boolean {
  return text.trim() === '' || looksLikeMarker({ text: text.trim() });
}

/**
 * Tokens before an answer beside which no thoughts were told; undefined where they are no thoughts.
 *
 * @param isAll there is no answer, so that only marks tell what they are
 */
function readBefore(
  units: readonly TokenUnit[],
  isAll: boolean,
): { readonly text: string; readonly placed: readonly Placed[] | undefined } | undefined {
  const joined = units.map(({ text }) => text).join('');
  const read = createReplyText('');
  read.addContent(joined);
  read.finish(false);
  const hasMarks = read.answer !== joined;
  if (!hasMarks && (isAll || units.every(isSpecial))) return undefined;
  const text = hasMarks ? read.thoughts : joined.trim();
  const stretches = text === '' ? [] : [{ kind: 'thoughts' as const, text }];
  const placed = place(units, stretches);
  return { text, placed: placed?.length === 0 ? undefined : placed };
}

function pick<T>(
  tokens: readonly T[],
  units: readonly TokenUnit[],
  placed: readonly Placed[],
  kind: WrittenStretch['kind'],
): readonly T[] | undefined {
  const own = placed.filter((one) => one.kind === kind);
  if (own.length === 0) return undefined;
  return own.flatMap(({ from, to }) => tokens.slice(units[from]?.from ?? 0, units[to - 1]?.to ?? 0));
}
