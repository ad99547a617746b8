/** Byte pairs as the paper tells them: all looked at again for each merge. What is quick is compared with it. */

/** Merges by rank: again and again the leftmost two whose bytes together have the lowest rank. */
export function plainMerge(piece: Uint8Array, tokens: readonly Uint8Array[]): number[] {
  const ranks = new Map(tokens.map((token, rank) => [Buffer.from(token).toString('hex'), rank]));
  const row = Array.from(piece, (byte) => Buffer.of(byte).toString('hex'));
  for (;;) {
    const made = row.slice(1).map((right, at) => ranks.get(`${row[at]}${right}`) ?? Number.POSITIVE_INFINITY);
    const least = made.reduce((low, rank) => Math.min(low, rank), Number.POSITIVE_INFINITY);
    if (least === Number.POSITIVE_INFINITY) return row.map((hex) => ranks.get(hex) ?? -1);
    const place = made.indexOf(least);
    row.splice(place, 2, `${row[place]}${row[place + 1]}`);
  }
}

/** The merges that training learns, as the hexadecimal digits of both bytes. */
export function plainTraining(pieces: ReadonlyMap<string, number>, merges: number): string[] {
  let words = Array.from(pieces, ([piece, count]) => ({
    row: Array.from(Buffer.from(piece), (byte) => Buffer.of(byte).toString('hex')),
    count,
  }));
  const learned: string[] = [];
  while (learned.length < merges) {
    const counts = new Map<string, number>();
    for (const { row, count } of words) {
      for (const [at, right] of row.slice(1).entries()) {
        counts.set(`${row[at]} ${right}`, (counts.get(`${row[at]} ${right}`) ?? 0) + count);
      }
    }
    const joined = (pair: string) => pair.replace(' ', '');
    const [best] = [...counts].sort(([a, n], [b, m]) => m - n || (joined(a) < joined(b) ? -1 : 1));
    if (best === undefined || best[1] < 2) break;
    learned.push(best[0]);
    const [left, right] = best[0].split(' ');
    words = words.map(({ row, count }) => {
      const merged: string[] = [];
      for (let at = 0; at < row.length; at++) {
        if (row[at] === left && row[at + 1] === right) merged.push(`${row[at]}${row[++at]}`);
        else merged.push(row[at] ?? '');
      }
      return { row: merged, count };
    });
  }
  return learned;
}
