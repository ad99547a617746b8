import type { ChartWords } from '../../../words/pictures.js';
import type { Card } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type LabelStyle, layOutLabel } from '../../text/label.js';
import { coloursOf, stripesOfBoth } from './colours.js';
import { counts, pictureSums, type TwoAnswers, type TwoQuestions } from './two-questions.js';

/** The first question's name, and yes, no and all beside it. */
const NAME = 150;
const ANSWER = 76;
const GAP = 6;
/** What stands where, from the first row and column of figures on. */
const CELLS: readonly (readonly [TwoAnswers, row: number, column: number])[] = [
  ['both', 0, 0],
  ['first', 0, 1],
  ['second', 1, 0],
  ['neither', 1, 1],
];

/** Draws the table of both questions, the first from top to bottom and the second from left to right, with its sums. */
export function drawTwoByTwo(card: Card, picture: TwoQuestions, area: Area, words: ChartWords): void {
  const { context, theme } = card;
  const { names, given } = picture;
  const sums = pictureSums(picture);
  const { count } = words.figures;
  const row = area.height / 5;
  const column = (area.width - NAME - ANSWER) / 3;
  const left = area.left + NAME + ANSWER;
  const at = (line: number, place: number): Area => ({
    left: left + place * column,
    top: area.top + (line + 2) * row,
    width: column,
    height: row,
  });
  for (const [answers, line, place] of CELLS) {
    drawCell(card, answers, at(line, place), counts(answers, given));
    const ink = counts(answers, given) ? theme.ink : theme.muted;
    write(card, count(sums[answers]), at(line, place), { ink, isStrong: counts(answers, given) });
  }
  const wholes = [
    [sums.yesFirst, 0, 2, given !== 'second'],
    [sums.noFirst, 1, 2, given === undefined],
    [sums.yesSecond, 2, 0, given !== 'first'],
    [sums.noSecond, 2, 1, given === undefined],
    [sums.all, 2, 2, given === undefined],
  ] as const;
  for (const [figure, line, place, isCounted] of wholes) {
    write(card, count(figure), at(line, place), { ink: isCounted ? theme.ink : theme.muted, isStrong: false });
  }
  const { yes, no, all } = words.twoQuestions;
  const [first, second] = names.map((name) => name || words.empty) as [string, string];
  const head = { ink: theme.muted, isStrong: false, type: size.small } as const;
  for (const [place, text] of [yes, no, all].entries()) {
    write(card, text, at(-1, place), head);
    write(card, text, { ...at(place, 0), left: area.left + NAME, width: ANSWER }, head);
  }
  const name = { ink: theme.ink, isStrong: true, type: size.small } as const;
  write(card, second, { ...at(-2, 0), width: 2 * column }, name);
  write(card, first, { ...at(0, 0), left: area.left, width: NAME }, name);
  if (given !== undefined) drawFrame(card, given === 'first' ? span(at(0, 0), at(0, 2)) : span(at(0, 0), at(2, 0)));

  context.beginPath();
  context.moveTo(area.left + NAME, at(2, 0).top);
  context.lineTo(area.left + area.width, at(2, 0).top);
  context.moveTo(at(0, 2).left, at(-1, 0).top);
  context.lineTo(at(0, 2).left, area.top + area.height);
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
}

function span(from: Area, to: Area): Area {
  return { ...from, width: to.left + to.width - from.left, height: to.top + to.height - from.top };
}

/** Round all who count. */
function drawFrame({ context, theme }: Card, { left, top, width, height }: Area): void {
  context.beginPath();
  context.roundRect(left, top, width, height, 10);
  context.strokeStyle = theme.ink;
  context.lineWidth = 5;
  context.stroke();
}

function drawCell({ context, theme }: Card, answers: TwoAnswers, area: Area, isCounted: boolean): void {
  const { first, second } = coloursOf(theme);
  const fills = { both: second.fill, first: first.fill, second: second.fill, neither: theme.track };
  const paint = (fill: typeof context.fillStyle) => {
    context.beginPath();
    context.roundRect(area.left + GAP, area.top + GAP, area.width - 2 * GAP, area.height - 2 * GAP, 8);
    context.fillStyle = fill;
    context.fill();
  };
  paint(isCounted ? fills[answers] : theme.track);
  if (isCounted && answers === 'both') {
    paint(stripesOfBoth(context, theme));
  }
}

function write(
  { context }: Card,
  text: string,
  { left, top, width, height }: Area,
  { ink, isStrong, type = size.label }: { ink: `#${string}`; isStrong: boolean; type?: LabelStyle['size'] },
): void {
  const label = layOutLabel(context, text, { family: 'sans', size: type, bold: isStrong }, width - 4);
  drawLabel(context, label, left + (width - label.width) / 2, top + height / 2 + type * 0.35, { ink, dim: ink });
}
