import { formatCount } from './format.js';

/** A number with its noun, as English has it: `1 token`, `1,234 tokens`. */
export function plural(amount: number, noun: string): string {
  return `${formatCount(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
