import type { SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../words/graphemes.js';
import { type Kept, shorten } from '../../words/shorten.js';
import type { Hex } from '../paint/colour.js';
import { bothEnds } from './bounds.js';
import { drawableText } from './drawable-text.js';
import { fontKindOf, fontOf, loadedFontOf } from './fonts.js';
import { inSeenOrder, readingOrder } from './reading-order.js';

/** How a label is drawn. */
export interface LabelStyle {
  readonly family: 'mono' | 'sans';
  /** Font size in pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

/** A label ready to draw: its runs as they are seen from left to right, each with its width in pixels. */
export interface Label {
  readonly runs: readonly Run[];
  readonly width: number;
  readonly style: LabelStyle;
}

interface Run {
  readonly kind: 'text' | 'script' | 'cjk' | 'pixel' | 'space' | 'newline' | 'tab' | 'open' | 'close';
  readonly text: string;
  readonly width: number;
  /** A canvas's `font`, unless the run is a sign drawn as lines. */
  readonly font: string | undefined;
}

/** Signs that are drawn as lines, since the fonts that match the label's have no glyph for them. */
const signs: Readonly<Record<string, Run['kind']>> = {
  '·': 'space',
  '↵': 'newline',
  '⇥': 'tab',
  '⟨': 'open',
  '⟩': 'close',
};

/** More than any label shows, and few enough to measure at once. */
const MAX_LABEL = 80;
/** The longest emoji sequences have ten code points or so; what is longer is a pile of combining marks. */
const MAX_CLUSTER = 16;

/**
 * Readies a label to be drawn at most `maxWidth` pixels wide.
 *
 * @param kept of what is too long: both ends of a token, the start of a sentence
 */
export function layOutLabel(
  context: SKRSContext2D,
  text: string,
  style: LabelStyle,
  maxWidth: number,
  kept: Kept = 'both',
): Label {
  const cut = (whole: string, most: number) => shorten(whole, most, kept);
  // Signs can make a text eight times as long, so the rough cut comes first.
  const rough = clusters(drawableText(cut(bothEnds(text), MAX_LABEL)));
  const whole = measure(context, cut(rough, MAX_LABEL), style);
  if (whole.width <= maxWidth) return whole;
  let [fits, tooLong] = [1, Math.min(MAX_LABEL, [...graphemes(rough)].length)];
  let best = measure(context, '…', style);
  while (tooLong - fits > 1) {
    const count = Math.floor((fits + tooLong) / 2);
    const attempt = measure(context, cut(rough, count), style);
    if (attempt.width <= maxWidth) [fits, best] = [count, attempt];
    else tooLong = count;
  }
  return best;
}

/** Draws a label from `x` on, standing on the baseline `y`; whitespace signs in the dimmer ink. */
export function drawLabel(
  context: SKRSContext2D,
  label: Label,
  x: number,
  y: number,
  inks: { readonly ink: Hex; readonly dim: Hex },
): void {
  let at = x;
  for (const run of label.runs) {
    context.fillStyle = run.kind === 'space' ? inks.dim : inks.ink;
    context.strokeStyle = run.kind === 'newline' || run.kind === 'tab' ? inks.dim : inks.ink;
    if (run.font === undefined) {
      drawSign(context, run.kind, at, y, label.style);
    } else {
      useFont(context, run.kind, run.font, label.style);
      context.fillText(run.text, run.kind === 'pixel' ? Math.round(at) : at, y);
    }
    at += run.width;
  }
}

/** Latin, Greek and Cyrillic letters, whose descents every layout leaves room for. */
const shallow = /^[\0-\u052F\u1E00-\u206F]*$/;

/** How far a label reaches below its baseline, in pixels; 0 where it is no deeper than Latin letters are. */
export function deepDescentOf(context: SKRSContext2D, { runs, style }: Label): number {
  const depths = runs.map(({ kind, text, font }) => {
    if (font === undefined || shallow.test(text)) return 0;
    useFont(context, kind, font, style);
    return context.measureText(text).actualBoundingBoxDescent;
  });
  return Math.max(0, ...depths);
}

function measure(context: SKRSContext2D, text: string, style: LabelStyle): Label {
  const runs = splitRuns(text, style).map((run): Run => {
    if (run.font === undefined) return { ...run, width: style.size * (narrowSigns.has(run.kind) ? 0.36 : 0.78) };
    useFont(context, run.kind, run.font, style);
    return { ...run, width: context.measureText(run.text).width };
  });
  const order = readingOrder(runs.map(({ text }) => ({ label: text })));
  const levels = new Map(runs.map((run, at) => [run, order?.levels[at] ?? 0]));
  const seen = order === undefined ? runs : inSeenOrder(runs, (run) => levels.get(run) ?? 0);
  return { runs: seen, width: runs.reduce((sum, run) => sum + run.width, 0), style };
}

/** Some versions of the canvas library take a variable font at its lightest, whatever weight is asked for. */
function useFont(context: SKRSContext2D, kind: Run['kind'], font: string, { bold = false }: LabelStyle): void {
  const variation = kind === 'cjk' || kind === 'script' ? `'wght' ${bold ? 700 : 400}` : 'normal';
  // To set a font takes as long as to measure a word, also where it is the same.
  if (context.font !== font) context.font = font;
  if (context.fontVariationSettings !== variation) context.fontVariationSettings = variation;
}

const narrowSigns: ReadonlySet<Run['kind']> = new Set(['open', 'close']);

function splitRuns(text: string, style: LabelStyle): Omit<Run, 'width'>[] {
  const runs: { kind: Run['kind']; text: string; font: string | undefined }[] = [];
  for (const cluster of graphemes(text)) {
    const kind = signs[cluster] ?? fontKindOf(cluster);
    const font = runFont(kind, cluster, style);
    const last = runs.at(-1);
    const joins = last?.kind === kind && last.font === font && font !== undefined;
    // Words of a script that runs from right to left are in order only when they are drawn together.
    if (joins || (cluster === ' ' && (last?.kind === 'pixel' || last?.kind === 'script'))) last.text += cluster;
    else runs.push({ kind, text: cluster, font });
  }
  return runs;
}

function runFont(kind: Run['kind'], cluster: string, { family, size, bold }: LabelStyle): string | undefined {
  switch (kind) {
    case 'text':
    case 'space':
      return fontOf(family, size, bold);
    case 'script':
    case 'cjk':
      return loadedFontOf(cluster, size, bold);
    case 'pixel':
      // Pixel glyphs are crisp at whole multiples of their 16 pixels only.
      return fontOf('pixel', size >= 44 ? 48 : size >= 28 ? 32 : size, true);
    default:
      return undefined;
  }
}

function clusters(text: string): string {
  return [...graphemes(text)]
    .map((cluster) => {
      const points = Array.from(cluster);
      return points.length <= MAX_CLUSTER ? cluster : points.slice(0, MAX_CLUSTER).join('');
    })
    .join('');
}

function drawSign(context: SKRSContext2D, kind: Run['kind'], x: number, y: number, style: LabelStyle): void {
  const em = style.size;
  context.lineWidth = em * (style.bold ? 0.11 : 0.075);
  context.lineJoin = 'miter';
  context.lineCap = 'butt';
  const line = (...points: [x: number, y: number][]) => {
    context.beginPath();
    for (const [index, [dx, dy]] of points.entries()) {
      if (index === 0) context.moveTo(x + dx * em, y - dy * em);
      else context.lineTo(x + dx * em, y - dy * em);
    }
    context.stroke();
  };
  if (kind === 'open') line([0.28, 0.76], [0.1, 0.3], [0.28, -0.16]);
  if (kind === 'close') line([0.08, 0.76], [0.26, 0.3], [0.08, -0.16]);
  if (kind === 'newline') {
    line([0.66, 0.62], [0.66, 0.24], [0.14, 0.24]);
    line([0.3, 0.42], [0.12, 0.24], [0.3, 0.06]);
  }
  if (kind === 'tab') {
    line([0.06, 0.3], [0.56, 0.3]);
    line([0.4, 0.48], [0.58, 0.3], [0.4, 0.12]);
    line([0.68, 0.54], [0.68, 0.06]);
  }
}
