import type { FittingTokens } from '../language/fitting-tokens.js';
import { keepFitting } from '../language/least-probability.js';
import type { NextTokenModel } from '../language/next-token-model.js';
import type { Transformer } from './read-text.js';
import { openSession } from './session.js';

/**
 * A transformer as the server's routes use a model: what its weights say, of the tokens that fit. The token that stands
 * between documents is put in front of every text, because every text that it learnt from began so; it takes one place of the
 * context.
 */
export function createTransformerModel(
  transformer: Transformer,
  endOfText: number,
  fitting: FittingTokens,
): NextTokenModel {
  return {
    open(given) {
      const history = [...given];
      const session = openSession(transformer, [endOfText, ...history]);
      let found: Float64Array | undefined;
      return {
        probabilities() {
          found ??= predictFitting(session.probabilities(), fitting.after(history));
          return found;
        },
        push(id) {
          // After the last token that fits nobody asks what comes next.
          if (session.length === transformer.shape.context) return;
          history.push(id);
          session.push(id);
          found = undefined;
        },
      };
    },
  };
}

/** What a transformer predicts, of the tokens that fit; the caller's own. */
export function predictFitting(predicted: Float32Array, fitting: Uint8Array): Float64Array {
  const probabilities = new Float64Array(predicted);
  keepFitting(probabilities, fitting);
  return probabilities;
}
