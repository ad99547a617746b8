import type { Interval } from '../../src/domain/interval.js';
import type { Hidden } from './result.js';

/**
 * What a word that nobody guesses costs to be told: the entropy of English words by how often each is used.
 *
 * @see Shannon 1951, "Prediction and entropy of printed English", Bell System Technical Journal 30, section 2
 */
export const BITS_OF_A_WORD = 11.82;

/** Who predicts a hidden text better, over the words that somebody guessed. */
export interface Race {
  readonly words: number;
  /** Letters and the spaces before the words. */
  readonly letters: number;
  /** The share of those who guessed a word that had it, as the mean over the words. */
  readonly room: number;
  /** The mean chance that the model gave to the right word. */
  readonly model: Interval;
  /** Of the model, −log₂ of its chance of all these letters, over their number; `high` may be infinite. */
  readonly modelBits: Interval;
  /** In the same unit what the room's right guesses tell of it: an estimate. Undefined where none was right. */
  readonly roomBits: Interval | undefined;
}

/** What the words that were guessed so far come to; undefined where nobody has guessed yet. */
export function raceOf({ guessed }: Pick<Hidden, 'guessed'>): Race | undefined {
  const counted = guessed.filter(({ guesses }) => guesses > 0);
  const words = counted.length;
  if (words === 0) return undefined;
  const mean = (of: (one: (typeof counted)[number]) => number) =>
    counted.reduce((sum, one) => sum + of(one), 0) / words;
  const letters = words * mean((one) => one.letters);
  const room = mean(({ right, guesses }) => right / guesses);
  const bits = boundsOfWord(room);
  return {
    words,
    letters,
    room,
    model: { low: mean(({ chance }) => chance.low), high: mean(({ chance }) => chance.high) },
    modelBits: {
      low: (words * mean((one) => one.bits.low)) / letters,
      high: (words * mean((one) => one.bits.high)) / letters,
    },
    roomBits: bits && { low: (bits.low * words) / letters, high: (bits.high * words) / letters },
  };
}

/**
 * Whether the room had the right word more often than the model expected it: its mean share against the model's mean chance.
 *
 * @returns undefined where both are the same, or the room's share lies within what is known of the model
 */
export function isRoomAhead({ room, model }: Race): boolean | undefined {
  if (room >= model.low && room <= model.high) return undefined;
  return room > model.high;
}

/**
 * How many bits a word has for somebody whose first guess is right so often.
 *
 * At least: Shannon's lower bound, at its lowest for what is known, Σ i (qᵢ − qᵢ₊₁) log₂ i with only q₁ given, which runs
 * straight between the points where i words are equally likely. At most: telling whether the guess is right, and for a
 * wrong one the word itself, as if the text before said nothing of it.
 *
 * @param right share of guesses that are right
 * @returns undefined where none is: then there is no lower end
 * @see Shannon 1951, "Prediction and entropy of printed English", Bell System Technical Journal 30, section 4
 */
export function boundsOfWord(right: number): Interval | undefined {
  if (!(right > 0)) return undefined;
  const p = Math.min(1, right);
  const i = Math.max(1, Math.floor(1 / p + 1e-9));
  const low = Math.log2(i) + i * (i + 1) * Math.log2((i + 1) / i) * Math.max(0, 1 / i - p);
  const wrong = 1 - p;
  const high = p * -Math.log2(p) + (wrong > 0 ? wrong * (BITS_OF_A_WORD - Math.log2(wrong)) : 0);
  return { low: Math.min(low, high), high };
}
