import type { ContextWindow } from '../../src/charts/kinds/context-window/context-window.js';
import type { WindowRows } from '../../src/charts/kinds/window-rows/window-rows.js';
import type { PromptPart } from '../../src/charts/strip/window-bar.js';
import { knowsWord } from './forget.js';
import {
  type Forget,
  type ForgetRow,
  listedCount,
  OWNERS,
  type Owner,
  overflowOf,
  type ReadPrompt,
  templateCount,
} from './result.js';
import { contextWords } from './words.js';

/** A prompt whose last token is on the first page. */
const SHORT = 30;

/** A prompt in its window; what does not fit is its oldest part. */
export function promptPicture(prompt: ReadPrompt, locale: string): ContextWindow {
  const words = contextWords(locale);
  const { window, tokens, counts, way } = prompt;
  const over = overflowOf(prompt);
  // Of a template that is told as a number only, nobody knows where it stands.
  const template = templateCount(prompt) ?? 0;
  const all = { ...counts, template };
  let left = over;
  const parts = OWNERS.map((owner) => {
    const fitting = way === 'template' ? fittingOf(prompt, owner, over) : Math.max(0, all[owner] - left);
    left -= all[owner] - fitting;
    return { part: partOf(owner), name: words.owners[owner], count: fitting };
  });
  return {
    kind: 'context-window',
    title: words.title,
    subtitle: way === 'estimate' ? words.estimated : subtitleOf(prompt, locale),
    window,
    parts: [...parts, { part: 'gone', name: words.tooLong, count: over }],
    total: listedCount(prompt),
    tokens: tokens.map(({ label, owner, endsLine }, at) => ({
      label,
      part: at < over ? 'gone' : partOf(owner),
      breakAfter: endsLine,
    })),
  };
}

/** How a part is drawn. */
function partOf(owner: Owner): PromptPart {
  return owner === 'before' ? 'filler' : owner;
}

function subtitleOf(prompt: ReadPrompt, locale: string): string | undefined {
  const words = contextWords(locale);
  // It is on the last page of several, or what is shown cannot be sent.
  if (listedCount(prompt) > SHORT || overflowOf(prompt) > 0) return undefined;
  const { way, usage, answer } = prompt;
  if (answer !== undefined) return words.goesOn;
  return way === 'alone' && usage === undefined ? words.goesOn : words.turn;
}

/** Tokens of somebody that are not among the oldest. */
function fittingOf({ tokens, counts }: ReadPrompt, owner: ReadPrompt['tokens'][number]['owner'], over: number): number {
  const gone = tokens.slice(0, over).filter((token) => token.owner === owner).length;
  // Of a long prompt only the first tokens are kept: what is not kept of the oldest is what was said first.
  const unkept = owner === (counts.before > 0 ? 'before' : 'user') ? Math.max(0, over - tokens.length) : 0;
  return Math.max(0, counts[owner] - gone - unkept);
}

/** The same end with the fact near, far away, and outside of the window. */
export function forgetPicture(forget: Forget, locale: string): WindowRows {
  const words = contextWords(locale);
  const { fact, filler, end, question, reserved, gone } = words.forgetParts;
  const isQuestion = forget.rows.some(({ reply }) => reply !== undefined);
  return {
    kind: 'window-rows',
    title: words.forgetTitle(forget.word),
    window: forget.window,
    names: [
      { part: 'user', name: fact },
      { part: 'filler', name: filler },
      { part: 'answer', name: isQuestion ? question : end },
      ...(isQuestion ? [{ part: 'template' as const, name: reserved }] : []),
      { part: 'gone', name: gone },
    ],
    rows: forget.rows.map((row) => ({
      label: rowLabel(row, locale),
      segments: [
        { part: row.place === 'gone' ? 'gone' : 'user', count: row.fact + row.dropped },
        { part: 'filler', count: row.filler },
        { part: 'answer', count: row.end },
        ...(isQuestion ? [{ part: 'template' as const, count: forget.reserved }] : []),
      ],
      chance: row.chance,
      value: row.reply === undefined ? undefined : words.verdict(forget.word, knowsWord(row.reply, forget.word)),
      said: row.reply === undefined ? undefined : row.reply === '' ? words.noReply : words.replyOf(row.reply),
    })),
  };
}

/** Where the fact stands. */
export function rowLabel({ place, sentences }: ForgetRow, locale: string): string {
  const { rows } = contextWords(locale);
  return place === 'far' ? rows.far(sentences) : rows[place];
}
