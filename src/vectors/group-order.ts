/**
 * An order in which what is alike stands together: the two groups that are most alike on average are put side by side, with
 * those ends next to each other that are most alike, until there is one group.
 *
 * @param grid how alike each is with each
 * @returns the places of the grid's rows
 */
export function groupOrder(grid: readonly (readonly number[])[]): readonly number[] {
  const at = (row = -1, column = -1) => grid[row]?.[column] ?? 0;
  let groups: readonly (readonly number[])[] = grid.map((_, row) => [row]);
  while (groups.length > 1) {
    let best: readonly [one: number, other: number, likeness: number] = [0, 1, Number.NEGATIVE_INFINITY];
    for (let one = 0; one < groups.length; one += 1) {
      for (let other = one + 1; other < groups.length; other += 1) {
        const average = averageOf(groups[one] ?? [], groups[other] ?? [], at);
        if (average > best[2]) best = [one, other, average];
      }
    }
    const [one, other] = [groups[best[0]] ?? [], groups[best[1]] ?? []];
    const ways = [
      [one, other],
      [one.toReversed(), other],
      [one, other.toReversed()],
      [one.toReversed(), other.toReversed()],
    ] as const;
    const joint = ([left, right]: (typeof ways)[number]) => at(left.at(-1), right[0]);
    const joined = ways.reduce((most, way) => (joint(way) > joint(most) ? way : most)).flat();
    groups = groups.flatMap((group, place) => (place === best[0] ? [joined] : place === best[1] ? [] : [group]));
  }
  return groups[0] ?? [];
}

function averageOf(
  one: readonly number[],
  other: readonly number[],
  at: (row: number, column: number) => number,
): number {
  const sum = one.reduce((total, row) => total + other.reduce((rowSum, column) => rowSum + at(row, column), 0), 0);
  return sum / (one.length * other.length);
}
