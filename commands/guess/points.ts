/** For a word that is certain. */
export const MOST_POINTS = 10;

/**
 * What a guess is worth: 10 points for a word that is certain, and one less each time that its chance is half of that, so
 * 10 + log₂ p; none from 1 in 1,024 on. It is the logarithmic score of the word, cut off at 0.
 *
 * @param chance in [0, 1]: where only a range is known, its lower end, so that nobody gets points that are not sure
 * @returns with one decimal
 * @see Good 1952, "Rational decisions", on logarithmic scores
 */
export function pointsOf(chance: number): number {
  if (!(chance > 0)) return 0;
  return Math.round(10 * Math.max(0, MOST_POINTS + Math.log2(Math.min(1, chance)))) / 10;
}
