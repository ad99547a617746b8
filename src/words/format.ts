/** Sums of floating-point probabilities miss 0 and 1 by less than this. */
const rounding = 1e-9;

/**
 * A probability in percent, the way every picture and message writes it.
 *
 * One decimal under 10% and from 99.5% on, none between; `< 0.1%` and `> 99.9%` where rounding would claim an
 * impossible or a certain event; `0%` and `100%` for exactly 0 and 1 only.
 *
 * @param probability in [0, 1]
 * @throws RangeError when it is not a number in [0, 1]
 */
export function formatPercent(probability: number): string {
  const p = checkProbability(probability);
  if (p === 0) return '0%';
  if (p === 1) return '100%';
  if (p < 0.001) return '< 0.1%';
  if (p > 0.9995) return '> 99.9%';
  const percent = p * 100;
  if (percent >= 99.5) return `${Math.min(99.9, Number(percent.toFixed(1))).toFixed(1)}%`;
  const oneDecimal = percent.toFixed(1);
  return Number(oneDecimal) < 10 ? `${oneDecimal}%` : `${Math.round(percent)}%`;
}

/**
 * What a probability can be, `10%–21%`; one figure when both ends print the same.
 *
 * @param low in [0, 1]
 * @param high in [low, 1]
 * @throws RangeError when an end is not a number in [0, 1] or `low` is above `high`
 */
export function formatPercentRange(low: number, high: number): string {
  if (low > high) throw new RangeError(`A range must not end below its start, but ${high} is below ${low}.`);
  const [from, to] = [formatPercent(low), formatPercent(high)];
  return from === to ? from : `${from}–${to}`;
}

/** An amount of information or entropy with two decimals and its unit, such as `3.17 bits`. */
export function formatBits(bits: number): string {
  if (Number.isNaN(bits)) throw new RangeError('An amount of information must be a number.');
  if (!Number.isFinite(bits)) return bits > 0 ? '∞ bits' : '−∞ bits';
  const figure = Math.abs(bits).toFixed(2);
  return `${bits < 0 && Number(figure) !== 0 ? '−' : ''}${figure} bits`;
}

/** A perplexity: two decimals where they can be told apart, whole numbers from 100 on. */
export function formatPerplexity(value: number): string {
  return value < 100 ? value.toFixed(2) : formatCount(Math.round(value));
}

/** A whole number with thousands separated, such as `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/**
 * How often something is to be expected, `37–41`, with one decimal under 10 unless both are whole; one figure when both ends print the same.
 *
 * @throws RangeError when an end is not a number from 0 on or `low` is above `high`
 */
export function formatCountRange({ low, high }: { readonly low: number; readonly high: number }): string {
  if (!(low >= 0 && low <= high && Number.isFinite(high))) {
    throw new RangeError(`A range of counts goes up from 0, but this is ${low} to ${high}.`);
  }
  const isWhole = Number.isInteger(low) && Number.isInteger(high);
  const [from, to] = [low, high].map((end) => (isWhole || end >= 9.95 ? formatCount(Math.round(end)) : end.toFixed(1)));
  return from === to ? `${from}` : `${from}–${to}`;
}

/**
 * The count itself.
 *
 * @throws RangeError unless it is a number from 0 on
 */
export function checkCount(count: number): number {
  if (!(count >= 0 && Number.isFinite(count))) throw new RangeError(`A count is a number from 0 on, not ${count}.`);
  return count;
}

/** The probability itself, moved into [0, 1] when floating-point rounding put it just outside. */
export function checkProbability(probability: number): number {
  if (!(probability >= -rounding && probability <= 1 + rounding)) {
    throw new RangeError(`A probability is a number from 0 to 1, not ${probability}.`);
  }
  return Math.min(1, Math.max(0, probability));
}
