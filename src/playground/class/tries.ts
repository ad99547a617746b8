/** Wrong tries that one address has at once, and how long until it has another, milliseconds. */
const MAX_OF_ONE = 8;
const ONE_AGAIN_MS = 15_000;

/** The same for all addresses together: far more than a class that mistypes, far fewer than guessing needs. */
const MAX_OF_ALL = 300;
const ALL_AGAIN_MS = 500;

/** Addresses that are remembered. One that was quiet for long has all its tries back and is forgotten. */
const MAX_ADDRESSES = 1000;

/** How often somebody may guess. */
export interface Tries {
  /** Milliseconds until this address may try again; 0 when it may now. */
  waitFor(address: string): number;
  /** Counts a wrong try. */
  noteWrong(address: string): void;
}

interface Allowance {
  left: number;
  at: number;
}

/** Nobody has tried yet. */
export function createTries(now: () => number): Tries {
  const all: Allowance = { left: MAX_OF_ALL, at: now() };
  const addresses = new Map<string, Allowance>();

  const refill = (allowance: Allowance, most: number, againMs: number): Allowance => {
    const at = now();
    allowance.left = Math.min(most, allowance.left + Math.max(0, at - allowance.at) / againMs);
    allowance.at = at;
    return allowance;
  };
  const ofOne = (address: string) =>
    refill(addresses.get(address) ?? { left: MAX_OF_ONE, at: now() }, MAX_OF_ONE, ONE_AGAIN_MS);
  const waitOf = ({ left }: Allowance, againMs: number) => (left >= 1 ? 0 : Math.ceil((1 - left) * againMs));

  return {
    waitFor: (address) =>
      Math.max(waitOf(ofOne(address), ONE_AGAIN_MS), waitOf(refill(all, MAX_OF_ALL, ALL_AGAIN_MS), ALL_AGAIN_MS)),
    noteWrong(address) {
      const one = ofOne(address);
      one.left -= 1;
      addresses.delete(address);
      addresses.set(address, one);
      refill(all, MAX_OF_ALL, ALL_AGAIN_MS).left -= 1;
      const [oldest] = addresses.keys();
      if (addresses.size > MAX_ADDRESSES && oldest !== undefined) addresses.delete(oldest);
    },
  };
}
