import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import type { AttentionArcs } from '../../src/charts/kinds/attention-arcs/attention-arcs.js';
import type { BarColumns } from '../../src/charts/kinds/bar-columns/bar-columns.js';
import type { BranchTree } from '../../src/charts/kinds/branch-tree/branch-tree.js';
import type { DrawStep } from '../../src/charts/kinds/draw-step/draw-step.js';
import type { EndingStacks } from '../../src/charts/kinds/ending-stacks/ending-stacks.js';
import type { GuessRows } from '../../src/charts/kinds/guess-rows/guess-rows.js';
import type { HeatMap } from '../../src/charts/kinds/heat-map/heat-map.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { RollCounts } from '../../src/charts/kinds/roll-counts/roll-counts.js';
import type { Scatter } from '../../src/charts/kinds/scatter/scatter.js';
import type { SwappedTexts } from '../../src/charts/kinds/swapped-texts/swapped-texts.js';
import type { TwoQuestions } from '../../src/charts/kinds/two-questions/two-questions.js';

/** A cell whose probability is known, or lies between two ends. */
export function cell(low: number, more: Partial<BarCell> & { high?: number } = {}): BarCell {
  const { high = low, ...rest } = more;
  return { probability: { low, high }, state: 'kept', ...rest };
}

/** Bar columns whose rows are `·0`, `·1`, …, as many as the longest column has. */
export function columnsOf(...columns: readonly (readonly (BarCell | undefined)[])[]): BarColumns {
  const most = Math.max(0, ...columns.map((cells) => cells.length));
  return {
    kind: 'bar-columns',
    title: 'Side by side',
    rows: Array.from({ length: most }, (_, row) => ({ label: `·${row}` })),
    columns: columns.map((cells, at) => ({ title: `T = ${at}`, cells })),
  };
}

/** A step whose bars are `·0`, `·1`, …, with these probabilities. */
export function stepOf(probabilities: readonly number[], more: Partial<DrawStep> = {}): DrawStep {
  return {
    kind: 'draw-step',
    title: 'Writing',
    step: 3,
    steps: 20,
    text: 'The capital of',
    token: '·0',
    bars: probabilities.map((low, at) => ({ ...cell(low, { chosen: at === 0 }), label: `·${at}` })),
    ...more,
  };
}

/** Rolls of which each has a count, what was predicted, and its range. */
export function rollsOf(
  ...rows: readonly (readonly [count: number, predicted: number, low: number, high: number])[]
): RollCounts {
  return {
    kind: 'roll-counts',
    title: 'Rolls',
    rows: rows.map(([count, predicted, low, high], at) => ({
      label: `·${at}`,
      count,
      predicted: { low: predicted, high: predicted },
      range: { low, high },
    })),
  };
}

/** What a node of a test's tree may leave out. */
type Node = Omit<BranchTree['nodes'][number], 'label'> & { readonly label?: string };

/** A tree of nodes, labelled with their ids where they have no label. */
export function treeOf(...nodes: Node[]): BranchTree {
  return { kind: 'branch-tree', title: 'Forks', nodes: nodes.map((node) => ({ label: `·${node.id}`, ...node })) };
}

/** A grid of values, whose rows are `·0`, `·1`, …, and whose columns are `0`, `1`, … */
export function heatOf(values: HeatMap['values'], rows: readonly (readonly number[])[]): HeatMap {
  const most = Math.max(0, ...rows.map(({ length }) => length));
  return {
    kind: 'heat-map',
    title: 'Grid',
    values,
    rows: rows.map((_, row) => ({ label: `·${row}` })),
    columns: Array.from({ length: most }, (_, column) => ({ label: `${column}` })),
    cells: rows.flatMap((cells, row) => cells.map((value, column) => ({ row, column, value }))),
  };
}

/** Tokens `·0`, `·1`, … with what each gets; the last that gets something looks. */
export function arcsOf(...weights: (number | undefined)[]): AttentionArcs {
  const looks = weights.findLastIndex((weight) => weight !== undefined);
  const tokens = weights.map((weight, at) => ({ label: `·${at}`, weight, looks: at === looks, isNamed: at === 0 }));
  return { kind: 'attention-arcs', title: 'Arcs', tokens };
}

