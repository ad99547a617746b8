// The inner loops of the transformer, for WebAssembly: AssemblyScript, which looks like TypeScript and is compiled ahead of
// time, because JavaScript has no vectors of four numbers. `npm run kernels` writes `kernels.wasm` anew.
//
// Pointers and strides: a matrix is a pointer to 32-bit floats with the distance between its rows and between its columns,
// counted in floats, so that a transposed matrix is the same numbers with the two distances exchanged.

/** Rows and columns of C that are held in registers at once: 8 vectors of sums, which leaves room for what is multiplied. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;

/** Rows and columns of a block of A that is copied where its rows do not lie in one piece: it stays in the cache. */
const BLOCK_ROWS: i32 = 512;
const BLOCK_DEPTH: i32 = 256;

/**
 * C = A · B, or C += A · B.
 *
 * Eight columns of B at a time are copied into a panel, so that the innermost loop reads memory in order. So are blocks of A
 * where A is transposed.
 *
 * @param m rows of A and C
 * @param n columns of B and C
 * @param k columns of A, rows of B
 * @param panel room for 8 · k + 32 floats and then for 512 · 256, aligned to 16 bytes
 * @see Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"
 */
export function multiply(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  accumulate: bool,
  panel: usize,
): void {
  if (aColumn == 1) {
    multiplyRows(m, n, k, a, <usize>aRow << 2, 4, b, bRow, bColumn, c, cRow, accumulate, panel, 0);
    return;
  }
  const block = panel + (<usize>(TILE_COLUMNS * BLOCK_DEPTH + 32) << 2);
  for (let row = 0; row < m; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, m - row);
    for (let at = 0; at < k; at += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - at);
      packBlock(block, a + ((<usize>row * <usize>aRow + <usize>at * <usize>aColumn) << 2), rows, depth, aRow, aColumn);
      multiplyRows(
        rows,
        n,
        depth,
        block,
        4,
        TILE_ROWS << 2,
        b + ((<usize>at * <usize>bRow) << 2),
        bRow,
        bColumn,
        c + ((<usize>row * <usize>cRow) << 2),
        cRow,
        accumulate || at > 0,
        panel,
        <usize>(TILE_ROWS * depth) << 2,
      );
    }
  }
}

/** Copies a block of A four rows at a time: of each column the four numbers side by side. */
function packBlock(block: usize, a: usize, rows: i32, depth: i32, aRow: i32, aColumn: i32): void {
  const rowBytes = <usize>aRow << 2;
  const columnBytes = <usize>aColumn << 2;
  for (let row = 0; row < rows; row += TILE_ROWS) {
    let from = a + <usize>row * rowBytes;
    if (rowBytes == 4 && row + TILE_ROWS <= rows) {
      for (let column = 0; column < depth; column++) {
        v128.store(block, v128.load(from));
        block += TILE_ROWS << 2;
        from += columnBytes;
      }
    } else {
      for (let column = 0; column < depth; column++) {
        for (let each = 0; each < TILE_ROWS; each++) {
          f32.store(block + (<usize>each << 2), row + each < rows ? f32.load(from + <usize>each * rowBytes) : 0);
        }
        block += TILE_ROWS << 2;
        from += columnBytes;
      }
    }
  }
}

/** The product of which A lies as the innermost loop reads it. @param tileBytes from four rows of A to the next four; 0: four rows further */
function multiplyRows(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRowBytes: usize,
  aColumnBytes: usize,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  accumulate: bool,
  panel: usize,
  tileBytes: usize,
): void {
  const cRowBytes = <usize>cRow << 2;
  const tile = panel + (<usize>(TILE_COLUMNS * k) << 2);
  const toNextTile = tileBytes == 0 ? <usize>TILE_ROWS * aRowBytes : tileBytes;
  for (let column = 0; column < n; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, n - column);
    packPanel(panel, b + ((<usize>column * <usize>bColumn) << 2), k, width, bRow, bColumn);
    let from = a;
    let to = c + (<usize>column << 2);
    let row = 0;
    for (; row + TILE_ROWS <= m; row += TILE_ROWS) {
      if (width == TILE_COLUMNS) {
        multiplyTile(k, from, aRowBytes, aColumnBytes, panel, to, cRowBytes, accumulate);
      } else {
        multiplyTile(k, from, aRowBytes, aColumnBytes, panel, tile, TILE_COLUMNS << 2, false);
        for (let each = 0; each < TILE_ROWS; each++) {
          copyPart(to + <usize>each * cRowBytes, tile + (<usize>(each * TILE_COLUMNS) << 2), width, accumulate);
        }
      }
      from += toNextTile;
      to += <usize>TILE_ROWS * cRowBytes;
    }
    for (; row < m; row++) {
      multiplyRow(k, from, aColumnBytes, panel, tile);
      copyPart(to, tile, width, accumulate);
      from += aRowBytes;
      to += cRowBytes;
    }
  }
}

