import { hash, nextTokenTruth, random, rank, temper } from './truth.js';
import { bytesOf, encode, endOfText } from './truth-vocabulary.js';

/** How tokens are drawn. */
export interface DrawSettings {
  readonly temperature: number;
  readonly topP: number;
  /** 0 for no limit. */
  readonly topK: number;
  readonly minP: number;
  /** Whether the cuts look at what temperature makes of the probabilities, or come before it. */
  readonly cuts: 'after temperature' | 'before temperature';
  /** A token that is drawn whatever its probability. */
  readonly called?: number | undefined;
  readonly seed: number;
  readonly maxTokens: number;
}

/** A token that was drawn. */
export interface Step {
  readonly id: number;
  /** The model's own probabilities, by id. */
  readonly raw: Float64Array;
  /** The same after temperature; at temperature 0 as they were. */
  readonly tempered: Float64Array;
  /** What was drawn from: tempered, cut, and scaled to sum to 1. */
  readonly warped: Float64Array;
}

/** A text that was generated. */
export interface Generated {
  readonly steps: readonly Step[];
  /** Up to the stop text, and without special tokens. */
  readonly text: string;
  readonly finish: 'stop' | 'length';
}

/** Where every emulator ends a text: before it, in the middle of a token if need be. */
export const stopText = '#';

/** Generates from the truth; equal settings give equal texts. */
export function generate(context: Uint8Array, settings: DrawSettings): Generated {
  const steps: Step[] = [];
  const text = () => bytesOf(steps.map(({ id }) => id)).toString('utf8');
  const done = (finish: Generated['finish']): Generated => ({ steps, text: text().split(stopText)[0] ?? '', finish });
  while (steps.length < settings.maxTokens) {
    const before = Buffer.concat([context, bytesOf(steps.map(({ id }) => id))]);
    const raw = nextTokenTruth(before);
    const tempered = settings.temperature === 0 ? raw : temper(raw, settings.temperature);
    const warped =
      settings.cuts === 'after temperature'
        ? cut(temper(raw, settings.temperature), settings)
        : temper(cut(raw, settings), settings.temperature);
    const id = settings.called ?? draw(warped, random(hash(before, settings.seed)));
    steps.push({ id, raw, tempered, warped });
    if (id === endOfText || text().includes(stopText)) return done('stop');
  }
  return done('length');
}

/** A text as if it had been generated, and what comes after it. */
export function echo(text: Buffer, settings: DrawSettings): Generated {
  const ids = encode(text.toString('utf8'));
  const steps = ids.map((id, place) => {
    const raw = nextTokenTruth(bytesOf(ids.slice(0, place)));
    const tempered = settings.temperature === 0 ? raw : temper(raw, settings.temperature);
    return { id, raw, tempered, warped: tempered };
  });
  const after = generate(text, settings);
  return { ...after, steps: [...steps, ...after.steps], text: text.toString('utf8') + after.text };
}

function cut(probabilities: Float64Array, { topK, topP, minP }: DrawSettings): Float64Array {
  const order = rank(probabilities);
  const most = probabilities[order[0] ?? 0] ?? 0;
  let sum = 0;
  const kept = new Set<number>();
  for (const [place, id] of order.entries()) {
    const p = probabilities[id] ?? 0;
    if ((topK > 0 && place >= topK) || (topP < 1 && sum >= topP) || p < minP * most) break;
    kept.add(id);
    sum += p;
  }
  return probabilities.map((p, id) => (kept.has(id) ? p / sum : 0));
}

function draw(probabilities: Float64Array, at: number): number {
  let sum = 0;
  let last = 0;
  for (const [id, p] of probabilities.entries()) {
    if (p === 0) continue;
    sum += p;
    last = id;
    if (at < sum) break;
  }
  return last;
}
