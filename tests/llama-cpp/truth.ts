import type { Llama } from './llama/open-llama.js';
import { DEFAULT_ORDER } from './llama/samplers.js';
import { softmax } from './server/generate.js';

/** How a token is drawn, as commands have it. */
export interface Cuts {
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
}

/** The order that the bot shows where a server lets one choose. */
const SHOWN_ORDER = ['temperature', 'top_k', 'top_p', 'min_p'];

/** What llama.cpp itself says, without the server and the bot. */
export interface Truth {
  /** Ids of a text, as a server reads a prompt. */
  ids(text: string): number[];
  /** Probability of each token to come next. */
  after(ids: readonly number[]): Float64Array;
  /** Tokens from the likeliest on. */
  ranked(ids: readonly number[]): number[];
  /**
   * What llama.cpp's own samplers leave, likeliest first.
   *
   * @param takesOrder false for the server's own order, which has the temperature last
   */
  left(
    ids: readonly number[],
    cuts: Cuts,
    takesOrder: boolean,
  ): { readonly id: number; readonly probability: number }[];
}

export function createTruth(llama: Llama): Truth {
  const after = (ids: readonly number[]) => {
    const probabilities = new Float64Array(llama.vocabularySize);
    for (const { id, probability } of softmax(llama.evaluate(ids))) probabilities[id] = probability;
    return probabilities;
  };
  return {
    ids: (text) => llama.tokenize(text, { special: true, parse: true }),
    after,
    ranked: (ids) => softmax(llama.evaluate(ids)).map(({ id }) => id),
    left(ids, { temperature, topK = 0, topP = 1, minP = 0 }, takesOrder) {
      const chain = llama.samplers.open({
        temperature,
        topK,
        topP,
        minP,
        typicalP: 1,
        repeatLast: 0,
        repeatPenalty: 1,
        frequencyPenalty: 0,
        presencePenalty: 0,
        bias: [],
        order: takesOrder ? SHOWN_ORDER : DEFAULT_ORDER,
        seed: 1,
      });
      try {
        return chain.draw(llama.evaluate(ids)).left.filter(({ probability }) => probability > 0);
      } finally {
        chain.close();
      }
    },
  };
}
