import { formatBits } from '../src/charts/format.js';
import type { BarColumn, Frame, Interval, Picture, ProbabilityBar } from '../src/charts/picture.js';
import { temper } from '../src/sampling/bounds.js';
import { shape } from '../src/sampling/shape.js';

/** A picture with the name that it has on a contact sheet. */
export interface NamedPicture {
  readonly name: string;
  readonly picture: Picture;
}

/** An animation with the name of its file. */
export interface NamedAnimation {
  readonly name: string;
  readonly frames: readonly Frame[];
}

/** What follows `The capital of France is`: ten listed tokens, and the rest of a vocabulary of 151,936. */
const distribution = {
  probabilities: [0.462, 0.103, 0.061, 0.047, 0.031, 0.022, 0.0174, 0.0121, 0.0096, 0.0083],
  hiddenMass: 0.2266,
  cap: 0.0083,
  vocabularySize: 151_936,
};
const labels = ['·Paris', '·a', '·the', '·located', '·not', '·known', '·one', '·in', '·the·largest', '·Berlin'];
const rest = 'all other tokens';
const rows = [...labels.map((label) => ({ label })), { label: rest, hidden: true }];
const known = (value: number): Interval => ({ low: value, high: value });
const listed = [...distribution.probabilities, distribution.hiddenMass];
const stateOf = (row: number) => (row === labels.length ? ('hidden' as const) : ('kept' as const));

function atTemperature(temperature: number): BarColumn {
  const { candidates, hidden } = temper(distribution, temperature);
  const { entropy } = shape({ ...distribution, temperature });
  const [low, high] = [entropy.low, entropy.high].map(formatBits);
  return {
    title: `T = ${temperature}`,
    caption: low === high ? low : `${entropy.low.toFixed(1)}–${entropy.high.toFixed(1)} bits`,
    cells: [...candidates, hidden].map((probability, row) => ({ probability, state: stateOf(row) })),
  };
}

const temperatures: Picture = {
  kind: 'bar-columns',
  title: 'After “The capital of France is”',
  subtitle: 'The next token at five temperatures, the entropy under each',
  rows,
  columns: [0.2, 0.7, 1, 1.5, 2].map(atTemperature),
};

function samplingColumns(): BarColumn[] {
  const { candidates, hidden } = shape({ ...distribution, temperature: 0.7, topK: 8, topP: 0.9 });
  const shaped = [...candidates, hidden];
  let [low, high] = [0, 0];
  return [
    {
      title: 'before',
      caption: 'T = 1',
      cells: listed.map((value, row) => ({ probability: known(value), state: stateOf(row) })),
    },
    {
      title: 'temperature',
      caption: 'T = 0.7',
      cells: shaped.map((probability, row) => ({ probability, state: stateOf(row) })),
    },
    {
      title: 'running sum',
      caption: 'up to 90%',
      threshold: 0.9,
      cells: candidates.slice(0, 8).map((probability) => {
        low += probability.low;
        high = Math.min(1, high + probability.high);
        return { probability: { low, high }, state: 'kept' };
      }),
    },
    {
      title: 'after the cuts',
      caption: 'top-k 8, top-p 0.9',
      cells: shaped.map(({ state, cutBy, afterCut, low: from, high: to }, row) =>
        state === 'cut'
          ? { probability: { low: from, high: to }, state: 'cut', note: cutBy }
          : { probability: afterCut, state: 'kept', chosen: row === 0 },
      ),
    },
  ];
}

const bars: ProbabilityBar[] = listed.map((value, row) => ({
  label: rows[row]?.label ?? '',
  probability: known(value),
  state: stateOf(row),
  chosen: row === 0,
}));

const steps: readonly [token: string, others: readonly [string, number][]][] = [
  [
    '·the',
    [
      ['·a', 0.31],
      ['·the', 0.27],
      ['·one', 0.09],
      ['·not', 0.05],
      ['·in', 0.04],
      ['·known', 0.02],
    ],
  ],
  [
    '·city',
    [
      ['·city', 0.44],
      ['·capital', 0.18],
      ['·most', 0.08],
      ['·largest', 0.05],
      ['·only', 0.02],
      ['·place', 0.01],
    ],
  ],
  [
    '·of',
    [
      ['·of', 0.83],
      ['·where', 0.05],
      ['·that', 0.03],
      ['·in', 0.01],
      [',', 0.01],
      ['·with', 0.004],
    ],
  ],
  [
    '·light',
    [
      ['·Paris', 0.52],
      ['·light', 0.11],
      ['·love', 0.09],
      ['·the', 0.04],
      ['·lights', 0.04],
      ['·France', 0.03],
    ],
  ],
  [
    ',',
    [
      ['.', 0.48],
      [',', 0.29],
      ['·and', 0.07],
      ['↵', 0.02],
      ['·that', 0.01],
      [';', 0.006],
    ],
  ],
];

function stepPictures(): Picture[] {
  let text = 'The capital of France is Paris. It is';
  return steps.map(([token, others], at) => {
    const picture: Picture = {
      kind: 'draw-step',
      title: 'temperature 0.8, top-p 0.95',
      step: at + 1,
      steps: steps.length,
      text,
      token,
      bars: [
        ...others.map(([label, value]) => ({
          label,
          probability: known(value),
          state: 'kept' as const,
          chosen: label === token,
        })),
        {
          label: rest,
          probability: known(1 - others.reduce((sum, [, value]) => sum + value, 0)),
          state: 'hidden',
        },
      ],
    };
    text += token.replaceAll('·', ' ');
    return picture;
  });
}

