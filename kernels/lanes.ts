/**
 * The layout that every kernel shares. A *block* is 16 stocks; a *column of a block* is [rows x 16] float32, one row of
 * 64 bytes after another, so that a whole program runs over one block with its intermediates in the second-level cache.
 * Missing is NaN or infinite. Addresses are bytes in the one shared memory; the host hands out every one of them.
 */
export const ROW_BYTES: usize = 64;
/** A row is four vectors of four stocks; most loops take one vector of the row through all rows of a chunk. */
export const VECTOR_BYTES: usize = 16;

@inline export function load(from: usize): v128 {
  return v128.load(from);
}

@inline export function store(at: usize, value: v128): void {
  v128.store(at, value);
}

/**
 * Inside the kernels missing is *whatever is not finite*: an overflow is missing from then on, and no result needs a
 * check of its own. Only where arithmetic would turn infinity into a number (a quotient, an extreme) does a kernel say
 * `missingUnlessFinite`, which leaves finite values as they are and makes NaN of all others.
 */
@inline export function missingUnlessFinite(value: v128): v128 {
  return f32x4.sub(value, f32x4.sub(value, value));
}

/** Bytes of so many rows of a column. */
@inline export function bytesOf(rows: i32): usize {
  return (<usize>rows) * ROW_BYTES;
}

/** Makes the first rows of a column missing: those that no full window ends in. */
export function missing(out: usize, rows: i32): void {
  const nan = constant(NAN);
  const end = out + bytesOf(rows);
  for (let at = out; at < end; at += VECTOR_BYTES) store(at, nan);
}

/*
 * Constants live in memory: V8 builds a v128 constant anew in each turn of a loop, while one that was loaded stays in
 * its register. Below are their places in the table; `element.ts` has tables of its own.
 */
export const NAN: usize = 0;
export const INFINITE: usize = 1;
export const MINUS_INFINITE: usize = 2;
export const ONE: usize = 3;
export const MINUS_ONE: usize = 4;
export const SMALLEST_DIVISOR: usize = 5;
export const CONSTANT_SQUARES: usize = 6;
export const SMALLEST_NORMAL: usize = 7;
export const HALF: usize = 8;
export const TWO: usize = 9;
export const THREE: usize = 10;
export const FOUR: usize = 11;
export const SIX: usize = 12;
export const CONSTANT_ROOT: usize = 13;

const TABLE = memory.data<f32>([
  NaN, Infinity, -Infinity, 1, -1, 1e-12, 1e-37, 1.1754943508222875e-38, 0.5, 2, 3, 4, 6, 3.16227766e-6,
]);

@inline export function constant(place: usize): v128 {
  return v128.load32_splat(TABLE + (place << 2));
}

/**
 * Squared deviations below which a window counts as constant, by a value in it: 1e-37, or 1e-11 of the value's square, which
 * is rounding.
 */
@inline export function flatSquares(value: v128): v128 {
  const root = f32x4.mul(value, constant(CONSTANT_ROOT));
  return f32x4.pmax(constant(CONSTANT_SQUARES), f32x4.mul(root, root));
}
