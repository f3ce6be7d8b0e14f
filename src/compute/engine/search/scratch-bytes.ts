import { BLOCK_SCRATCH_BYTES } from '../../kernels/wasm/block-exports.ts';
import { dayScratchBytes } from '../../kernels/wasm/day-exports.ts';

/** Working memory of whichever kernel runs. */
export const scratchBytes = (blocks: number): number =>
  Math.max(BLOCK_SCRATCH_BYTES, dayScratchBytes(blocks));
