import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { headingHeight } from '../../paint/card.js';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import { type Branch, branchForest } from './branch-forest.js';
import type { BranchTree } from './branch-tree.js';

/** A branch in its place, in pixels of the picture. */
export interface PlacedBranch {
  readonly parent: PlacedBranch | undefined;
  readonly current: boolean;
  /** From 0 on, downwards. */
  readonly row: number;
  readonly left: number;
  /** Where its words end. */
  readonly right: number;
  readonly label: Label;
  /** The probability, under the label or after it. */
  readonly figure: Label | undefined;
}

/** Where a tree stands on its picture. */
export interface BranchLayout {
  readonly height: number;
  readonly pitch: number;
  /** Figures stand under the labels. */
  readonly stacked: boolean;
  readonly branches: readonly PlacedBranch[];
  /** The middle of a row. */
  yOf(row: number): number;
}

const MAX_ROWS = 14;
/** More never fit. */
const MAX_NODES = 60;
const MAX_PITCH = 72;
/** From here on a row has room for a figure under its label. */
const STACKED_PITCH = 62;
const BOTTOM = 28;
/** Between a branch's words and the next one's: room for a line that turns. */
const GAP = 44;
/** Between a label and the figure after it. */
export const FIGURE_GAP = 12;
/** Shorter, a label says nothing: six characters. */
const MIN_LABEL = 90;

/**
 * Finds room for a tree: as many of its nodes, from the first on, as fit in height and width.
 *
 * @throws RangeError when a node comes before its parent, an id comes twice, or a probability is not a possible one
 */
export function layOutBranches(
  context: SKRSContext2D,
  nodes: BranchTree['nodes'],
  words: Pick<ChartWords, 'empty' | 'figures'>,
): BranchLayout {
  const top = headingHeight({});
  for (let kept = Math.min(nodes.length, MAX_NODES); ; kept -= 1) {
    const { roots, rows } = branchForest(nodes.slice(0, kept));
    if (rows > MAX_ROWS) continue;
    const pitch = Math.min(MAX_PITCH, (size.maxHeight - top - BOTTOM) / Math.max(1, rows));
    const stacked = pitch >= STACKED_PITCH;
    const branches = [size.label, size.small]
      .map((type) => placeAll(context, roots, { type, stacked, words }))
      .find((placed, at) => (at === 0 ? placed.isWhole : placed.fits))?.branches;
    if (!branches) continue;
    const height = Math.max(size.minHeight, Math.ceil(top + pitch * rows + BOTTOM));
    const start = top + (height - top - BOTTOM - pitch * rows) / 2;
    return { height, pitch, stacked, branches, yOf: (row) => start + (row + 0.5) * pitch };
  }
}

interface Measured {
  /** Of the whole label. */
  readonly label: number;
  readonly figure: Label | undefined;
}

interface PlacingOptions {
  /** Size of the labels in pixels. */
  readonly type: number;
  readonly stacked: boolean;
  readonly words: Pick<ChartWords, 'empty' | 'figures'>;
}

function placeAll(context: SKRSContext2D, roots: readonly Branch[], { type, stacked, words }: PlacingOptions) {
  const measured = new Map<Branch, Measured>();
  const styleOf = ({ node }: Branch) => ({ family: 'mono', size: type, bold: node.current ?? false }) as const;
  const textOf = ({ node }: Branch) => node.label || words.empty;
  const measure = (branch: Branch): Measured => {
    const known = measured.get(branch);
    if (known) return known;
    const label = layOutLabel(context, textOf(branch), styleOf(branch), Number.POSITIVE_INFINITY).width;
    const { probability } = branch.node;
    const text = probability === undefined ? undefined : words.figures.percent(checkProbability(probability));
    const figure = text && layOutLabel(context, text, { family: 'sans', size: size.small }, Number.POSITIVE_INFINITY);
    const result = { label, figure: figure || undefined };
    measured.set(branch, result);
    return result;
  };
  const besides = (figure: Label | undefined) => (figure && !stacked ? FIGURE_GAP + figure.width : 0);

  const branches: PlacedBranch[] = [];
  let isWhole = true;
  const place = (branch: Branch, parent: PlacedBranch | undefined) => {
    const left = parent ? parent.right + GAP : size.padding;
    const room = size.width - size.padding - left;
    const { label: whole, figure } = measure(branch);
    const widest = Math.min(
      ...pathsFrom(branch).map((path) => {
        const taken = path.reduce((sum, one) => sum + besides(measure(one).figure), (path.length - 1) * GAP);
        return widestOf(
          path.map((one) => Math.max(measure(one).label, stacked ? (measure(one).figure?.width ?? 0) : 0)),
          room - taken,
        );
      }),
    );
    if (whole > widest) isWhole = false;
    const label = layOutLabel(context, textOf(branch), styleOf(branch), Math.max(MIN_LABEL, widest));
    const width = stacked ? Math.max(label.width, figure?.width ?? 0) : label.width + besides(figure);
    const current = branch.node.current ?? false;
    const placed = { parent, current, row: branch.row, left, right: left + width, label, figure };
    branches.push(placed);
    for (const child of branch.children) place(child, placed);
  };
  for (const root of roots) place(root, undefined);
  return { branches, isWhole, fits: branches.every(({ right }) => right <= size.width - size.padding) };
}

/** Every way from a branch to an end. */
function pathsFrom(branch: Branch): Branch[][] {
  if (branch.children.length === 0) return [[branch]];
  return branch.children.flatMap((child) => pathsFrom(child).map((path) => [branch, ...path]));
}

/** The width that wider ones are shortened to, so that all together take no more than the room. */
function widestOf(widths: readonly number[], room: number): number {
  let left = room;
  for (const [at, width] of widths.toSorted((a, b) => a - b).entries()) {
    const share = left / (widths.length - at);
    if (width > share) return share;
    left -= width;
  }
  return Number.POSITIVE_INFINITY;
}
