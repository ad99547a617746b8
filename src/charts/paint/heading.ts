import type { SKRSContext2D } from '@napi-rs/canvas';
import { drawLabel, type LabelStyle, layOutLabel } from '../text/label.js';
import { drawInside } from './clipped.js';
import { size, type Theme } from './theme.js';

/** What stands at the top of a card, as it wraps. */
export interface Heading {
  /** The title in one or two lines. */
  readonly lines: readonly string[];
  readonly subtitle: string | undefined;
  /** Pixels down to where the content starts. */
  readonly height: number;
}

/** Between a title and what stands at its right end. */
const ASIDE_GAP = 32;
/** What stands there is shortened to this. */
const MAX_ASIDE = 460;
/** Room for `12 / 40`, kept free on each page of several, so that all have one shape. */
const PAGE_ROOM = 120;
/** More never fit in two lines, and each word measures text. */
const MAX_WORDS = 40;
const FIRST_BASELINE = 64;
const LINE_HEIGHT = 48;
const SUBTITLE_HEIGHT = 40;
const titleStyle = { family: 'sans', size: size.title, bold: true } as const;
const subtitleStyle = { family: 'sans', size: size.small } as const;

/** What a picture says at its top. */
export interface Titles {
  readonly title: string;
  readonly subtitle?: string | undefined;
}

/**
 * The heading of a picture that may have several pages, with room for their numbers where it has.
 *
 * @param isOnePage whether all fits on one page below a heading of so many pixels
 */
export function layOutHeading(context: SKRSContext2D, titles: Titles, isOnePage: (height: number) => boolean): Heading {
  const whole = headingBeside(context, titles, 0);
  return isOnePage(whole.height) ? whole : headingBeside(context, titles, PAGE_ROOM);
}

/**
 * Wraps a title, which is the question that a picture answers, into two lines of nearly one length where one is too short.
 *
 * @param aside what stands at its right end on every page, or its width in pixels
 */
export function headingBeside(
  context: SKRSContext2D,
  { title, subtitle }: Titles,
  aside: string | number | undefined,
): Heading {
  const lines = wrapTitle(context, title, firstWidth(typeof aside === 'number' ? aside : widthOf(context, aside)));
  const height = FIRST_BASELINE + 30 + (lines.length - 1) * LINE_HEIGHT + (subtitle ? SUBTITLE_HEIGHT : 0);
  return { lines, subtitle: subtitle || undefined, height };
}

/** Draws the title and the subtitle, each shortened in its middle where it is too long, and what stands beside them. */
export function drawHeading(context: SKRSContext2D, heading: Heading, theme: Theme, aside?: string): void {
  const { lines, subtitle } = heading;
  const asideWidth = widthOf(context, aside);
  if (aside) {
    const label = layOutLabel(context, aside, subtitleStyle, MAX_ASIDE);
    const x = size.width - size.padding - asideWidth;
    const area = {
      left: x - 6,
      top: FIRST_BASELINE - size.small * 1.15,
      width: asideWidth + 12,
      height: size.small * 1.55,
    };
    drawInside(context, area, () =>
      drawLabel(context, label, x, FIRST_BASELINE, { ink: theme.muted, dim: theme.muted }),
    );
  }
  const line = (text: string, y: number, style: LabelStyle, ink: Theme['ink'], width: number) => {
    // A title's end matters as much as its start: it may quote the very words that a chart goes on from.
    const label = layOutLabel(context, text, style, width);
    const area = { left: size.padding - 6, top: y - style.size * 1.15, width: width + 12, height: style.size * 1.55 };
    drawInside(context, area, () => drawLabel(context, label, size.padding, y, { ink, dim: theme.muted }));
  };
  for (const [at, text] of lines.entries()) {
    const width = firstWidth(at === 0 ? asideWidth : 0);
    line(text, FIRST_BASELINE + at * LINE_HEIGHT, titleStyle, theme.ink, width);
  }
  const below = FIRST_BASELINE + (lines.length - 1) * LINE_HEIGHT + SUBTITLE_HEIGHT + 2;
  if (subtitle) line(subtitle, below, subtitleStyle, theme.muted, firstWidth(0));
}

/** What the first line of a title has beside so many pixels. */
function firstWidth(aside: number): number {
  return size.width - 2 * size.padding - (aside === 0 ? 0 : ASIDE_GAP + aside);
}

function widthOf(context: SKRSContext2D, aside: string | undefined): number {
  return aside ? layOutLabel(context, aside, subtitleStyle, MAX_ASIDE).width : 0;
}

function wrapTitle(context: SKRSContext2D, title: string, first: number): string[] {
  const second = firstWidth(0);
  const measure = (text: string) => layOutLabel(context, text, titleStyle, Number.POSITIVE_INFINITY).width;
  if (measure(title) <= first) return [title];
  const words = title.split(' ');
  const breaks = Array.from({ length: Math.min(MAX_WORDS, words.length) - 1 }, (_, at) => at + 1);
  const partsAt = (at: number) => [words.slice(0, at).join(' '), words.slice(at).join(' ')] as const;
  let best: { readonly parts: readonly string[]; readonly longer: number } | undefined;
  for (const at of breaks) {
    const parts = partsAt(at);
    const start = measure(parts[0]);
    if (start > first) break;
    const end = measure(parts[1]);
    const longer = Math.max(start, end);
    // Where no break is enough, the last one leaves least to be shortened.
    const isBetter = best === undefined || longer < best.longer || end > second;
    if (isBetter) best = { parts, longer };
  }
  return [...(best?.parts ?? [title])];
}
