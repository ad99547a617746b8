/**
 * Top-p or min-p as it is used and shown: to five decimals, so that it reads without an exponent. Below 0.000005 it is 0,
 * which cuts nothing, and is then shown as 0.
 */
export function roundCut(share: number): number;
export function roundCut(share: number | undefined): number | undefined;
export function roundCut(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 100_000) / 100_000;
}
