/** Kernels over blocks of 16 stocks; kernels/run-blocks.ts says what they do. Addresses are bytes of the memory. */
export interface BlockKernels {
  /** Copies a multiple of 64 bytes. */
  copy(out: number, from: number, bytes: number): void;
  /** Runs `count` instructions of eight int32 over blocks `first` to `end` (exclusive). */
  runBlocks(
    code: number,
    count: number,
    first: number,
    end: number,
    rows: number,
    phase: number,
    scratch: number,
  ): void;
}

/** Words of an instruction: opcode, window, then address and stride of result, first and second operand. */
export const INSTRUCTION_WORDS = 8;
/** Working memory of `runBlocks`: enough for windows of `LONGEST_WINDOW` rows. */
export const BLOCK_SCRATCH_BYTES = 64 * 1026;
/** Longest window in rows: five sums of four stocks, or four of eight, for each of its rows. */
export const LONGEST_WINDOW = 800;
