// `npm run calibrate`: measures on whole distributions how far estimates of hidden tails are off, and writes that into
// src/sampling/tail-calibration.ts. The same seed gives the same file. It takes some minutes.
import { writeFile } from 'node:fs/promises';
import { fitCurve, type OpenTail, stepsOf } from '../src/sampling/tail-curve.js';
import { evennessScale, type TailSigns, tailSigns } from '../src/sampling/tail-evenness.js';
import { calibrate, coverageOf, type Measured, type Row, widened } from './tail-calibrating.js';
import { tailExamples } from './tail-examples.js';

const FILE = 'src/sampling/tail-calibration.ts';
const LISTED = [1, 5, 20, 100];
const TEMPERATURES = [0.3, 0.5, 0.7, 0.85, 1.15, 1.5, 2];

/** Below this what a list leaves is as much rounding as it is tokens. */
const MIN_MASS = 1e-9;

/** Of the truths of kinds that were held out, so many lie inside. */
const INSIDE = 0.95;

/** No more tokens are assumed where nobody tells how many there are. */
const ASSUMED = 2 ** 18;

const powerSum = (values: Float64Array, exponent: number) => {
  let sum = 0;
  for (const each of values) sum += each ** exponent;
  return sum;
};

const measured = new Map<string, Measured[]>();
const settings = [true, false].flatMap((isTold) =>
  LISTED.flatMap((listed) => TEMPERATURES.map((temperature) => ({ isTold, listed, temperature }))),
);
const keyOf = (setting: (typeof settings)[number]) => JSON.stringify(setting);
const amounts = new Map<string, number>();
for await (const { kind, whole } of tailExamples()) {
  const amount = amounts.get(kind) ?? 0;
  amounts.set(kind, amount + 1);
  const most = LISTED.at(-1) ?? 0;
  const beyond = TEMPERATURES.map((temperature) => powerSum(whole.subarray(most), 1 / temperature));
  for (const listed of LISTED) {
    const near = whole.subarray(listed, most);
    const mass = powerSum(whole.subarray(listed), 1);
    if (mass < MIN_MASS) continue;
    const sums = TEMPERATURES.map((temperature, at) => Math.log((beyond[at] ?? 0) + powerSum(near, 1 / temperature)));
    const first = Array.from(whole.subarray(0, listed));
    for (const isTold of [true, false]) {
      const size = isTold ? whole.length : ASSUMED;
      const tail: OpenTail = { before: listed, count: size - listed, mass, greatest: first.at(-1) ?? 0 };
      const powerLaw = fitCurve(tail, stepsOf(tail), 1);
      for (const [at, temperature] of TEMPERATURES.entries()) {
        const scale = evennessScale(tail, 1 / temperature);
        if (scale === undefined) continue;
        const signs: TailSigns = tailSigns(first, tail, 1 / temperature, scale, powerLaw);
        const key = keyOf({ isTold, listed, temperature });
        const rows = measured.get(key) ?? [];
        rows.push({ kind, fold: amount % 2, mass, signs, evenness: scale.evennessOf(sums[at] ?? 0) });
        measured.set(key, rows);
      }
    }
  }
}

const kinds = [...amounts.keys()];
console.log([...amounts].map(([kind, amount]) => `${amount} × ${kind}`).join(', '));
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const isEven = ({ fold }: Measured) => fold === 0;

/** How much of each kind lies inside of what was learned without it, for each setting and factor. */
function heldOut(isTold: boolean, kind: string, how: 'kind' | 'prompts'): (factor: number) => number {
  const judges = settings.flatMap((setting) => {
    const all = setting.isTold === isTold ? (measured.get(keyOf(setting)) ?? []) : [];
    const judged = all.filter((one) => one.kind === kind && (how === 'kind' || !isEven(one)));
    const learned = all.filter((one) => (how === 'kind' ? one.kind !== kind : isEven(one)));
    return judged.length === 0 ? [] : [{ judged, calibrated: calibrate(learned) }];
  });
  return (factor) => mean(judges.map(({ judged, calibrated }) => coverageOf(widened(calibrated, factor), judged)));
}

const rows: Row[] = [];
const lines: string[] = [];
for (const isTold of [true, false]) {
  const byKind = kinds.map((kind) => heldOut(isTold, kind, 'kind'));
  const byPrompts = kinds.map((kind) => heldOut(isTold, kind, 'prompts'));
  let factor = 1;
  // Kinds that were held out stand for all that were never seen.
  while (factor < 2 && mean(byKind.map((coverage) => coverage(factor))) < INSIDE) factor += 0.05;
  const heldOutKinds = byKind.map((coverage) => coverage(factor));
  const heldOutPrompts = byPrompts.map((coverage) => coverage(factor));
  lines.push(`${isTold ? 'size told' : 'size not told'}: ranges × ${factor.toFixed(2)}`);
  for (const [at, kind] of kinds.entries()) {
    lines.push(
      `  ${kind}: prompts held out ${(100 * (heldOutPrompts[at] ?? 0)).toFixed(1)}%, kind held out ${(100 * (heldOutKinds[at] ?? 0)).toFixed(1)}%`,
    );
  }
  lines.push(
    `  mean: prompts held out ${(100 * mean(heldOutPrompts)).toFixed(1)}%, kinds held out ${(100 * mean(heldOutKinds)).toFixed(1)}%`,
  );
  for (const setting of settings.filter((one) => one.isTold === isTold)) {
    rows.push({ ...setting, ...widened(calibrate(measured.get(keyOf(setting)) ?? []), factor) });
  }
}
console.log(lines.join('\n'));

const digits = (values: readonly number[]) => `[${values.map((value) => Number(value.toFixed(3))).join(', ')}]`;
const rowText = ({ isTold, listed, temperature, weights, below, above }: Row) =>
  `  { isTold: ${isTold}, listed: ${listed}, temperature: ${temperature}, weights: ${digits(weights)}, below: ${digits(below)}, above: ${digits(above)} },`;
const text = `// Written by \`npm run calibrate\`, which measured how many truths lie inside the ranges:
${lines.map((line) => `// ${line}`).join('\n')}

/** One for each number of listed tokens and temperature, first those for a vocabulary of known size. */
// biome-ignore format: a row for each.
export const TAIL_CALIBRATION: readonly {
  readonly isTold: boolean;
  readonly listed: number;
  readonly temperature: number;
  /** Of the signs, in their order: their sum is the estimate. */
  readonly weights: readonly number[];
  /** By how much the truth was below and above that, for each part that \`massPart\` has. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}[] = [
${rows.map(rowText).join('\n')}
];
`;
await writeFile(FILE, text);