/** Rows `row 0`, `row 1`, …, each with guesses `·0`, `·1`, …; the first of each is the one that is looked at. */
export function guessesOf(...rows: (readonly number[])[]): GuessRows {
  return {
    kind: 'guess-rows',
    title: 'Rows',
    rows: rows.map((_, row) => `row ${row}`),
    guesses: rows.flatMap((chances, row) =>
      chances.map((probability, at) => ({ row, label: `·${at}`, probability, strong: at === 0, isBound: at === 1 })),
    ),
  };
}

/** Columns of counts, the texts of each `·column-row`; every other one is cut. */
export function stacksOf(...columns: (readonly number[])[]): EndingStacks {
  const rows = Math.max(0, ...columns.map(({ length }) => length));
  return {
    kind: 'ending-stacks',
    title: 'Stacks',
    columns: columns.map((counts, at) => ({
      title: `column ${at}`,
      caption: `${counts.length} of them`,
      total: counts.reduce((sum, count) => sum + count, 0),
    })),
    endings: Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
      columns.flatMap((counts, column) => {
        const count = counts[row];
        return count === undefined ? [] : [{ label: `·${column}-${row}`, row, column, count, isCut: row % 2 === 1 }];
      }),
    ),
  };
}

/** Two texts: the tokens `·0`, `·1`, … with the weights of each, and then guesses with the chances of each. */
export function swappedOf(weights: readonly number[], chances: readonly number[]): SwappedTexts {
  return {
    kind: 'swapped-texts',
    title: 'Swapped',
    parts: [0, 1].flatMap((text) => [
      ...arcsOf(...weights).tokens.map((token) => ({ what: 'token' as const, text, ...token })),
      ...chances.map((probability, at) => ({ what: 'guess' as const, text, label: `·next ${at}`, probability })),
    ]),
  };
}

/** Named points, `·0`, `·1`, …, at these places. */
export function scatterOf(...places: readonly (readonly [across: number, up: number])[]): Scatter {
  return {
    kind: 'scatter',
    title: 'Map',
    points: places.map(([across, up], at) => ({ label: `·${at}`, across, up, note: 'n' })),
  };
}

/** People by what they said to two questions. */
export function answersOf(...counts: readonly number[]): TwoQuestions {
  return {
    kind: 'two-questions',
    title: 'Answers',
    aside: 'a class',
    names: ['a', 'b'],
    groups: (['both', 'first', 'second', 'neither'] as const).flatMap((answers, at) => {
      const count = counts[at];
      return count === undefined ? [] : [{ answers, label: answers, count }];
    }),
  };
}

