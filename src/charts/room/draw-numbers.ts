import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../words/pictures.js';
import type { Card } from '../paint/card.js';
import type { Area } from '../paint/clipped.js';
import { createHatch } from '../paint/hatch.js';
import { drawTick } from '../paint/marks.js';
import { size } from '../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../text/label.js';
import type { Guess } from './guesses.js';
import { type NumberLine, numberLine } from './number-line.js';
import type { RoomNumbers } from './room-strip.js';
import type { StripBody, StripRegion } from './strip-body.js';

/** Where people stand, and below it the line with its figures. */
const PLOT = 58;
const FIGURES = 52;
/** Pixels of a dot, one a person; the smallest that the highest stack has room for. */
const DOTS = [19, 16, 12, 10, 8] as const;
const GAP = 24;
const TICK = 26;
const left = size.padding + 16;
const width = size.width - 2 * left;

/**
 * Lays out a line of numbers with a dot for each person, and what is right.
 *
 * @throws RangeError when a number is none
 */
export function layOutNumbers(context: SKRSContext2D, room: RoomNumbers, words: ChartWords): StripBody {
  const line = numberLine(room);
  const toX = (value: number) => left + ((value - line.low) / (line.high - line.low)) * width;
  const stacks = stacksOf(line, toX);
  const figures = layOutFigures(context, room, line, words);
  return {
    height: PLOT + FIGURES,
    draw(card, top) {
      const base = top + PLOT;
      const [from, to] = [toX(room.truth.low), toX(room.truth.high)];
      const truth = { from, to, top: top - 4, base };
      drawBand(card, truth);
      drawLine(card, base);
      drawStacks(card, stacks, base);
      drawTruth(card, truth);
      drawFigures(card, figures, base, (from + to) / 2);
      return [
        {
          area: { left: from - 10, top, width: to - from + 20, height: PLOT },
          label: words.room.isRight,
          text: words.room.alt.truth(room.truth, room.unit),
        },
        ...stacks.map((stack) => regionOf(stack, top, room, words)),
      ];
    },
  };
}

/** People whose numbers are so near to each other that their dots stand over one place. */
interface Stack {
  readonly x: number;
  readonly guesses: readonly Guess[];
  readonly people: number;
}

function stacksOf({ inside, below, above }: NumberLine, toX: (value: number) => number): readonly Stack[] {
  const stack = (x: number, guesses: readonly Guess[]) => ({
    x,
    guesses,
    people: guesses.reduce((sum, guess) => sum + guess.people, 0),
  });
  const places = new Map<number, Guess[]>();
  const pitch = DOTS[2];
  for (const guess of inside) {
    const place = Math.round((toX(guess.value) - left) / pitch);
    places.set(place, [...(places.get(place) ?? []), guess]);
  }
  const stacks = [...places.values()].map((guesses) => {
    const sum = guesses.reduce((total, { value, people }) => total + toX(value) * people, 0);
    return stack(sum / stack(0, guesses).people, guesses);
  });
  const beyond = [stack(left - 10, below), stack(left + width + 10, above)].filter(({ people }) => people > 0);
  return [...stacks, ...beyond];
}

