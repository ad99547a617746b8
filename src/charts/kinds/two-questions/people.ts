import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { coloursOf } from './colours.js';
import { counts, type TwoAnswers, type TwoQuestions } from './two-questions.js';

/** Between two groups, and from a group's edge to its people. */
const GAP = 16;
const INSET = 10;
/** Of a label under its people. */
const LABEL_HEIGHT = 42;
/** How wide one of the people is at most and at least, in pixels; they are higher than wide. */
const WIDEST = 40;
const NARROWEST = 4;
const HEIGHT = 1.75;

/** Draws the people of each group side by side, all of one size, over what they said. */
export function drawPeople(card: Card, { groups, given }: TwoQuestions, area: Area): readonly Area[] {
  const width = (area.width - 3 * GAP) / 4;
  const areas = groups.map((_, at) => ({ ...area, left: area.left + at * (width + GAP), width }));
  const room = { width: width - 2 * INSET, height: area.height - LABEL_HEIGHT - INSET };
  const person = personWidth(Math.max(0, ...groups.map(({ count }) => count)), room);
  for (const [at, { answers, label, count }] of groups.entries()) {
    const box = areas[at];
    if (box === undefined) continue;
    const isCounted = counts(answers, given);
    drawBox(card, box);
    const columns = Math.max(1, Math.floor(room.width / person));
    // More than a room has: their number says how many they are.
    const drawn = Math.min(count, columns * Math.floor(room.height / (person * HEIGHT)));
    const rows = Math.ceil(drawn / columns);
    const top = box.top + INSET + (room.height - rows * person * HEIGHT) / 2;
    for (let each = 0; each < drawn; each += 1) {
      const inRow = Math.min(columns, drawn - Math.floor(each / columns) * columns);
      const left = box.left + (box.width - inRow * person) / 2;
      const place = { x: left + (each % columns) * person, y: top + Math.floor(each / columns) * person * HEIGHT };
      drawPerson(card, answers, { ...place, width: person, isCounted });
    }
    drawName(card, label, box, isCounted);
  }
  return areas;
}

/** The widest that lets so many people stand in a group. */
function personWidth(count: number, room: { readonly width: number; readonly height: number }): number {
  for (let width = WIDEST; width > NARROWEST; width -= 1) {
    if (Math.floor(room.width / width) * Math.floor(room.height / (width * HEIGHT)) >= count) return width;
  }
  return NARROWEST;
}

function drawBox({ context, theme }: Card, { left, top, width, height }: Area): void {
  context.beginPath();
  context.roundRect(left, top, width, height, 10);
  context.fillStyle = theme.track;
  context.fill();
}

function drawName({ context, theme }: Card, text: string, { left, top, width, height }: Area, isCounted: boolean) {
  const label = layOutLabel(context, text, { family: 'sans', size: size.small, bold: isCounted }, width - 8);
  const area = { left, top: top + height - LABEL_HEIGHT, width, height: LABEL_HEIGHT };
  const ink = isCounted ? theme.ink : theme.muted;
  drawInside(context, area, () =>
    drawLabel(context, label, left + (width - label.width) / 2, top + height - 12, { ink, dim: theme.muted }),
  );
}

/** A head and shoulders: one half in the colour of each question that they said yes to, an outline for neither. */
function drawPerson(
  { context, theme }: Card,
  answers: TwoAnswers,
  { x, y, width, isCounted }: { x: number; y: number; width: number; isCounted: boolean },
): void {
  const body = { left: x + width * 0.08, top: y + width * 0.06, width: width * 0.84, height: width * (HEIGHT - 0.16) };
  const { first, second } = coloursOf(theme);
  context.save();
  outlinePerson(context, body);
  context.clip();
  const [left, right] = { both: [first, second], first: [first, first], second: [second, second], neither: [] }[
    answers
  ];
  if (isCounted && left !== undefined && right !== undefined) {
    context.fillStyle = left.strong;
    context.fillRect(body.left, body.top, body.width, body.height);
    context.fillStyle = right.strong;
    if (right !== left) context.fillRect(body.left + body.width / 2, body.top, body.width / 2, body.height);
  }
  context.restore();
  if (isCounted && answers !== 'neither') return;
  outlinePerson(context, body);
  context.strokeStyle = theme.line;
  context.lineWidth = Math.max(1, width * 0.06);
  context.stroke();
}

function outlinePerson(context: SKRSContext2D, { left, top, width, height }: Area): void {
  const head = width * 0.27;
  const shoulders = top + 2 * head + height * 0.06;
  context.beginPath();
  context.arc(left + width / 2, top + head, head, 0, 2 * Math.PI);
  context.closePath();
  context.roundRect(left, shoulders, width, top + height - shoulders, [width / 2, width / 2, width / 8, width / 8]);
}