const counts = [45, 12, 5, 6, 2, 3, 1, 0, 1, 1, 24];

const surprise: readonly [label: string, probability: number, bound?: boolean][] = [
  ['The', 0.081],
  ['·capital', 0.0021],
  ['·of', 0.93],
  ['·France', 0.034],
  ['·is', 0.57],
  ['·pizza', 0.0004, true],
  ['·and', 0.13],
  ['·its', 0.022],
  ['·king', 0.0031],
  ['·is', 0.61],
  ['·a', 0.19],
  ['·very', 0.012],
  ['·small', 0.043],
  ['·dog', 0.028],
  ['.', 0.42],
];

/** One picture of every kind, as the commands draw them. */
export const examplePictures: readonly NamedPicture[] = [
  { name: 'temperature', picture: temperatures },
  {
    name: 'sampling',
    picture: {
      kind: 'bar-columns',
      title: 'After “The capital of France is”',
      subtitle: 'What temperature, top-k and top-p leave of it, in this order',
      rows,
      columns: samplingColumns(),
    },
  },
  {
    name: 'compare',
    picture: {
      kind: 'bar-columns',
      title: 'After “The capital of France is”',
      subtitle: 'The same prompt with three settings',
      rows,
      columns: [0.7, 1, 1.3].map(atTemperature),
    },
  },
  { name: 'generate', picture: stepPictures()[3] as Picture },
  {
    name: 'dice',
    picture: {
      kind: 'roll-counts',
      title: '100 rolls after “The capital of France is”',
      subtitle: 'temperature 1',
      rows: rows.map((row, at) => {
        const p = listed[at] ?? 0;
        const spread = 1.96 * Math.sqrt(100 * p * (1 - p));
        return {
          ...row,
          count: counts[at] ?? 0,
          predicted: known(100 * p),
          range: { low: Math.max(0, Math.floor(100 * p - spread)), high: Math.ceil(100 * p + spread) },
        };
      }),
    },
  },
  {
    name: 'surprise',
    picture: {
      kind: 'probability-strip',
      title: 'How surprising is each token?',
      captions: 'bits of surprise',
      tokens: surprise.map(([label, probability, bound]) => ({
        label,
        probability,
        bound,
        caption: `${bound ? '≥ ' : ''}${(-Math.log2(probability)).toFixed(2)}`,
      })),
    },
  },
  {
    name: 'forks',
    picture: {
      kind: 'branch-tree',
      title: 'Six ways on from “The capital of France”',
      nodes: [
        { id: '0', label: 'The·capital·of·France', current: true },
        { id: '1', parent: '0', label: '·is·Paris', probability: 0.46, current: true },
        { id: '2', parent: '1', label: ',·which·is·known·for', probability: 0.31 },
        { id: '3', parent: '1', label: '.·It·is', probability: 0.48, current: true },
        { id: '4', parent: '3', label: '·the·city·of', probability: 0.27, current: true },
        { id: '5', parent: '4', label: '·light', probability: 0.11, current: true },
        { id: '6', parent: '4', label: '·love', probability: 0.09 },
        { id: '7', parent: '3', label: '·a·beautiful·old·town', probability: 0.31 },
        { id: '8', parent: '0', label: '·was·moved·to·Vichy', probability: 0.004 },
        { id: '9', parent: '0', label: '·has·a·population·of', probability: 0.012 },
      ],
    },
  },
  { name: 'nextword', picture: { kind: 'probability-bars', title: 'After “The capital of France is”', bars } },
  {
    name: 'tokenize',
    picture: {
      kind: 'token-strip',
      title: '8 tokens in o200k_base',
      tokens: [
        { label: 'I', caption: '40' },
        { label: '·love', caption: '3047' },
        { label: '·pizza', caption: '37041' },
        { label: '!', caption: '0' },
        { label: '·我', caption: '52307' },
        { label: '爱', caption: '9835' },
        { label: '⟨F0 9F 8D⟩', caption: '102328', group: 0 },
        { label: '⟨95⟩', caption: '243', group: 0 },
      ],
      groups: ['🍕'],
    },
  },
  {
    name: 'encodings',
    picture: {
      kind: 'count-bars',
      title: 'The same text in four encodings',
      unit: 'tokens',
      bars: [
        { label: 'o200k_base', note: 'GPT-4o', count: 8, emphasis: true },
        { label: 'cl100k_base', note: 'GPT-4', count: 11 },
        { label: 'p50k_base', note: 'GPT-3', count: 19 },
        { label: 'r50k_base', note: 'GPT-2', count: 19 },
      ],
    },
  },
];

/** The animations of the commands. */
export const exampleAnimations: readonly NamedAnimation[] = [
  {
    name: 'temperature-sweep',
    frames: Array.from({ length: 16 }, (_, at) => (at + 1) / 8).map((temperature) => ({
      picture: {
        kind: 'bar-columns',
        title: 'After “The capital of France is”',
        subtitle: 'The next token while the temperature rises from 0 to 2',
        rows,
        columns: [atTemperature(temperature)],
      },
      seconds: temperature === 1 ? 1.5 : 0.6,
    })),
  },
  { name: 'generate', frames: stepPictures().map((picture) => ({ picture, seconds: 1 })) },
];
