import type { TrainableTransformer } from '../transformer/trainable.js';
import type { PackedBatch } from './pack.js';

/** What a model's predictions of some tokens cost. */
export interface Loss {
  /** Sum of −ln p over the tokens that count. */
  readonly nats: number;
  /** How many bytes of text these tokens are. */
  readonly bytes: number;
  /** Sum of the weights. */
  readonly tokens: number;
}

/** Bits that a model needs for each byte of a text; it can be compared between vocabularies. */
export function bitsPerByte({ nats, bytes }: Loss): number {
  return nats / Math.LN2 / bytes;
}

export function sumLosses(losses: readonly Loss[]): Loss {
  const add = (one: Loss, other: Loss) => ({
    nats: one.nats + other.nats,
    bytes: one.bytes + other.bytes,
    tokens: one.tokens + other.tokens,
  });
  return losses.reduce(add, { nats: 0, bytes: 0, tokens: 0 });
}

/** @param bytesOf how many bytes each token is, by its id; a token that ends a document counts as the line break it stands for */
export function lossOf(logProbabilities: Float32Array, batch: PackedBatch, bytesOf: Uint8Array): Loss {
  let [nats, bytes, tokens] = [0, 0, 0];
  for (let place = 0; place < logProbabilities.length; place++) {
    const weight = batch.weights[place] as number;
    if (weight === 0) continue;
    nats -= weight * (logProbabilities[place] as number);
    bytes += weight * (bytesOf[batch.targets[place] as number] as number);
    tokens += weight;
  }
  return { nats, bytes, tokens };
}

/** The loss on texts that are only read. */
export function measure(model: TrainableTransformer, batches: readonly PackedBatch[], bytesOf: Uint8Array): Loss {
  return sumLosses(batches.map((batch) => lossOf(model.forward(batch, 'testing'), batch, bytesOf)));
}