/** One small picture of each kind. */
export const everyKind: readonly Picture[] = [
  { kind: 'token-strip', title: 'T', tokens: [{ label: '·a', caption: '1' }] },
  {
    kind: 'probability-bars',
    title: 'T',
    subtitle: 'S',
    bars: [{ ...cell(0.2, { high: 0.4, state: 'cut', note: 'top-k' }), label: '·a' }],
  },
  { kind: 'count-bars', title: 'T', unit: 'tokens', bars: [{ label: 'a', note: 'b', count: 1 }] },
  {
    kind: 'context-window',
    title: 'T',
    window: 12,
    parts: [
      { part: 'template', name: 'template', count: 1 },
      { part: 'user', name: 'your words', count: 1 },
    ],
    tokens: [
      { label: '<|a|>', part: 'template' },
      { label: '·a', part: 'user' },
    ],
  },
  {
    kind: 'window-rows',
    title: 'T',
    window: 12,
    names: [
      { part: 'user', name: 'fact' },
      { part: 'gone', name: 'fell off' },
    ],
    rows: [
      { label: 'a', segments: [{ part: 'user', count: 3 }], chance: { probability: 0.4, isBound: false } },
      {
        label: 'b',
        segments: [
          { part: 'gone', count: 3 },
          { part: 'filler', count: 12 },
        ],
        value: 'No.',
      },
    ],
  },
  {
    kind: 'probability-strip',
    title: 'T',
    captions: 'bits',
    tokens: [{ label: '·a', probability: 0.01, bound: true, caption: '≥ 6.64' }],
  },
  {
    ...columnsOf(
      [cell(0.0004, { high: 0.004, state: 'cut', note: 'top-p', chosen: true })],
      [undefined],
      [cell(1)],
      [cell(0)],
      [cell(0.5)],
    ),
    subtitle: 'S',
  },
  stepOf([0.5, 0.2]),
  rollsOf([4, 5, 2, 8]),
  {
    kind: 'beam-lattice',
    title: 'T',
    cells: [
      { column: 0, row: 0, label: '·a', probability: 0.5, fate: 'best' },
      { column: 0, row: 1, label: '·b', probability: 0.3, fate: 'dropped' },
      { column: 1, row: 0, parent: 0, label: '·c', probability: 0.25, fate: 'best' },
      { column: 1, row: 1, parent: 0, label: '·d', probability: 0.2, fate: 'kept', waits: true },
    ],
  },
  { kind: 'text-rows', title: 'T', rows: [{ label: 'a', note: '1 token', before: 'b', text: 'c' }] },
  {
    kind: 'curve',
    title: 'T',
    unit: 'bits',
    axis: 'steps',
    lines: ['training', 'held out'],
    points: [
      { label: 'step 1', at: 1, values: [3, 3.1] },
      { label: 'step 9', at: 9, values: [2, undefined] },
      { label: 'step 100', at: 100, values: [1.5, 1.6] },
    ],
    marks: [9, 100],
    marked: 'kept after',
  },
  heatOf('likenesses', [[1], [-0.4, 1]]),
  arcsOf(0.5, 0.3, 0.2, undefined),
  guessesOf([0.5, 0.2], [0.9, 0]),
  stacksOf([20], [3, 2, 1]),
  swappedOf([0.6, 0.4], [0.3, 0.2]),
  {
    kind: 'likeness-bars',
    title: 'T',
    subtitle: 'S',
    bars: [{ label: 'a', likeness: 0.4, note: '3rd', chosen: true }],
  },
  scatterOf([0.5, 0.5], [0, -1]),
  answersOf(4, 1, 6, 3),
  {
    kind: 'merge-row',
    title: 'T',
    progress: 'merge 2 of 3',
    morePairs: 1,
    isDone: false,
    parts: [
      { what: 'pair', label: '·a + b → ·ab', rank: 300, places: 1 },
      { what: 'pair', label: 'c + d → cd', rank: 4000, places: 2 },
      { what: 'part', label: '… 2 more', isNamed: true },
      { what: 'part', label: '·a', caption: '1', isNext: true, isNew: true },
      { what: 'part', label: 'b', isNext: true },
      { what: 'part', label: '⟨F0⟩', isBorder: true },
    ],
  },
  { kind: 'win-rates', title: 'T', bars: [{ label: 'a', note: 'b', rate: 0.7, range: { low: 0.5, high: 0.9 } }] },
  { kind: 'gap-text', title: 'T', subtitle: 'S', texts: [{ label: 'a b', people: 3, note: 'n' }] },
  {
    kind: 'gain-rows',
    title: 'T',
    rows: [
      {
        label: 'a',
        people: 3,
        shares: { before: 0.2, after: 0.7, difference: { low: -0.1, high: 0.8 } },
        strong: true,
      },
      { label: 'b', people: 0 },
    ],
  },
  {
    kind: 'course-map',
    title: 'T',
    units: (['done', 'now', 'next', 'left-out'] as const).map((state, at) => ({
      label: `unit ${state}`,
      number: at + 1,
      part: at < 2 ? 'start' : 'end',
      minutes: 7,
      state,
    })),
  },
  treeOf({ id: 'a', probability: 0.5, current: true }, { id: 'b', parent: 'a', probability: 0.2 }),
];
