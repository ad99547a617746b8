/** How large a decoder-only transformer is. */
export interface TransformerShape {
  /** Tokens that it knows. */
  readonly vocabulary: number;
  /** Tokens that it sees at once, the one at the place itself included. */
  readonly context: number;
  /** Numbers that stand for a token between the layers. */
  readonly width: number;
  readonly layers: number;
  /** Heads of attention in each layer; each has `width / heads` numbers, which is even. */
  readonly heads: number;
  /** Numbers inside the feed-forward part of a layer. */
  readonly hidden: number;
}

/** One of the matrices or vectors that are learnt. */
export interface ParameterPlace {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Where it begins among all parameters. */
  readonly from: number;
}

/**
 * All that a transformer of a shape learns, in the order in which it is stored: the embedding, which also turns the last
 * layer's numbers into scores of tokens (Press and Wolf 2017), then for each layer the gain before attention, its input and
 * output, the gain before the feed-forward part, its input and output, and a last gain.
 */
export function parameterPlaces({ vocabulary, width, layers, hidden }: TransformerShape): ParameterPlace[] {
  const sizes: [string, number, number][] = [['embedding', vocabulary, width]];
  for (let layer = 0; layer < layers; layer++) {
    sizes.push(
      [`${layer}.attention-gain`, 1, width],
      [`${layer}.attention-in`, width, 3 * width],
      [`${layer}.attention-out`, width, width],
      [`${layer}.feed-forward-gain`, 1, width],
      [`${layer}.feed-forward-in`, width, hidden],
      [`${layer}.feed-forward-out`, hidden, width],
    );
  }
  sizes.push(['last-gain', 1, width]);
  let from = 0;
  return sizes.map(([name, rows, columns]) => {
    const place = { name, rows, columns, from };
    from += rows * columns;
    return place;
  });
}

/** How many numbers a transformer of a shape learns. */
export function parameterCount(shape: TransformerShape): number {
  return parameterPlaces(shape).reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}

/** Parameters of one layer, or gradients with respect to them. */
export interface LayerParameters {
  readonly attentionGain: Float32Array;
  readonly attentionIn: Float32Array;
  readonly attentionOut: Float32Array;
  readonly feedForwardGain: Float32Array;
  readonly feedForwardIn: Float32Array;
  readonly feedForwardOut: Float32Array;
}

/** All parameters of a transformer by name, or gradients with respect to them: views of one array. */
export interface TransformerParameters {
  readonly all: Float32Array;
  readonly embedding: Float32Array;
  readonly layers: readonly LayerParameters[];
  readonly lastGain: Float32Array;
}

/** Names the parts of an array that holds the parameters of a shape. */
export function nameParameters(shape: TransformerShape, all: Float32Array): TransformerParameters {
  const parts = new Map(
    parameterPlaces(shape).map(({ name, rows, columns, from }) => [name, all.subarray(from, from + rows * columns)]),
  );
  const part = (name: string) => parts.get(name) ?? new Float32Array();
  return {
    all,
    embedding: part('embedding'),
    layers: Array.from({ length: shape.layers }, (_, layer) => ({
      attentionGain: part(`${layer}.attention-gain`),
      attentionIn: part(`${layer}.attention-in`),
      attentionOut: part(`${layer}.attention-out`),
      feedForwardGain: part(`${layer}.feed-forward-gain`),
      feedForwardIn: part(`${layer}.feed-forward-in`),
      feedForwardOut: part(`${layer}.feed-forward-out`),
    })),
    lastGain: part('last-gain'),
  };
}
