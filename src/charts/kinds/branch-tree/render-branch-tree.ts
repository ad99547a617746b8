import { createCanvas } from '@napi-rs/canvas';
import { nearestPage } from '../../pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { drawLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import {
  type BranchLayout,
  type BranchPage,
  FIGURE_GAP,
  heightOf,
  type PlacedBranch,
  pageBranches,
  rowMiddle,
} from './branch-layout.js';
import type { BranchTree } from './branch-tree.js';

/** Where something stands on a card. */
interface Place {
  readonly layout: BranchLayout;
  readonly start: number;
  readonly height: number;
  /** Repeated from an earlier page, because others follow it. */
  readonly isRepeated: (branch: PlacedBranch) => boolean;
}

/**
 * Draws replies that share their beginnings as one tree: what follows first goes on in the same line, each other branch
 * in a line of its own. What has no room goes on on further pages, after what it follows, in the quieter ink.
 *
 * @throws RangeError when a node comes before its parent, an id comes twice, or a probability is not a possible one
 */
export function renderBranchTree(
  { title, nodes }: BranchTree,
  { page: wanted, theme, words }: RenderOptions,
): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const cut = (start: number) => pageBranches(context, nodes, { start, words });
  let all: readonly BranchPage[] = [];
  const heading = layOutHeading(context, { title }, (height) => {
    all = cut(height);
    return all.length <= 1;
  });
  if (all.length > 1) all = cut(heading.height);
  const pages = Math.max(1, all.length);
  const page = nearestPage(wanted, pages);
  const height = heightOf(all, heading.height);
  const shown = all[page];
  const left = page === pages - 1 ? nodes.length - (shown?.from ?? 0) - (shown?.count ?? 0) : 0;
  const asides = [...(pages > 1 ? [words.page(page + 1, pages)] : []), ...(left > 0 ? [words.more(left)] : [])];
  const card = createCard(heading, { height, theme, aside: asides.join(' · ') || undefined });
  if (!shown) {
    drawEmptyNote(card, words.branchTree.nothing);
    return { page, pages, from: 0, count: 0, card, areas: [] };
  }
  const { from, count, layout } = shown;
  const ids = nodes.slice(from, from + count).map(({ id }) => id);
  const own = new Set(ids);
  const place = { layout, start: heading.height, height, isRepeated: ({ id }: PlacedBranch) => !own.has(id) };
  // The current path is drawn last, over the others.
  const inOrder = layout.branches.toSorted((one, other) => Number(one.current) - Number(other.current));
  for (const branch of inOrder) drawLine(card, branch, place);
  for (const branch of inOrder) drawWords(card, branch, place);
  const areas = new Map(layout.branches.map((branch) => [branch.id, areaOf(branch, place)]));
  return { page, pages, from, count, card, areas: ids.flatMap((id) => areas.get(id) ?? []) };
}

function areaOf({ left, right, row }: PlacedBranch, place: Place): Area {
  const { pitch } = place.layout;
  return {
    left: left - 2,
    top: rowMiddle(place.layout, row, place) - pitch / 2,
    width: right - left + 4,
    height: pitch,
  };
}

/** From the end of the parent's words, down to the branch's own line, and to its words. */
function drawLine({ context, theme }: Card, branch: PlacedBranch, place: Place): void {
  const { parent } = branch;
  if (!parent) return;
  const [fromX, toX] = [parent.right + 8, branch.left - 8];
  const [fromY, toY] = [parent.row, branch.row].map((row) => rowMiddle(place.layout, row, place)) as [number, number];
  const turn = fromX + 12;
  const radius = toY === fromY ? 0 : 10;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(turn - radius, fromY);
  if (radius > 0) {
    context.arcTo(turn, fromY, turn, fromY + radius, radius);
    context.lineTo(turn, toY - radius);
    context.arcTo(turn, toY, turn + radius, toY, radius);
  }
  context.lineTo(toX, toY);
  context.strokeStyle = branch.current ? theme.ink : theme.line;
  context.lineWidth = branch.current ? 5 : 2;
  context.stroke();
}

function drawWords({ context, theme }: Card, branch: PlacedBranch, place: Place): void {
  const { left, label, figure, row } = branch;
  const y = rowMiddle(place.layout, row, place);
  // The branch's line meets the middle of its label, also where a figure stands under it.
  const baseline = y + label.style.size * 0.35;
  const quiet = { ink: theme.muted, dim: theme.muted };
  drawInside(context, areaOf(branch, place), () => {
    drawLabel(context, label, left, baseline, place.isRepeated(branch) ? quiet : { ink: theme.ink, dim: theme.muted });
    if (!figure) return;
    if (place.layout.stacked) drawLabel(context, figure, left, baseline + 33, quiet);
    else drawLabel(context, figure, left + label.width + FIGURE_GAP, baseline, quiet);
  });
}
