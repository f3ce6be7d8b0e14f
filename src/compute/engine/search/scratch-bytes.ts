import { dayScratchBytes } from '../../kernels/wasm/day-exports.ts';

/** For windows of up to 1,000 rows, of which kernels keep at most 128 bytes a row. */
const WINDOW_SCRATCH_BYTES = 256 * 1024;

/** Working memory of whichever kernel runs. */
export const scratchBytes = (blocks: number): number =>
  Math.max(WINDOW_SCRATCH_BYTES, dayScratchBytes(blocks));