function packPanel(panel: usize, b: usize, k: i32, width: i32, bRow: i32, bColumn: i32): void {
  const rowBytes = (<usize>bRow) << 2;
  if (width == TILE_COLUMNS && bColumn == 1) {
    for (let each = 0; each < k; each++) {
      v128.store(panel, v128.load(b), 0, 16);
      v128.store(panel, v128.load(b, 16), 16, 16);
      panel += TILE_COLUMNS << 2;
      b += rowBytes;
    }
    return;
  }
  const columnBytes = (<usize>bColumn) << 2;
  for (let column = 0; column < TILE_COLUMNS; column++) {
    let to = panel + ((<usize>column) << 2);
    let from = b + <usize>column * columnBytes;
    for (let each = 0; each < k; each++) {
      f32.store(to, column < width ? f32.load(from) : 0);
      to += TILE_COLUMNS << 2;
      from += rowBytes;
    }
  }
}

function multiplyTile(
  k: i32,
  a: usize,
  aRowBytes: usize,
  aColumnBytes: usize,
  panel: usize,
  c: usize,
  cRowBytes: usize,
  accumulate: bool,
): void {
  let a0 = a;
  let a1 = a0 + aRowBytes;
  let a2 = a1 + aRowBytes;
  let a3 = a2 + aRowBytes;
  let sum00 = f32x4.splat(0);
  let sum01 = sum00;
  let sum10 = sum00;
  let sum11 = sum00;
  let sum20 = sum00;
  let sum21 = sum00;
  let sum30 = sum00;
  let sum31 = sum00;
  const end = panel + ((<usize>k) << 5);
  for (; panel < end; panel += 32) {
    const b0 = v128.load(panel, 0, 16);
    const b1 = v128.load(panel, 16, 16);
    const x0 = v128.load32_splat(a0);
    sum00 = f32x4.add(sum00, f32x4.mul(x0, b0));
    sum01 = f32x4.add(sum01, f32x4.mul(x0, b1));
    const x1 = v128.load32_splat(a1);
    sum10 = f32x4.add(sum10, f32x4.mul(x1, b0));
    sum11 = f32x4.add(sum11, f32x4.mul(x1, b1));
    const x2 = v128.load32_splat(a2);
    sum20 = f32x4.add(sum20, f32x4.mul(x2, b0));
    sum21 = f32x4.add(sum21, f32x4.mul(x2, b1));
    const x3 = v128.load32_splat(a3);
    sum30 = f32x4.add(sum30, f32x4.mul(x3, b0));
    sum31 = f32x4.add(sum31, f32x4.mul(x3, b1));
    a0 += aColumnBytes;
    a1 += aColumnBytes;
    a2 += aColumnBytes;
    a3 += aColumnBytes;
  }
  storeRow(c, sum00, sum01, accumulate);
  storeRow(c + cRowBytes, sum10, sum11, accumulate);
  storeRow(c + 2 * cRowBytes, sum20, sum21, accumulate);
  storeRow(c + 3 * cRowBytes, sum30, sum31, accumulate);
}

function storeRow(c: usize, first: v128, second: v128, accumulate: bool): void {
  if (accumulate) {
    first = f32x4.add(first, v128.load(c));
    second = f32x4.add(second, v128.load(c, 16));
  }
  v128.store(c, first);
  v128.store(c, second, 16);
}

function multiplyRow(k: i32, a: usize, aColumnBytes: usize, panel: usize, c: usize): void {
  let first = f32x4.splat(0);
  let second = first;
  const end = panel + ((<usize>k) << 5);
  for (; panel < end; panel += 32) {
    const x = v128.load32_splat(a);
    first = f32x4.add(first, f32x4.mul(x, v128.load(panel, 0, 16)));
    second = f32x4.add(second, f32x4.mul(x, v128.load(panel, 16, 16)));
    a += aColumnBytes;
  }
  v128.store(c, first);
  v128.store(c, second, 16);
}

function copyPart(to: usize, from: usize, width: i32, accumulate: bool): void {
  for (let each = 0; each < width; each++) {
    const value = f32.load(from);
    f32.store(to, accumulate ? value + f32.load(to) : value);
    to += 4;
    from += 4;
  }
}