function drawStacks({ context, theme }: Card, stacks: readonly Stack[], base: number): void {
  const highest = Math.max(1, ...stacks.map(({ people }) => people));
  const nearest = Math.min(
    ...stacks.flatMap(({ x }, at) => stacks.slice(at + 1).map((other) => Math.abs(other.x - x))),
  );
  const fits = DOTS.find((dot) => dot * highest <= PLOT && dot <= Math.max(DOTS[2], nearest));
  const column = Math.max(8, Math.min(28, nearest - 6));
  context.fillStyle = theme.bar;
  for (const { x, people } of stacks) {
    if (fits === undefined) {
      // A person is a slice of a column, which is higher the more people said the same.
      const height = Math.max(2, (people / highest) * (PLOT - 2));
      context.fillRect(x - column / 2, base - 3 - height, column, height);
      continue;
    }
    for (let person = 0; person < people; person += 1) {
      context.beginPath();
      context.arc(x, base - 3 - fits * (person + 0.5), fits / 2 - 1, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

function drawLine({ context, theme }: Card, base: number): void {
  context.fillStyle = theme.line;
  context.fillRect(left - 10, base - 1, width + 20, 3);
  for (const x of [left, left + width]) context.fillRect(x - 1, base - 1, 3, 10);
}

/** What is right, from top to bottom; in pixels. */
interface Truth {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly base: number;
}

/** A hatched band behind the people where what is right is not known exactly. */
function drawBand({ context, theme }: Card, { from, to, top, base }: Truth): void {
  if (to <= from) return;
  context.fillStyle = createHatch(context, { colour: theme.line, direction: 'falling', pitch: 12, lineWidth: 3 });
  context.fillRect(from, top, to - from, base - top);
}

/** A line before the people at what is right, at both ends where it has two. */
function drawTruth({ context, theme }: Card, { from, to, top, base }: Truth): void {
  for (const x of new Set([from, to])) {
    context.fillStyle = theme.card;
    context.fillRect(Math.round(x) - 4, top, 8, base - 1 - top);
    context.fillStyle = theme.ink;
    context.fillRect(Math.round(x) - 2, top, 4, base - top + 8);
  }
}

interface Figures {
  readonly start: Label;
  readonly end: Label;
  /** Whether a figure at the ends has to be told, since it is about people who are not on the line. */
  readonly isStartNeeded: boolean;
  readonly isEndNeeded: boolean;
  readonly right: Label;
}

function layOutFigures(
  context: SKRSContext2D,
  { truth, unit }: RoomNumbers,
  { low, high, below, above }: NumberLine,
  { room: words }: ChartWords,
): Figures {
  const quiet = { family: 'sans', size: size.small } as const;
  const people = (guesses: readonly Guess[]) => guesses.reduce((sum, guess) => sum + guess.people, 0);
  const start = below.length === 0 ? words.amount(low, unit) : words.below(people(below), below[0]?.value ?? 0, unit);
  const end =
    above.length === 0 ? words.amount(high, unit) : words.above(people(above), above.at(-1)?.value ?? 0, unit);
  return {
    start: layOutLabel(context, start, quiet, 380),
    end: layOutLabel(context, end, quiet, 380),
    isStartNeeded: below.length > 0,
    isEndNeeded: above.length > 0,
    right: layOutLabel(context, words.right(truth, unit), { ...quiet, bold: true }, 420),
  };
}

/** What is right stands below its place, as near as what stands at the ends lets it. */
function drawFigures(
  card: Card,
  { start, end, isStartNeeded, isEndNeeded, right }: Figures,
  base: number,
  at: number,
): void {
  const { context, theme } = card;
  const baseline = base + 40;
  const [edge, otherEdge] = [size.padding, size.width - size.padding];
  const wide = TICK + 6 + right.width;
  const least = isStartNeeded ? edge + start.width + GAP : edge;
  const most = (isEndNeeded ? otherEdge - end.width - GAP : otherEdge) - wide;
  const x = Math.max(least, Math.min(most, at - wide / 2));
  drawTick(card, x, baseline);
  drawLabel(context, right, x + TICK + 6, baseline, { ink: theme.ink, dim: theme.muted });
  const quiet = { ink: theme.muted, dim: theme.muted };
  if (isStartNeeded || edge + start.width + GAP <= x) drawLabel(context, start, edge, baseline, quiet);
  if (isEndNeeded || x + wide + GAP <= otherEdge - end.width) {
    drawLabel(context, end, otherEdge - end.width, baseline, quiet);
  }
}

function regionOf({ x, guesses }: Stack, top: number, { unit }: RoomNumbers, { room: words }: ChartWords): StripRegion {
  const area: Area = { left: x - 8, top, width: 16, height: PLOT };
  const text = guesses.map(({ value, people }) => words.alt.value(value, unit, people)).join(words.alt.next);
  return { area, label: words.amount(guesses[0]?.value ?? 0, unit), text };
}
