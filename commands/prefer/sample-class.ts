import { createSeededRandom, seedFor } from '../../src/sampling/random.js';
import type { Answer, Choice, Counts, Round } from './result.js';

/** How many people of the sample class vote: nobody is real among them. */
export const CLASS_SIZE = 12;

/** So many words less are liked as much as a friendly word. */
const WORDS_FOR_FRIENDLINESS = 6;

/** However much shorter an answer is, some like the longer one. */
const MAX_LIKING = 2;

/** Who feels no more than this for one of them finds them about the same. */
const ABOUT_THE_SAME = 0.35;

const FRIENDLY = /!|\b(?:friend\w*|happy|glad|help\w*|please|thank\w*|nice|good|fun|kind)\b/i;

/**
 * How an invented class votes that likes answers that are short and friendly: a friendly answer is one with an exclamation mark
 * or a word such as “help”. Each of its people is in a mood of their own, so that not all say the same.
 *
 * @returns the same for the same seed and pair
 */
export function classVotes({ a, b }: Pick<Round, 'a' | 'b'>, seed: number, pair: number): Counts {
  const random = createSeededRandom(seedFor(seed, `sample-class-${pair}`));
  const counts = { a: 0, b: 0, same: 0 };
  const liking = likingOf(a, b);
  for (let person = 0; person < CLASS_SIZE; person++) {
    const chance = random();
    // A logistic mood makes this the Bradley–Terry model that a reward is learned with.
    const feeling = liking + Math.log(chance / (1 - chance));
    const choice: Choice = Math.abs(feeling) < ABOUT_THE_SAME ? 'same' : feeling > 0 ? 'a' : 'b';
    counts[choice] += 1;
  }
  return counts;
}

/** How much more the class likes the first, in natural log-odds. */
function likingOf(a: Answer, b: Answer): number {
  const shorter = (b.words - a.words) / WORDS_FOR_FRIENDLINESS;
  const friendlier = Number(FRIENDLY.test(a.text)) - Number(FRIENDLY.test(b.text));
  return Math.max(-MAX_LIKING, Math.min(MAX_LIKING, shorter + friendlier));
}
