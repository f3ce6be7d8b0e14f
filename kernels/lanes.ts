/**
 * The layout that every kernel shares. A *block* is 16 stocks; a *column of a block* is [rows x 16] float32, one row of
 * 64 bytes after another, so that a whole program runs over one block with its intermediates in the second-level cache.
 * Missing is NaN. Addresses are bytes in the one shared memory; the host hands out every one of them.
 */
export const BLOCK_STOCKS: i32 = 16;
export const ROW_BYTES: usize = 64;
/** A row is four vectors of four stocks. */
export const VECTOR_BYTES: usize = 16;
