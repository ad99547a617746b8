/** One document in so many is held back. */
const ONE_IN = 20;

/**
 * Whether a document is kept out of training, to measure on it what was learnt. It depends on the document's text alone, so
 * that the same ones are held back when others are added, and whichever model is trained.
 */
export function isHeldOut(text: string): boolean {
  return hashOf(text) % ONE_IN === 0;
}

/** FNV-1a with 32 bits (Fowler, Noll and Vo), its bits mixed once more so that a remainder depends on all of them. */
function hashOf(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
