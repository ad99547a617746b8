import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import { type Branch, branchForest, checkNodes } from './branch-forest.js';
import type { BranchTree } from './branch-tree.js';

/** A branch in its place, in pixels of the picture. */
export interface PlacedBranch {
  readonly id: string;
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

/** Where the branches of one page stand on it. */
export interface BranchLayout {
  readonly pitch: number;
  /** Figures stand under the labels. */
  readonly stacked: boolean;
  /** Those of the page, and before them those that they follow. */
  readonly branches: readonly PlacedBranch[];
  readonly rows: number;
}

/** Branches that are on one page. */
export interface BranchPage {
  readonly from: number;
  readonly count: number;
  readonly layout: BranchLayout;
}

const MAX_ROWS = 9;
/** On all pages together. */
const MAX_NODES = 100;
const MAX_PITCH = 98;
/** From here on a row has room for a figure under its label. */
const STACKED_PITCH = 94;
const BOTTOM = 26;
/** Between a branch's words and the next one's: room for a line that turns. */
const GAP = 44;
/** Between a label and the figure after it. */
export const FIGURE_GAP = 12;
/** Shorter, a label says nothing: six characters. */
const MIN_LABEL = 110;

interface LayoutOptions {
  /** Pixels that the heading takes. */
  readonly start: number;
  readonly words: Pick<ChartWords, 'empty' | 'figures'>;
}

/**
 * Cuts a tree into pages: on each as many nodes as fit in height and width, after those of earlier pages that they follow.
 *
 * @throws RangeError when a node comes before its parent, an id comes twice, or a probability is not a possible one
 */
export function pageBranches(
  context: SKRSContext2D,
  nodes: BranchTree['nodes'],
  options: LayoutOptions,
): readonly BranchPage[] {
  checkNodes(nodes);
  const most = Math.min(nodes.length, MAX_NODES);
  const whole = layOut(context, nodes.slice(0, most), options);
  if (whole) return most === 0 ? [] : [{ from: 0, count: most, layout: whole }];
  const pages: BranchPage[] = [];
  for (let from = 0; from < most; ) {
    let [count, layout] = [1, layOutFirst(context, nodes, from, options)];
    for (let more = 2; from + more <= most; more += 1) {
      const larger = layOut(context, withAncestors(nodes, from, more), options);
      if (!larger) break;
      [count, layout] = [more, larger];
    }
    pages.push({ from, count, layout });
    from += count;
  }
  return pages;
}

/** The height of all pages of a tree. */
export function heightOf(pages: readonly BranchPage[], start: number): number {
  const needed = pages.map(({ layout }) => start + layout.pitch * layout.rows + BOTTOM);
  return Math.max(size.minHeight, Math.ceil(Math.max(0, ...needed)));
}

/** The middle of a row, on a card whose heading takes so many pixels. */
export function rowMiddle({ pitch, rows }: BranchLayout, row: number, card: { start: number; height: number }): number {
  const spare = card.height - card.start - BOTTOM - pitch * rows;
  return card.start + spare / 2 + (row + 0.5) * pitch;
}

/** A page begins with one node, after all that it follows or, where that has no room, after its parent alone. */
function layOutFirst(
  context: SKRSContext2D,
  nodes: BranchTree['nodes'],
  from: number,
  options: LayoutOptions,
): BranchLayout {
  const [node, parent] = [nodes[from], nodes.find(({ id }) => id === nodes[from]?.parent)];
  const alone = [...(parent ? [{ ...parent, parent: undefined }] : []), ...(node ? [node] : [])];
  const layout = layOut(context, withAncestors(nodes, from, 1), options) ?? layOut(context, alone, options);
  if (!layout) throw new Error('Two labels fit beside each other.');
  return layout;
}

/** Some nodes, and before them those that they follow. */
function withAncestors(nodes: BranchTree['nodes'], from: number, count: number): BranchTree['nodes'] {
  const wanted = new Set<string | undefined>(nodes.slice(from, from + count).map(({ parent }) => parent));
  const before: BranchTree['nodes'][number][] = [];
  for (let at = from - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    if (!node || !wanted.has(node.id)) continue;
    wanted.add(node.parent);
    before.unshift(node);
  }
  return [...before, ...nodes.slice(from, from + count)];
}

/** Finds room for a tree, or undefined where it does not fit in height or width. */
function layOut(
  context: SKRSContext2D,
  nodes: BranchTree['nodes'],
  { start, words }: LayoutOptions,
): BranchLayout | undefined {
  const { roots, rows } = branchForest(nodes);
  if (rows > MAX_ROWS) return undefined;
  const pitch = Math.min(MAX_PITCH, (size.maxHeight - start - BOTTOM) / Math.max(1, rows));
  const stacked = pitch >= STACKED_PITCH;
  const branches = [size.label, size.small]
    .map((type) => placeAll(context, roots, { type, stacked, words }))
    .find((placed, at) => (at === 0 ? placed.isWhole : placed.fits))?.branches;
  return branches && { pitch, stacked, branches, rows };
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
  let fits = true;
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
    const placed = { id: branch.node.id, parent, current, row: branch.row, left, right: left + width, label, figure };
    branches.push(placed);
    if (placed.right > size.width - size.padding) fits = false;
    // However it goes on, there is no room: a long chain is not measured to its end.
    if (!fits) return;
    for (const child of branch.children) place(child, placed);
  };
  for (const root of roots) place(root, undefined);
  return { branches, isWhole: isWhole && fits, fits };
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
