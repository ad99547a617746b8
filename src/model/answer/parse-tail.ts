import { joinOverlapping, type Tail, type TailBin } from '../../domain/tail.js';

/** More than are ever asked for. */
const MAX_BINS = 256;

/** Numbers that are rounded to a few digits are off by less than this part of themselves. */
const ROUNDING = 1e-4;

/**
 * The tokens that an answer does not name, as the embedded server tells of them: bins of count, mass, greatest and least
 * probability.
 *
 * @returns undefined where nothing is told, or what cannot be true
 */
export function parseTail(value: unknown): Tail | undefined {
  if (!Array.isArray(value) || value.length > MAX_BINS) return undefined;
  const bins: TailBin[] = [];
  for (const each of value as readonly unknown[]) {
    const bin = parseBin(each);
    if (bin === undefined) return undefined;
    bins.push(bin);
  }
  return joinOverlapping(bins);
}

function parseBin(value: unknown): TailBin | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [];
  const [count, mass, greatest, least] = values.map((each) => (typeof each === 'number' ? each : Number.NaN));
  if (count === undefined || mass === undefined || greatest === undefined || least === undefined) return undefined;
  if (!Number.isSafeInteger(count) || count < 1 || !(least >= 0 && least <= greatest && greatest <= 1))
    return undefined;
  const [low, high] = [count * least, count * greatest];
  if (!(mass >= low * (1 - ROUNDING) && mass <= high * (1 + ROUNDING) && mass <= 1 + ROUNDING)) return undefined;
  return { count, mass: Math.min(1, high, Math.max(low, mass)), greatest, least };
}
