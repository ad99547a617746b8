/** The places where two neighbours wait to be merged. */
export interface MergeQueue {
  push(rank: number, place: number): void;
  /** Takes out a place of the lowest rank, the leftmost one. @returns whether there was one; it is in `rank` and `place` */
  pop(): boolean;
  readonly rank: number;
  readonly place: number;
}

/** The places that wait with one rank. */
interface Row {
  readonly rank: number;
  places: number[];
  /** How many of them were taken out. */
  taken: number;
  isInOrder: boolean;
}

/**
 * A heap of the ranks that wait, each with a row of places. In a long run of one letter most pairs have one of a few
 * ranks, so that the heap stays small. Whoever merges puts nothing into a row while places are taken from it, since a
 * merge's neighbours make longer tokens; so a row is sorted once at most, and n places take n log n steps.
 */
export function createMergeQueue(): MergeQueue {
  const rows = new Map<number, Row>();
  const heap: Row[] = [];
  // One of the rows by itself, because the next place mostly has the same rank as the one before it.
  let latest: Row | undefined;

  const rowOf = (rank: number): Row => {
    if (latest?.rank === rank) return latest;
    let row = rows.get(rank);
    if (row === undefined) {
      row = { rank, places: [], taken: 0, isInOrder: true };
      rows.set(rank, row);
      putIn(heap, row);
    }
    latest = row;
    return row;
  };

  const queue = {
    rank: 0,
    place: 0,
    push(rank: number, place: number) {
      const row = rowOf(rank);
      const last = row.places.length - 1;
      if (last >= row.taken && (row.places[last] as number) > place) row.isInOrder = false;
      row.places.push(place);
    },
    pop() {
      for (let row = heap[0]; row !== undefined; row = heap[0]) {
        if (row.taken < row.places.length) {
          if (!row.isInOrder) {
            row.places = row.places.slice(row.taken).sort((a, b) => a - b);
            row.taken = 0;
            row.isInOrder = true;
          }
          queue.rank = row.rank;
          queue.place = row.places[row.taken++] as number;
          return true;
        }
        takeOut(heap);
        rows.delete(row.rank);
        if (latest === row) latest = undefined;
      }
      return false;
    },
  };
  return queue;
}

function putIn(heap: Row[], row: Row): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Row;
    if (above.rank < row.rank) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = row;
}

/** Takes out the row of the lowest rank. */
function takeOut(heap: Row[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    const right = heap[child + 1];
    if (right !== undefined && right.rank < (heap[child] as Row).rank) child++;
    const below = heap[child] as Row;
    if (below.rank > last.rank) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}
