import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { storedBytes } from '../../src/lesson/stored/stored-size.js';
import { packCandidate } from '../../src/lesson/stored/stored-tokens.js';
import { keepCandidates, type WrittenStep } from '../../src/lesson/writing/written-text.js';

/** How many candidates are kept for each step: the first of these with which the text is small enough. */
const CANDIDATES_KEPT = [100, 60, 40, 25, 10, 3, 1];

/** A result is stored in passing, so it stays small: bytes of JSON. */
const MAX_BYTES = 150_000;

/** The same for a text that only stands beside another. */
const MAX_BYTES_BESIDE = 40_000;

/** The steps of a text as they are kept: of a long one's candidates fewer, and the others count as hidden. */
export function keepSteps(steps: readonly WrittenStep[], longest = MAX_BYTES): WrittenStep[] {
  const count = CANDIDATES_KEPT.find((one) => isShort(steps, one, longest)) ?? 1;
  return steps.map(({ token, listed }) => ({ token, listed: listed && keepCandidates(listed, count) }));
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

/** Whether steps are small enough with so many candidates; what comes after the first that are not is not looked at. */
function isShort(steps: readonly WrittenStep[], count: number, longest: number): boolean {
  let bytes = 0;
  for (const { token, listed } of steps) {
    for (const candidate of [token, ...(listed?.candidates.slice(0, count) ?? [])]) {
      bytes += storedBytes(packCandidate(candidate)) + 1;
      if (bytes > longest) return false;
    }
    bytes += NAMES;
  }
  return true;
}

/** The names of a step's fields, and the two numbers, take about so many. */
const NAMES = 100;
