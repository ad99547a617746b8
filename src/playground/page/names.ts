const FIRST = [
  'Amber',
  'Blue',
  'Brave',
  'Bright',
  'Calm',
  'Clever',
  'Curious',
  'Gentle',
  'Kind',
  'Merry',
  'Quick',
  'Quiet',
];
const SECOND = ['Badger', 'Crane', 'Finch', 'Fox', 'Hare', 'Heron', 'Lynx', 'Otter', 'Owl', 'Robin', 'Seal', 'Wren'];

/** A friendly name that nobody in the room has, for somebody who has not given one; the n-th is always the same. */
export function suggestName(n: number, taken: ReadonlySet<string>): string {
  const all = FIRST.length * SECOND.length;
  for (let step = 0; step < all; step += 1) {
    // 29 is coprime to the number of pairs, so neighbours differ in both words and none comes twice.
    const at = ((n + step) * 29) % all;
    const name = `${FIRST[Math.floor(at / SECOND.length)]} ${SECOND[at % SECOND.length]}`;
    if (!taken.has(name)) return name;
  }
  return `Guest ${n + 1}`;
}
