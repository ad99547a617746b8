import type { Transformer } from './read-text.js';
import { normalise } from './rms-norm.js';
import { rotate } from './rotary.js';

/** A text that grows by one token at a time. */
export interface TransformerSession {
  /** Number of tokens so far. */
  readonly length: number;
  /** Probability of each token of the vocabulary to come next; the caller's own. */
  probabilities(): Float32Array;
  /** @throws RangeError when the context is full */
  push(token: number): void;
}

/**
 * Reads the beginning of a text and keeps keys and values of its tokens, so that each further token costs one pass over the
 * weights and not one for each token before it.
 *
 * @see Pope et al. 2022, "Efficiently scaling transformer inference", section 2
 */
export function openSession(transformer: Transformer, tokens: readonly number[]): TransformerSession {
  const { shape, parameters, kernels, rotations } = transformer;
  const { context, width, heads, hidden } = shape;
  const size = width / heads;
  const reading = transformer.read(tokens);
  // Of the keys and values only those are kept, since the transformer's own room is used for other texts meanwhile.
  const cached = reading.attentionInputs.map((inputs) => {
    const kept = new Float32Array(context * 2 * width);
    for (let place = 0; place < tokens.length; place++) {
      kept.set(inputs.subarray(place * 3 * width + width, (place + 1) * 3 * width), place * 2 * width);
    }
    return kept;
  });
  const lastLayer = reading.afterLayer[shape.layers] ?? new Float32Array();
  const numbers = lastLayer.slice((tokens.length - 1) * width, tokens.length * width);
  const room = roomFor(transformer);
  const scores = new Float32Array(context);
  const inverse = new Float32Array(1);
  let length = tokens.length;

  function step(layer: number): void {
    const learnt = parameters.layers[layer];
    const kept = cached[layer];
    if (!learnt || !kept) return;
    const { normal, inputs, attended, added, inner } = room;
    normalise(numbers, learnt.attentionGain, normal, inverse, 1);
    kernels.multiplyVector(3 * width, width, normal, learnt.attentionIn, inputs);
    for (let head = 0; head < 2 * heads; head++) rotate(inputs, head * size, length, rotations, 1);
    kept.set(inputs.subarray(width), length * 2 * width);
    attended.fill(0);
    for (let head = 0; head < heads; head++) attendFrom(kept, head * size);
    kernels.multiplyVector(width, width, attended, learnt.attentionOut, added);
    for (let each = 0; each < width; each++) numbers[each] = (numbers[each] as number) + (added[each] as number);

    normalise(numbers, learnt.feedForwardGain, normal, inverse, 1);
    kernels.multiplyVector(hidden, width, normal, learnt.feedForwardIn, inner);
    for (let each = 0; each < hidden; each++) inner[each] = Math.max(0, inner[each] as number) ** 2;
    kernels.multiplyVector(width, hidden, inner, learnt.feedForwardOut, added);
    for (let each = 0; each < width; each++) numbers[each] = (numbers[each] as number) + (added[each] as number);
  }

  /** Attention of one head from the last place to all up to it. */
  function attendFrom(kept: Float32Array, from: number): void {
    const { inputs, attended } = room;
    let most = Number.NEGATIVE_INFINITY;
    for (let place = 0; place <= length; place++) {
      const key = place * 2 * width + from;
      let product = 0;
      for (let each = 0; each < size; each++) product += (inputs[from + each] as number) * (kept[key + each] as number);
      scores[place] = product / Math.sqrt(size);
      most = Math.max(most, scores[place] as number);
    }
    let sum = 0;
    for (let place = 0; place <= length; place++) {
      scores[place] = Math.exp((scores[place] as number) - most);
      sum += scores[place] as number;
    }
    for (let place = 0; place <= length; place++) {
      const share = (scores[place] as number) / sum;
      const value = place * 2 * width + width + from;
      for (let each = 0; each < size; each++) {
        attended[from + each] = (attended[from + each] as number) + share * (kept[value + each] as number);
      }
    }
  }

  return {
    get length() {
      return length;
    },
    probabilities: () => transformer.predict(numbers).slice(),
    push(token) {
      if (length >= context) throw new RangeError(`The context of ${context} tokens is full.`);
      numbers.set(parameters.embedding.subarray(token * width, (token + 1) * width));
      for (let layer = 0; layer < shape.layers; layer++) step(layer);
      length++;
    },
  };
}

/** Room in the kernels' memory for one step, shared by all sessions of a transformer: a step is never broken off. */
interface StepRoom {
  readonly normal: Float32Array;
  readonly inputs: Float32Array;
  readonly attended: Float32Array;
  readonly added: Float32Array;
  readonly inner: Float32Array;
}

const rooms = new WeakMap<Transformer, StepRoom>();

function roomFor(transformer: Transformer): StepRoom {
  let room = rooms.get(transformer);
  if (room === undefined) {
    const { kernels, shape } = transformer;
    const [width, hidden] = [shape.width, shape.hidden];
    const allocate = (numbers: number) => kernels.allocate(numbers);
    room = {
      normal: allocate(width),
      inputs: allocate(3 * width),
      attended: allocate(width),
      added: allocate(width),
      inner: allocate(hidden),
    };
    rooms.set(transformer, room);
  }
  return room;
}
