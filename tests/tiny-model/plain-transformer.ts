import type { TransformerParameters, TransformerShape } from '../../src/tiny-model/transformer/shape.js';

/** What a transformer computes for a text. */
export interface PlainReading {
  /** `[layer][head][from][to]`, `to` up to `from`. */
  readonly attention: number[][][][];
  /** `[layer]`: probabilities of the next token after so many layers, the first after the embedding alone. */
  readonly predictions: number[][];
}

type Rows = number[][];

/** A transformer's forward pass as its papers have it, with loops and in double precision: what the fast one must agree with. */
export function readPlainly(
  { width, heads, layers, hidden }: TransformerShape,
  { embedding, layers: learnt, lastGain }: TransformerParameters,
  tokens: readonly number[],
): PlainReading {
  const size = width / heads;
  const row = (matrix: Float32Array, at: number, columns: number) =>
    Array.from(matrix.subarray(at * columns, (at + 1) * columns));
  const times = (x: number[], matrix: Float32Array, columns: number) =>
    Array.from({ length: columns }, (_, column) =>
      x.reduce((sum, one, at) => sum + one * (matrix[at * columns + column] ?? 0), 0),
    );
  const plus = (one: number[], other: number[]) => one.map((value, at) => value + (other[at] ?? 0));
  const normal = (x: number[], gain: Float32Array) => {
    const root = Math.sqrt(x.reduce((sum, one) => sum + one * one, 0) / width + 1e-5);
    return x.map((one, at) => (one / root) * (gain[at] ?? 0));
  };
  const softmax = (scores: number[]) => {
    const exponents = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const sum = exponents.reduce((all, one) => all + one, 0);
    return exponents.map((one) => one / sum);
  };
  const dot = (one: number[], other: number[]) => one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  const turned = (x: number[], place: number) =>
    x.map((value, at) => {
      const pair = at % (size / 2);
      const angle = place * 10_000 ** ((-2 * pair) / size);
      const other = x[(at + size / 2) % size] ?? 0;
      return value * Math.cos(angle) + (at < size / 2 ? -other : other) * Math.sin(angle);
    });
  const predict = (x: number[]) => {
    const last = normal(x, lastGain);
    return softmax(
      Array.from({ length: embedding.length / width }, (_, token) => dot(last, row(embedding, token, width))),
    );
  };

  const attention: number[][][][] = [];
  let numbers: Rows = tokens.map((token) => row(embedding, token, width));
  const predictions = [predict(numbers.at(-1) ?? [])];
  for (let layer = 0; layer < layers; layer++) {
    const part = learnt[layer];
    if (part === undefined) throw new Error('a layer without parameters');
    const inputs = numbers.map((x) => times(normal(x, part.attentionGain), part.attentionIn, 3 * width));
    const cut = (x: number[], kind: number, head: number) =>
      x.slice(kind * width + head * size, kind * width + (head + 1) * size);
    const ofHeads = Array.from({ length: heads }, (_, head) =>
      inputs.map((x, from) => {
        const query = turned(cut(x, 0, head), from);
        return softmax(
          inputs.slice(0, from + 1).map((y, to) => dot(query, turned(cut(y, 1, head), to)) / Math.sqrt(size)),
        );
      }),
    );
    attention.push(ofHeads);
    const attended = numbers.map((_, from) =>
      ofHeads.flatMap((rows, head) =>
        (rows[from] ?? []).reduce<number[]>(
          (sum, weight, to) =>
            plus(
              sum,
              cut(inputs[to] ?? [], 2, head).map((value) => weight * value),
            ),
          Array(size).fill(0),
        ),
      ),
    );
    numbers = numbers.map((x, at) => {
      const after = plus(x, times(attended[at] ?? [], part.attentionOut, width));
      const inner = times(normal(after, part.feedForwardGain), part.feedForwardIn, hidden);
      return plus(
        after,
        times(
          inner.map((one) => Math.max(0, one) ** 2),
          part.feedForwardOut,
          width,
        ),
      );
    });
    predictions.push(predict(numbers.at(-1) ?? []));
  }
  return { attention, predictions };
}