/**
 * y = x · B for one row x, where a row of B (k × n) lies in one piece: nothing is copied, each number of B is read once.
 *
 * @param n a multiple of 4
 */
export function multiplyVector(n: i32, k: i32, x: usize, b: usize, y: usize): void {
  for (let column = 0; column < n; column += 16) {
    const from = b + ((<usize>column) << 2);
    const to = y + ((<usize>column) << 2);
    if (column + 16 <= n) {
      let sum0 = f32x4.splat(0);
      let sum1 = sum0;
      let sum2 = sum0;
      let sum3 = sum0;
      let at = from;
      for (let each = 0; each < k; each++) {
        const value = v128.load32_splat(x + ((<usize>each) << 2));
        sum0 = f32x4.add(sum0, f32x4.mul(value, v128.load(at)));
        sum1 = f32x4.add(sum1, f32x4.mul(value, v128.load(at, 16)));
        sum2 = f32x4.add(sum2, f32x4.mul(value, v128.load(at, 32)));
        sum3 = f32x4.add(sum3, f32x4.mul(value, v128.load(at, 48)));
        at += (<usize>n) << 2;
      }
      v128.store(to, sum0);
      v128.store(to, sum1, 16);
      v128.store(to, sum2, 32);
      v128.store(to, sum3, 48);
    } else {
      for (let part = column; part < n; part += 4) {
        let sum = f32x4.splat(0);
        let at = b + ((<usize>part) << 2);
        for (let each = 0; each < k; each++) {
          sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(x + ((<usize>each) << 2)), v128.load(at)));
          at += (<usize>n) << 2;
        }
        v128.store(y + ((<usize>part) << 2), sum);
      }
    }
  }
}

/** y = x · Bᵀ for one row x: the dot product of x with each of the n rows of B. @param k a multiple of 4 */
export function dotRows(n: i32, k: i32, x: usize, b: usize, y: usize): void {
  for (let row = 0; row < n; row++) {
    let sum = f32x4.splat(0);
    for (let each = 0; each < k; each += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(x + ((<usize>each) << 2)), v128.load(b)));
      b += 16;
    }
    const total =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
    f32.store(y + ((<usize>row) << 2), total);
  }
}

/**
 * eˣ of four numbers at once, right to about 2 units in the last place: x = n·ln 2 + r with |r| ≤ ln 2 / 2, and a polynomial
 * for eʳ. Below −87 it is 0 in effect, above 88 it is held there.
 *
 * @see Cephes, `expf.c` (S. L. Moshier), for the coefficients
 */
function exponential(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(r, r), p), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/**
 * Turns a row of at least one number into probabilities, in place.
 *
 * @param factor each number is multiplied by it first
 */
export function softmax(row: usize, n: i32, factor: f32): void {
  const whole = n & ~3;
  let most: f32 = -f32.MAX_VALUE;
  let mosts = f32x4.splat(most);
  for (let each = 0; each < whole; each += 4) mosts = f32x4.max(mosts, v128.load(row + ((<usize>each) << 2)));
  for (let lane = 0; lane < 4; lane++) most = max(most, laneOf(mosts, lane));
  for (let each = whole; each < n; each++) most = max(most, f32.load(row + ((<usize>each) << 2)));

  const factors = f32x4.splat(factor);
  const greatest = f32x4.splat(most);
  let sums = f32x4.splat(0);
  for (let each = 0; each < whole; each += 4) {
    const at = row + ((<usize>each) << 2);
    const value = exponential(f32x4.mul(f32x4.sub(v128.load(at), greatest), factors));
    v128.store(at, value);
    sums = f32x4.add(sums, value);
  }
  let total: f32 = 0;
  for (let lane = 0; lane < 4; lane++) total += laneOf(sums, lane);
  for (let each = whole; each < n; each++) {
    const at = row + ((<usize>each) << 2);
    const value = f32x4.extract_lane(exponential(f32x4.splat((f32.load(at) - most) * factor)), 0);
    f32.store(at, value);
    total += value;
  }
  const share = f32x4.splat(1 / total);
  for (let each = 0; each < whole; each += 4) {
    const at = row + ((<usize>each) << 2);
    v128.store(at, f32x4.mul(v128.load(at), share));
  }
  for (let each = whole; each < n; each++) {
    const at = row + ((<usize>each) << 2);
    f32.store(at, f32.load(at) / total);
  }}

function laneOf(values: v128, lane: i32): f32 {
  if (lane == 0) return f32x4.extract_lane(values, 0);
  if (lane == 1) return f32x4.extract_lane(values, 1);
  return lane == 2 ? f32x4.extract_lane(values, 2) : f32x4.extract_lane(values, 3);
}
