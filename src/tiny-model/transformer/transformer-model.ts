import type { NextTokenModel } from '../language/next-token-model.js';
import type { Transformer } from './read-text.js';
import { openSession } from './session.js';

/**
 * A transformer as the server's routes use a model. The token that stands between documents is put in front of every text,
 * because every text that it learnt from began so; it takes one place of the context.
 */
export function createTransformerModel(transformer: Transformer, endOfText: number): NextTokenModel {
  return {
    open(history) {
      const session = openSession(transformer, [endOfText, ...history]);
      return {
        probabilities: session.probabilities,
        push(id) {
          // After the last token that fits nobody asks what comes next.
          if (session.length < transformer.shape.context) session.push(id);
        },
      };
    },
  };
}
