import { createCanvas } from '@napi-rs/canvas';
import { type Card, createCard } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { drawLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { type BranchLayout, FIGURE_GAP, layOutBranches, type PlacedBranch } from './branch-layout.js';
import type { BranchTree } from './branch-tree.js';

/**
 * Draws replies that share their beginnings as one tree: what follows first goes on in the same line, each other branch
 * in a line of its own. The tree is one picture, and the last nodes are left out where it would not fit.
 *
 * @throws RangeError when a node comes before its parent, an id comes twice, or a probability is not a possible one
 */
export function renderBranchTree(
  { title, nodes }: BranchTree,
  { theme, words }: Omit<RenderOptions, 'page'>,
): RenderedPage {
  const layout = layOutBranches(createCanvas(1, 1).getContext('2d'), nodes, words);
  const shown = layout.branches.length;
  const left = nodes.length - shown;
  const card = createCard({ title, aside: left === 0 ? undefined : words.more(left) }, layout.height, theme);
  if (shown === 0) drawEmptyNote(card, words.branchTree.nothing);
  // The current path is drawn last, over the others.
  const inOrder = layout.branches.toSorted((one, other) => Number(one.current) - Number(other.current));
  for (const branch of inOrder) drawLine(card, branch, layout);
  for (const branch of inOrder) drawWords(card, branch, layout);
  return { page: 0, pages: 1, from: 0, count: shown, card };
}

/** From the end of the parent's words, down to the branch's own line, and to its words. */
function drawLine({ context, theme }: Card, branch: PlacedBranch, layout: BranchLayout): void {
  const { parent } = branch;
  if (!parent) return;
  const [fromX, fromY, toX, toY] = [parent.right + 8, layout.yOf(parent.row), branch.left - 8, layout.yOf(branch.row)];
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

function drawWords({ context, theme }: Card, branch: PlacedBranch, layout: BranchLayout): void {
  const { left, label, figure, right, row } = branch;
  const y = layout.yOf(row);
  const baseline = y + label.style.size * 0.35;
  const quiet = { ink: theme.muted, dim: theme.muted };
  const area = { left: left - 2, top: y - layout.pitch / 2, width: right - left + 4, height: layout.pitch };
  drawInside(context, area, () => {
    drawLabel(context, label, left, baseline, { ink: theme.ink, dim: theme.muted });
    if (!figure) return;
    if (layout.stacked) drawLabel(context, figure, left, baseline + 26, quiet);
    else drawLabel(context, figure, left + label.width + FIGURE_GAP, baseline, quiet);
  });
}
