import { type Naming, nameLikeliest } from '../../src/domain/name-likeliest.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { storedBytes } from '../../src/lesson/stored/stored-size.js';
import { packCandidate } from '../../src/lesson/stored/stored-tokens.js';
import type { WrittenStep } from '../../src/lesson/writing/written-text.js';

/** Whatever tokens a server sends. */
const LEAST_KEPT: Naming = { named: 1, bins: 1 };

/**
 * How much is kept of what was listed at each step: the first of these with which the text is small enough. Six have a
 * row of their own, and 36 bins leave a figure at any temperature open by less than a percent of itself. Of the
 * longest text that can be asked for, with all tokens of a vocabulary, the fifth is kept.
 */
const KEPT: readonly Naming[] = [
  { named: 100, bins: 48 },
  { named: 60, bins: 40 },
  { named: 40, bins: 36 },
  { named: 25, bins: 36 },
  { named: 15, bins: 36 },
  { named: 10, bins: 24 },
  { named: 3, bins: 12 },
  LEAST_KEPT,
];

/** A result is stored in passing, so it stays small: bytes of JSON. */
const MAX_BYTES = 150_000;

/** The same for a text that only stands beside another. */
const MAX_BYTES_BESIDE = 40_000;

/** The steps of a text as they are kept: of a long one's candidates fewer by name, and the others in bins. */
export function keepSteps(steps: readonly WrittenStep[], longest = MAX_BYTES): WrittenStep[] {
  const kept = KEPT.find((one) => isShort(steps, one, longest)) ?? LEAST_KEPT;
  return steps.map(({ token, listed }) => ({ token, listed: listed && nameLikeliest(listed, kept) }));
}

/**
 * The steps of a text that only stands beside another: the candidates where one of them may be the token, whose probability
 * is not known, and where the texts part.
 */
export function keepStepsBeside(steps: readonly WrittenStep[], parting: number): WrittenStep[] {
  const lean = steps.map(({ token, listed }, at) => {
    return at === parting || token.logprob <= UNLISTED_LOGPROB ? { token, listed } : { token };
  });
  return keepSteps(lean, MAX_BYTES_BESIDE);
}

/** Whether steps are small enough with so much of them; what comes after the first that are not is not looked at. */
function isShort(steps: readonly WrittenStep[], { named, bins }: Naming, longest: number): boolean {
  let bytes = 0;
  for (const { token, listed } of steps) {
    const { candidates = [], tail = [] } = listed ?? {};
    for (const candidate of [token, ...candidates.slice(0, named)]) {
      bytes += storedBytes(packCandidate(candidate)) + 1;
      if (bytes > longest) return false;
    }
    bytes += NAMES + BIN * Math.min(bins + 2, tail.length + Math.max(0, candidates.length - named));
  }
  return bytes <= longest;
}

/** The names of a step's fields take about so many. */
const NAMES = 80;

/** A bin takes about so many. */
const BIN = 45;
