import type { Vocabulary } from './vocabulary.js';

/** The tokens at the end of a history that stand for the beginning of a token which starts with a space. */
export interface BegunToken {
  /** Number of tokens in the history from the lone space on. */
  readonly length: number;
  /** Tokens of the training text that may have been begun, each with the token that would go on with it. */
  readonly continuations: Map<number, number>;
  /** The token that is whole already: the lone space, or the one that the tokens after it complete. */
  readonly whole: number | undefined;
}

/** What the model says after a text that ends in a space. */
export interface PendingSpace {
  /** The begun token at the end of the history, if there is one. */
  begun(history: readonly number[]): BegunToken | undefined;
}

/**
 * Lets the model continue a text that ends in a space.
 *
 * The tokens of English words begin with their space, so training saw ` Paris` and hardly ever a lone space before
 * `Paris`. A lone space at the end of a history is therefore read as the beginning of one of those tokens.
 *
 * @param ids the tokens of the training text
 */
export function createPendingSpace(ids: Iterable<number>, vocabulary: Vocabulary): PendingSpace {
  const spaceId = vocabulary.encode(' ')[0] ?? 0;
  const byBeginning = new Map<string, BegunToken>();
  const beginning = (tokens: readonly number[], whole?: number) => {
    const key = tokens.join();
    const known = byBeginning.get(key);
    const made = {
      length: tokens.length + 1,
      continuations: known?.continuations ?? new Map<number, number>(),
      whole: whole ?? known?.whole,
    };
    byBeginning.set(key, made);
    return made;
  };
  beginning([], spaceId);
  for (const id of ids) {
    if (id === spaceId || vocabulary.bytes(id)[0] !== 0x20) continue;
    const text = vocabulary.decode([id]);
    if (text.includes('\uFFFD')) continue;
    const rest = vocabulary.encode(text.slice(1));
    for (const [index, token] of rest.entries()) {
      beginning(rest.slice(0, index)).continuations.set(id, token);
    }
    beginning(rest, id);
  }
  const longest = Math.max(...Array.from(byBeginning.values(), (begun) => begun.length));

  return {
    begun(history) {
      let from = history.length - 1;
      const earliest = Math.max(1, history.length - longest);
      while (from >= earliest && history[from] !== spaceId) from--;
      // A lone space that starts a text is what it is: documents begin without one.
      if (from < earliest) return undefined;
      const found = byBeginning.get(history.slice(from + 1).join());
      return found && found.continuations.size > 0 ? found : undefined;
    },
  };
}

/**
 * The distribution after a begun token, by Bayes' rule: every token that may have been begun passes its probability on
 * to the token that goes on with it, and the one that is whole already passes its own to what may follow it.
 *
 * @param before the distribution before the lone space
 * @param after the distribution after the whole token; it is changed into the result
 * @param least the probability of a beginning that is no token of the training text: it may still be meant as it stands
 */
export function resolveBegun(begun: BegunToken, before: Float64Array, after: Float64Array, least: number): void {
  const whole = begun.whole === undefined ? least : Math.max(least, before[begun.whole] as number);
  let sum = whole;
  for (const id of begun.continuations.keys()) sum += before[id] as number;
  for (let id = 0; id < after.length; id++) after[id] = ((after[id] as number) * whole) / sum;
  for (const [id, next] of begun.continuations) {
    after[next] = (after[next] as number) + (before[id] as number) / sum;
  }
}
