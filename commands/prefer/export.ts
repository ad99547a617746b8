import type { PairsResult, Source } from './result.js';
import { votedPairs } from './tally.js';

/** Preferences as a file for training. */
export interface PreferenceFile {
  readonly name: string;
  readonly content: string;
  readonly pairs: number;
  /** Pairs that are left out, because neither answer has more votes. */
  readonly ties: number;
  /** Pairs with an answer that was cut: it ends in the middle. */
  readonly cut: number;
}

/**
 * The pairs as lines of JSON that TRL's `DPOTrainer` reads: a preference dataset in conversational format with an explicit
 * prompt. Chosen is the answer with more votes.
 *
 * @see https://huggingface.co/docs/trl/dataset_formats#preference
 */
export function exportPreferences(result: Pick<PairsResult, 'rounds'>, source: Source): PreferenceFile {
  const voted = votedPairs(result, source);
  const decided = voted.filter(({ votes }) => votes.a !== votes.b);
  const lines = decided.map(({ prompt, a, b, votes }) => {
    const [chosen, rejected] = votes.a > votes.b ? [a, b] : [b, a];
    return JSON.stringify({
      prompt: [{ role: 'user', content: prompt }],
      chosen: [{ role: 'assistant', content: chosen.text }],
      rejected: [{ role: 'assistant', content: rejected.text }],
    });
  });
  return {
    name: source === 'room' ? 'preferences.jsonl' : 'preferences-of-the-sample-class.jsonl',
    content: lines.map((line) => `${line}\n`).join(''),
    pairs: decided.length,
    ties: voted.length - decided.length,
    cut: decided.filter(({ a, b }) => a.isCut || b.isCut).length,
  };
}
