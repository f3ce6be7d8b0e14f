import { MAXIMUM_WINDOW } from '../../../core/program/check-window.ts';

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
/** Longest window in rows. */
export const LONGEST_WINDOW = MAXIMUM_WINDOW;
/** Working memory of `runBlocks`: five sums of four stocks for each row of the longest window, and one slot more. */
export const BLOCK_SCRATCH_BYTES = 80 * (LONGEST_WINDOW + 1);
