import { createCanvas } from '@napi-rs/canvas';
import { checkCount } from '../../../domain/check-figure.js';
import { createCard } from '../../paint/card.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { drawPeople } from './people.js';
import { drawTwoByTwo } from './two-by-two.js';
import type { TwoQuestions } from './two-questions.js';
import { drawVenn } from './venn.js';

/** Pixels of the group at the top, and between it and what stands below. */
const PEOPLE = 124;
const GAP = 14;
const BOTTOM = 20;
/** Of a heading whose title has one line. */
const ONE_LINE = 94;
/** Low, because two questions above it may take two lines. */
const HEIGHT = 530;
/** How wide the Venn diagram is; the table has the rest. */
const VENN = 500;

/**
 * Draws people by their answers to two questions: as a group, as a Venn diagram, and as a table.
 *
 * @throws RangeError when a count is not a possible one
 */
export function renderTwoQuestions(picture: TwoQuestions, { theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const { groups, aside } = picture;
  const heading = headingBeside(context, picture, aside);
  const card = createCard(heading, {
    height: Math.min(size.maxHeight, HEIGHT + heading.height - ONE_LINE),
    theme,
    aside,
  });
  const place = { page: 0, pages: 1, from: 0, count: groups.length };
  if (groups.length === 0) {
    drawEmptyNote(card, words.twoQuestions.nothing);
    return { ...place, card, areas: [] };
  }
  for (const { count } of groups) checkCount(count);
  const left = size.padding;
  const width = size.width - 2 * size.padding;
  const top = heading.height - 4;
  const below = top + PEOPLE + GAP;
  const height = card.height - BOTTOM - below;
  const areas = drawPeople(card, picture, { left, top, width, height: PEOPLE });
  drawVenn(card, picture, { left, top: below, width: VENN, height }, words);
  drawTwoByTwo(card, picture, { left: left + VENN + GAP, top: below, width: width - VENN - GAP, height }, words);
  return { ...place, card, areas };
}
